"""What reads elements on the way, since whether a text is JSON may tell where an element ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from slack_ocsf_collector.portable import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _none_of_them(text: bytes) -> Sequence[object]:  # noqa: ARG001
    """Read no list at once."""
    return ()


class Reader(NamedTuple):
    """What reads the texts of elements.

    Attributes:
        one: Reads a text that is surely one JSON object; returns None for any other, and may for
            some. A saved response it reads into a dict, or not.
        several: Reads a JSON list into what `one` reads its elements into; returns nothing for
            what is no list, and may for some.
    """

    one: Callable[[bytes], object]
    several: Callable[[bytes], Sequence[object]] = _none_of_them


#: Reads elements into dicts, one by one.
INTO_DICTS = Reader(read)
