"""Refuse to write where something is read, before anything is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slack_ocsf_collector.inputs import STANDARD, regular

if TYPE_CHECKING:
    from pathlib import Path

_STANDARD_OUTPUT = 1


def refuse_overwriting(inputs: tuple[Path, ...], output: Path | None, errors: Path | None) -> None:
    """Check that no file is read and written, or written twice.

    Raises:
        UsageError: One is.
    """
    if errors == STANDARD:
        raise click.UsageError("--errors needs a file: standard output is for events alone")
    if output is not None and errors is not None and output.resolve() == errors.resolve():
        raise click.UsageError(f"--output and --errors are both {output}")
    read = {_identity(path) for path in inputs} - {None}
    for name, file in (("--output", output), ("--errors", errors)):
        if file is not None and file != STANDARD and _identity(file) in read:
            raise click.UsageError(f"{name} {file} is also an input")
    if output in (None, STANDARD) and _identity(_STANDARD_OUTPUT) in read:
        raise click.UsageError("standard output goes to a file that is also an input")


def _identity(file: Path | int) -> tuple[int, int] | None:
    state = regular(file)
    return None if state is None else (state.st_dev, state.st_ino)
