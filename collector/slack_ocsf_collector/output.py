"""Write lines: to standard output, to a file that appears when it is whole, or as they come."""

from __future__ import annotations

import secrets
import shutil
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.interrupts import uninterrupted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ENOUGH = 128 * 1024


def write_whole(stream: IO[bytes], text: bytes | bytearray) -> None:
    """Write all of a text, where a stream may take less at once, as with PYTHONUNBUFFERED.

    Raises:
        OSError: It takes no more.
    """
    written = 0
    with memoryview(text) as view:
        while written < len(view):
            written += stream.write(view[written:])


class Lines:
    """Lines on their way to a file. Only whole lines reach it, also when Ctrl-C is pressed.

    Args:
        stream: Where they go.
        name: What that is called in an error.
    """

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name
        self._waiting = bytearray()

    def add(self, line: bytes) -> None:
        """Take one line, without its end."""
        self._waiting += b"%b\n" % line  # at once: Ctrl-C may come between any two steps
        if len(self._waiting) >= _ENOUGH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting.

        Raises:
            CannotDo: The disk is full, and the like.
            BrokenPipeError: Nobody reads it any more.
        """
        if self._waiting:
            try:
                self._write([self._waiting])
            finally:
                self._waiting.clear()

    def copy(self, path: Path, length: int) -> None:
        """Write the lines that are the first bytes of a file.

        Raises:
            CannotDo: The disk is full, and the like.
            BrokenPipeError: Nobody reads it any more.
        """
        self.flush()
        with path.open("rb") as file:
            self._write(file.read(min(_ENOUGH, length - at)) for at in range(0, length, _ENOUGH))

    def _write(self, texts: Iterable[bytes | bytearray]) -> None:
        try:
            with uninterrupted():
                for text in texts:
                    write_whole(self._stream, text)
                self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise CannotDo(f"{self._name}: {error.strerror}") from error


@contextmanager
def standard_output() -> Iterator[Lines]:
    """Give the lines of standard output."""
    if sys.stdout is None:
        raise CannotDo("standard output is closed; give a file with --output")
    lines = Lines(sys.stdout.buffer, "standard output")
    yield lines
    lines.flush()


@contextmanager
def growing_file(path: Path, name: str = "") -> Iterator[Lines]:
    """Give the lines of a file that is written from its beginning, and kept whatever happens.

    Args:
        path: The file.
        name: What it is called in an error, when not by its path.
    """
    name = name or str(path)
    try:
        stream = path.open("wb")
    except OSError as error:
        raise CannotDo(f"{name}: {error.strerror}") from error
    with stream:
        lines = Lines(stream, name)
        try:
            yield lines
        finally:
            lines.flush()


@contextmanager
def whole_file(path: Path) -> Iterator[Lines]:
    """Give the lines of a file that appears under its name when the block ends well.

    What is no regular file, such as a named pipe, is written as it comes.
    """
    if path.exists() and not path.is_file():
        with growing_file(path) as lines:
            yield lines
        return
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with growing_file(beside, str(path)) as lines:
            yield lines
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        raise CannotDo(f"{path}: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
