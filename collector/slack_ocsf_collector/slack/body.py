"""Read the body of an answer, and no more of it than an answer can be."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from slack_ocsf_collector.failures import AnswerViolated

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST = 64 * 1024 * 1024
"""Bytes: more than a page of 9,999 entries of 4 kB, the greatest that Slack has a limit for."""

_GZIP = 31


def whole_body(pieces: Iterable[bytes], encoding: str, largest: int = LARGEST) -> bytes:
    """Return a body, inflated.

    Args:
        pieces: As they come.
        encoding: The header Content-Encoding.
        largest: More bytes than this are not kept, nor inflated.

    Raises:
        AnswerViolated: It is larger, or not what its encoding says.
    """
    if encoding not in {"", "identity", "gzip"}:
        raise AnswerViolated("the answer is in an encoding that was not asked for")
    if encoding == "gzip":
        return _inflated(pieces, largest)
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > largest:
            raise _too_large(largest)
    return bytes(body)


def _inflated(pieces: Iterable[bytes], largest: int) -> bytes:
    inflating, body = zlib.decompressobj(wbits=_GZIP), bytearray()
    try:
        for piece in pieces:
            body += inflating.decompress(piece, largest + 1 - len(body))
            if len(body) > largest:
                raise _too_large(largest)
    except zlib.error as error:
        raise AnswerViolated("the answer says that it is gzip, and is not") from error
    if not inflating.eof or inflating.unused_data:
        raise AnswerViolated("the answer is gzip that breaks off or goes on after its end")
    return bytes(body)


def _too_large(largest: int) -> AnswerViolated:
    return AnswerViolated(
        f"the answer is larger than {largest:,} bytes; a smaller page_size makes smaller ones"
    )
