"""Undo gzip and zstd, told by the first bytes, however many members or frames there are."""

from __future__ import annotations

import re
import sys
from typing import IO, TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 256 * 1024
"""Bytes that are read, and at most made of what was read, at once."""

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_LONGEST_MAGIC = 4


class Stream(Protocol):
    """What is read: a file opened in binary mode, standard input, io.BytesIO."""

    def read1(self, size: int, /) -> bytes:
        """Return at most `size` bytes as soon as there are any, none at the end."""
        ...


class Unreadable(Exception):
    """The input could not be read to its end. What came before was."""


def pieces(stream: Stream) -> Iterator[bytes]:
    """Yield the content of a stream, decompressed, in pieces of at most PIECE bytes.

    Raises:
        Unreadable: The stream fails, ends early, or is damaged.
    """
    try:
        first = stream.read1(PIECE)
        while 0 < len(first) < _LONGEST_MAGIC and (more := stream.read1(PIECE)):
            first += more
        if first.startswith(_GZIP):
            yield from _gunzipped(_Resumed(first, stream))
        elif first.startswith(_ZSTD) or _ZSTD_SKIPPABLE.match(first):
            yield from _unzstd(_Resumed(first, stream))
        else:
            yield first
            while piece := stream.read1(PIECE):
                yield piece
    except BrokenPipeError:
        raise  # never of reading: who watches the reading may write
    except EOFError as error:
        raise Unreadable("it ends in the middle of its compressed data") from error
    except OSError as error:
        raise Unreadable(error.strerror or f"damaged: {error}") from error


class _Resumed:
    """A stream of which the beginning was read already."""

    def __init__(self, first: bytes, stream: Stream) -> None:
        self._first = first
        self._stream = stream

    def read(self, size: int = PIECE) -> bytes:
        if self._first:
            piece, self._first = self._first[:size], self._first[size:]
            return piece
        return self._stream.read1(size)


def _gunzipped(stream: _Resumed) -> Iterator[bytes]:
    import gzip
    import zlib

    try:
        with gzip.GzipFile(fileobj=cast("IO[bytes]", stream)) as unzipped:
            while piece := unzipped.read1(PIECE):
                yield piece
    except zlib.error as error:
        raise Unreadable(f"damaged: {error}") from error


def _unzstd(stream: _Resumed) -> Iterator[bytes]:
    """Yield the content of one frame after the other.

    Python's own file of this kind passes over what stands behind the last frame.
    """
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdDecompressor, ZstdError
    else:
        from backports.zstd import ZstdDecompressor, ZstdError
    data = stream.read()
    try:
        while data:
            frame = ZstdDecompressor()
            yield frame.decompress(data, max_length=PIECE)
            while not frame.eof:
                data = stream.read() if frame.needs_input else b""
                if frame.needs_input and not data:
                    raise EOFError
                yield frame.decompress(data, max_length=PIECE)
            data = frame.unused_data or stream.read()
    except ZstdError as error:
        raise Unreadable(f"damaged: {error}") from error
