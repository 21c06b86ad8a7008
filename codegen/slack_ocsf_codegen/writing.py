"""Put generated files in their place, or show how the ones there differ."""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

_NOTHING = "/dev/null"


def write(project: Path, texts: Mapping[str, str]) -> list[str]:
    """Write the files that differ, remove what is no longer generated; return their paths."""
    changed = []
    for path, text in texts.items():
        file = project / path
        if _read(file) != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            beside = file.with_name(f".{file.name}.new")
            beside.write_text(text, encoding="utf-8")
            beside.replace(file)
            changed.append(path)
    for path in _stale(project, texts):
        (project / path).unlink()
        changed.append(path)
    return sorted(changed)


def differences(project: Path, texts: Mapping[str, str]) -> str:
    """Return a unified diff from what is there to what would be generated; empty when current."""
    wanted = {**texts, **dict.fromkeys(_stale(project, texts))}
    return "".join(
        line for path, text in sorted(wanted.items()) for line in _diff(project, path, text)
    )


def _diff(project: Path, path: str, text: str | None) -> Iterator[str]:
    old = _read(project / path)
    if old == text:
        return
    before, after = f"a/{path}", f"b/{path}"
    if old is None or text is None:
        before, after = (_NOTHING, after) if old is None else (before, _NOTHING)
    if not old and not text:  # no line to show, as of py.typed: the names tell
        yield from (f"--- {before}\n", f"+++ {after}\n")
    yield from difflib.unified_diff(
        (old or "").splitlines(keepends=True),
        (text or "").splitlines(keepends=True),
        before,
        after,
    )


def _stale(project: Path, texts: Mapping[str, str]) -> list[str]:
    """What lies in a generated package and is not generated."""
    packages = [Path(path).parent for path in texts if Path(path).name == "py.typed"]
    files = (path for one in packages for path in (project / one).rglob("*") if path.is_file())
    paths = (
        path.relative_to(project).as_posix() for path in files if "__pycache__" not in path.parts
    )
    return sorted(path for path in paths if path not in texts)


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
