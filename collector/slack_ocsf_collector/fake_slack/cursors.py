"""Cursors as Slack's are: a position and nothing else, in base64 that ends in `=`."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

_FORM = re.compile(rb"next_(?P<after_empty>e?)at:(?P<place>\d{1,18})")
_BLOCK = 3
"""So many bytes would need no `=`."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the next page begins.

    Attributes:
        place: Entries before this place in the log come next.
        after_empty: Whether the page before held nothing.
    """

    place: int
    after_empty: bool = False


def cursor_of(position: Position) -> str:
    """Return the cursor for a position."""
    name, width = "next_eat" if position.after_empty else "next_at", 1
    while len(text := f"{name}:{position.place:0{width}d}") % _BLOCK == 0:
        width = len(str(position.place)) + 1
    return b64encode(text.encode()).decode()


def position_of(cursor: str) -> Position:
    """Return the position that a cursor holds.

    Raises:
        ValueError: It is none of ours.
    """
    try:
        found = _FORM.fullmatch(b64decode(cursor, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"no base64: {cursor}") from error
    if found is None:
        raise ValueError(f"no position: {cursor}")
    return Position(int(found["place"]), bool(found["after_empty"]))
