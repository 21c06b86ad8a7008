"""Cut a file of JSON lines into ranges of bytes that can be mapped apart from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LENGTH = 1024 * 1024
_PIECE = 64 * 1024
_SEARCHED = 64 * 1024
_BETWEEN = b"}\n{"


class Range(NamedTuple):
    """Some bytes of a file, from the beginning of a line to the end of one."""

    path: Path
    start: int
    end: int


def ranges(path: Path) -> Iterator[Range]:
    """Yield what may be lines of an element each, up to where no line begins for long.

    In sound JSON no line begins with `{` after one that ends with `}`, unless an element does.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = 0
        while size - start > _LENGTH:
            file.seek(start + _LENGTH)
            found = file.read(_SEARCHED).find(_BETWEEN)
            if found < 0:
                return
            end = start + _LENGTH + found + len(_BETWEEN) - 1
            yield Range(path, start, end)
            start = end
    yield Range(path, start, size)


def pieces(one: Range) -> Iterator[bytes]:
    """Yield the bytes of a range in pieces of whole lines, each without its last line's end.

    No more is read where the file has grown since: the last line may be a part of one.
    Pieces are small: memory for all of a range at once is given back to the system with each range,
    and to get it anew takes as long as a tenth of mapping does.
    """
    with one.path.open("rb") as file:
        file.seek(one.start)
        left = one.end - one.start
        while text := file.read(min(left, _PIECE)):
            if len(text) < left:
                text += file.readline(left - len(text))
            left -= len(text)
            yield text.removesuffix(b"\n")
