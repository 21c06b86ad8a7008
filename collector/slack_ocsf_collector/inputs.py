"""The files that a command reads, standard input among them."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from slack_ocsf_collector.compression import Stream, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader

STANDARD = Path("-")
"""Stands for standard input, or output."""


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """Open an input.

    Raises:
        Unreadable: It is not there, a directory, not ours to read.
    """
    if path == STANDARD:
        if sys.stdin is None:
            raise Unreadable("it is closed")
        yield cast("BufferedReader", sys.stdin.buffer)
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    with stream:
        yield stream


@dataclass(frozen=True, slots=True)
class Watched:
    """A stream that tells when it is read.

    Attributes:
        stream: What is read.
        before: Called before reading, which may wait.
        after: Called with the number of bytes that were read.
    """

    stream: Stream
    before: Callable[[], None]
    after: Callable[[int], None]

    def read1(self, size: int, /) -> bytes:
        """Read as the stream does."""
        self.before()
        piece = self.stream.read1(size)
        self.after(len(piece))
        return piece


def regular(file: Path | int) -> os.stat_result | None:
    """Return the state of a file, by path or descriptor, or None when it is no regular file."""
    try:
        state = os.stat(0 if file == STANDARD else file)  # noqa: PTH116 - takes descriptors, too
    except OSError:
        return None
    return state if stat.S_ISREG(state.st_mode) else None
