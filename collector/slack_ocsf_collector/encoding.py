"""Read UTF-16, which Windows shells write when the output of a program is redirected."""

from __future__ import annotations

import codecs
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARK_LENGTH = 2


def in_utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same text in UTF-8, if a byte order mark says that it is in UTF-16.

    What is no text in UTF-16 becomes what is none in UTF-8, for the parser to tell.
    """
    first = b""
    while len(first) < _MARK_LENGTH and (piece := next(pieces, None)) is not None:
        first += piece
    if not first.startswith(_UTF_16_MARKS):
        yield first
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder("utf-16")("surrogatepass")
    for piece in chain([first], pieces):
        yield decoder.decode(piece).encode("utf-8", "surrogatepass")
