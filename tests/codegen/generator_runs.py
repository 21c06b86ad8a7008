"""Runs of `slack-ocsf-codegen` as a process, on projects of the test's own."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from slack_ocsf_codegen.writing import write

PROJECT = Path(__file__).resolve().parents[2]

_COMMAND = Path(sys.executable).with_name("slack-ocsf-codegen")


@dataclass(frozen=True)
class Run:
    """How a run ended."""

    status: int
    output: str
    errors: str


def run(
    *arguments: str | Path,
    cwd: Path | None = None,
    base: Mapping[str, str] = os.environ,
    **environment: str,
) -> Run:
    """Run the command to its end, in the environment `base` with more variables."""
    done = subprocess.run(
        [_COMMAND, *arguments],
        cwd=cwd,
        env={**base, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def tree(folder: Path) -> dict[str, str]:
    """Return the files of a generated project by their paths, the table left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".toml")
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def project(folder: Path, texts: Mapping[str, str]) -> Path:
    """Make a project of this one's table and of generated files."""
    folder.mkdir(parents=True, exist_ok=True)
    table = (PROJECT / "mappings.toml").read_text(encoding="utf-8")
    (folder / "mappings.toml").write_text(table, encoding="utf-8")
    write(folder, texts)
    return folder


def edit(folder: Path, action: str, value: str) -> None:
    """Give an action another line in the table of a project."""
    file = folder / "mappings.toml"
    text = file.read_text(encoding="utf-8")
    edited, count = re.subn(rf"(?m)^{action} += .*$", f"{action} = {value}", text)
    assert count == 1, f"{action} is on {count} lines of mappings.toml"
    file.write_text(edited, encoding="utf-8")


def changed_lines(diff: str) -> list[str]:
    """Return the lines that a unified diff removes or adds."""
    return [
        line
        for line in diff.splitlines()
        if line[:1] in {"+", "-"} and not line.startswith(("+++ ", "--- "))
    ]
