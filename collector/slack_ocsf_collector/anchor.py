"""Where reading goes on after a broken element: the next place that begins as it did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from slack_ocsf_collector.brackets import SPACE, STRING

if TYPE_CHECKING:
    from slack_ocsf_collector.text import Text

NEXT_LINE = re.compile(rb"\n")
NEXT_AT_TOP = re.compile(rb"\n(?=[{\[])")

_COLON = SPACE + rb":" + SPACE
_SCALAR = rb'(?:[^",:{}\[\]]++|' + STRING + rb")"
_SECOND = _COLON + _SCALAR + SPACE + rb"," + SPACE
_TWO_KEYS = re.compile(rb"\{" + SPACE + rb"(" + STRING + rb")" + _SECOND + rb"(" + STRING + rb")")
_ANY_OBJECT = rb"(?<=\}),(?=" + SPACE + rb"\{" + SPACE + STRING + _COLON + rb")"
_ENOUGH = 64 * 1024
_OPENINGS = (b"{", b"[", b",")


def anchor_at_top(text: Text) -> re.Pattern[bytes]:
    """Find how to go on after an object at the top.

    What is written over several lines has a first line that opens something; anything else was
    one line, and the next line is another element.
    """
    end = text.line_end()
    first = text.data[text.start : end].rstrip()
    return NEXT_AT_TOP if first.endswith(_OPENINGS) else NEXT_LINE


def anchor_in_list(text: Text, gap: bytes, previous: bytes) -> re.Pattern[bytes]:
    """Find how to go on after an element of a list.

    The next one has the same indentation, or else begins with the same two keys as this one or
    the one before; a line that begins with a bracket ends the list.

    Args:
        text: Its `start` is where the element begins.
        gap: What stood before the element.
        previous: The element before it; empty for the first.
    """
    _before, newline, indent = gap.rpartition(b"\n")
    if newline:
        return re.compile(rb"\n" + re.escape(indent) + rb"(?=[{\[])|" + NEXT_AT_TOP.pattern)
    while text.pending() < _ENOUGH and text.more():
        pass
    known = [_same_keys(text.data, text.start), _same_keys(previous, 0)]
    starts = [start for start in known if start] or [_ANY_OBJECT]
    return re.compile(b"|".join([*starts, NEXT_AT_TOP.pattern]))


def _same_keys(data: bytes, start: int) -> bytes:
    """Return a pattern for the start of what begins as the object there; empty without keys."""
    keys = _TWO_KEYS.match(data, start)
    if keys is None:
        return b""
    first, second = (re.escape(key) for key in keys.groups())
    return rb",(?=" + SPACE + rb"\{" + SPACE + first + _SECOND + second + _COLON + rb")"


def leaves_list(found: bytes, gap: bytes) -> bool:
    """Tell whether what an anchor found in a list lies behind that list."""
    return found == b"\n" and not gap.endswith(b"\n")
