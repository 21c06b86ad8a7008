"""Read the elements of an input, whatever its form and compression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_ocsf_collector.compression import Stream, Unreadable, pieces
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.encoding import in_utf8
from slack_ocsf_collector.reader import INTO_DICTS
from slack_ocsf_collector.splitting import split, split_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.reader import Reader

__all__ = ["Element", "Stream", "Unreadable", "elements", "split_line"]


def elements(
    stream: Stream, source: str, line: int = 1, read: Reader = INTO_DICTS
) -> Iterator[Element]:
    """Yield the elements of a stream, in their order.

    Args:
        stream: JSON lines, JSON lists, saved responses, or a mixture; also gzip and zstd.
        source: What the elements will name as the place they come from.
        line: The number of the line on which the stream begins.
        read: Reads elements, as `split` has it.

    Raises:
        Unreadable: The stream could not be read to its end; all that could be was yielded.
    """
    failure: list[Unreadable] = []
    yield from split(_up_to_failure(stream, failure), source, line, read)
    for error in failure:
        raise error


def _up_to_failure(stream: Stream, failure: list[Unreadable]) -> Iterator[bytes]:
    """Yield the content, and let a failure look like the end, so that nothing read is lost."""
    try:
        yield from in_utf8(pieces(stream))
    except Unreadable as error:
        failure.append(error)
