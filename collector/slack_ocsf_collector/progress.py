"""A progress bar on standard error, when that is a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from slack_ocsf_collector.inputs import STANDARD, regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_ERASED_LINE = "\r\x1b[K"


@dataclass(frozen=True, slots=True)
class Progress:
    """A progress bar, or none.

    Attributes:
        advance: Moves it by a number of bytes read.
        say: Writes a line to standard error where it does not spoil the bar.
    """

    advance: Callable[[int], None]
    say: Callable[[str], None]


@contextmanager
def progress(inputs: tuple[Path, ...], *, to_file: bool) -> Iterator[Progress]:
    """Show how much of the inputs was read, where there is a terminal that shows nothing else.

    Args:
        inputs: What is read. Without a bar if the size of one is not known.
        to_file: Whether the output goes to a file, and not to standard output.
    """
    total = _total_size(inputs)
    if not total or not _has_terminal(to_file=to_file):
        if inputs == (STANDARD,) and sys.stdin is not None and sys.stdin.isatty():
            _say("reading entries from this terminal; Ctrl-D ends them")
        yield Progress(lambda _size: None, _say)
        return
    with click.progressbar(length=total, label="mapping", file=sys.stderr) as bar:
        yield Progress(bar.update, lambda line: _say(_ERASED_LINE + line))


def _say(line: str) -> None:
    click.echo(line, err=True)


def _has_terminal(*, to_file: bool) -> bool:
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    return to_file or sys.stdout is None or not sys.stdout.isatty()


def _total_size(inputs: tuple[Path, ...]) -> int | None:
    """Return the size of all inputs in bytes, or None when one of them is no regular file."""
    total = 0
    for path in inputs:
        state = regular(path)
        if state is None:
            return None
        total += state.st_size
    return total
