"""Put several files in place together, or none of them."""

from collections.abc import Mapping
from pathlib import Path

from slack_ocsf_codegen.pull.failed import PullFailed


def write_together(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Write the files that differ and return their paths in `folder`.

    All are complete beside their places before the first one takes its place.

    Raises:
        PullFailed: The disk refused; no file changed, or the text says that some did.
    """
    changed = [path for path, text in sorted(texts.items()) if _differs(folder / path, text)]
    staged: dict[str, Path] = {}
    try:
        for path in changed:
            staged[path] = _staged(folder / path, texts[path])
        for path, new in staged.items():
            _replace(new, folder / path)
    finally:
        for new in staged.values():
            new.unlink(missing_ok=True)
    return tuple(changed)


def _differs(file: Path, text: str) -> bool:
    try:
        return file.read_bytes() != text.encode()
    except FileNotFoundError:
        return True


def _staged(file: Path, text: str) -> Path:
    new = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(text.encode())
    except OSError as error:
        raise PullFailed(f"cannot write {new}: {error.strerror}; no file changed") from error
    return new


def _replace(new: Path, file: Path) -> None:
    try:
        new.replace(file)
    except OSError as error:
        raise PullFailed(
            f"cannot replace {file}: {error.strerror}; some files are new, some are not: "
            "pull again when it can be written"
        ) from error
