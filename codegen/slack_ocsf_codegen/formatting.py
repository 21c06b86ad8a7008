"""Format generated Python with the pinned formatter, whatever is configured around it."""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]

from slack_ocsf_codegen.errors import GenerationFailed

_SETTINGS = """
line-length = 160
target-version = "py311"
respect-gitignore = false
exclude = []
[lint]
select = ["F401", "F841", "I"]
[lint.isort]
known-first-party = ["{package}"]
"""


def formatted(texts: Mapping[str, str], package: str = "slack_ocsf") -> dict[str, str]:
    """Return the texts with every Python file formatted and unused imports dropped.

    Raises:
        GenerationFailed: The formatter refused a text, which is then no Python.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        settings = root / "ruff.toml"
        settings.write_text(_SETTINGS.replace("{package}", package), encoding="utf-8")
        for path, text in texts.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
            _ruff([*command, "--no-cache", "--config", str(settings), str(root)])
        return {path: (root / path).read_text(encoding="utf-8") for path in texts}


def _ruff(arguments: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - the pinned formatter, on a folder of our own
        [find_ruff_bin(), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise GenerationFailed(f"ruff {arguments[0]}: {(done.stdout + done.stderr).strip()}")
