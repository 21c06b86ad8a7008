"""Find where an object or a list ends, without parsing it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from slack_ocsf_collector.brackets import (
    CLOSES,
    CUT_SHORT,
    ENTRIES,
    PERHAPS_CUT_SHORT,
    STRING_AT_END,
    TO_BRACKET,
    TO_ENTRIES,
)
from slack_ocsf_collector.text import PATIENCE

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from slack_ocsf_collector.text import Text

_OPENING = (b"{", b"[")
_COLON = ord(":")
_BLANKS = b" \t\r\n"
_ENTRIES_LEVEL = 1
_LOOK_BACK = 64


class Verdict(Enum):
    """What came of measuring an element."""

    WHOLE = "it ends at text.at"
    ENTRIES = "the list of a response begins at text.at"
    BROKEN = "its brackets or quotes do not match"
    ENDED = "the text ends before it does"


def measure(
    text: Text,
    opened: list[bytes],
    anchor: Callable[[], re.Pattern[bytes]],
    *,
    find_entries: bool = False,
) -> Verdict:
    """Move `text.at` past the element that begins at `text.start`.

    Args:
        text: Its `at` stands at the opening bracket, or behind what was measured before.
        opened: The brackets that are open at `text.at`, changed on the way.
        anchor: Gives what is found inside an element only when it is broken; looked for when
            the element is longer than PATIENCE.
        find_entries: Whether to stop at a list that makes the element a response of Slack's.
    """
    while True:
        inside = find_entries and len(opened) == _ENTRIES_LEVEL
        verdict = _walk(text, opened, TO_ENTRIES if inside else TO_BRACKET, pause=find_entries)
        if verdict is Verdict.ENDED:
            verdict = _at_stop(text, inside=inside)
        if verdict is Verdict.ENDED:
            if text.pending() > PATIENCE and anchor().search(text.data, text.start + 1):
                return Verdict.BROKEN
            if text.more():
                continue
        if verdict is not None:
            return verdict


def _walk(
    text: Text, opened: list[bytes], to_next: re.Pattern[bytes], *, pause: bool
) -> Verdict | None:
    """Move `text.at` from bracket to bracket.

    Returns:
        ENDED at a string that is not sound, or that `to_next` stops at, and at the end of the
        text; None when `pause` is set and another `to_next` may be due.
    """
    data = text.data
    for stop in to_next.finditer(data, text.at):
        mark = stop[1]
        text.at = stop.end()
        if mark in CLOSES:
            if not opened or opened.pop() != CLOSES[mark]:
                return Verdict.BROKEN
            if not opened:
                return Verdict.BROKEN if _is_cut_short(text) else Verdict.WHOLE
        elif mark in _OPENING:
            if opened and data[text.at - 2] != _COLON and _is_misplaced(text, opened[-1]):
                return Verdict.BROKEN
            opened.append(mark)
        else:
            text.at = stop.start(1)
            break
        if pause and len(opened) <= _ENTRIES_LEVEL + 1:
            return None
    return Verdict.ENDED


def _is_cut_short(text: Text) -> bool:
    """Tell whether what follows `text.at` still belongs to the element that ended there."""
    while text.data[text.at : text.at + 1] != b"\n":
        if not PERHAPS_CUT_SHORT.match(text.data, text.at) or not text.more():
            return CUT_SHORT.match(text.data, text.at) is not None
    return False


def _is_misplaced(text: Text, within: bytes) -> bool:
    """Tell whether the bracket before `text.at` cannot stand there, by what is before it."""
    at = text.at - 1
    before = text.data[max(text.start, at - _LOOK_BACK) : at].rstrip(_BLANKS)[-1:]
    return before not in (b":", b"" if within == b"{" else b",", b"[", b"")


def _at_stop(text: Text, *, inside: bool) -> Verdict:
    """Tell why there was no bracket: ENDED if only because the text is not all there."""
    data, at = text.data, text.at
    if at == len(data) or STRING_AT_END.match(data, at):
        return Verdict.ENDED
    entries = ENTRIES.match(data, at) if inside else None
    if entries is None:
        return Verdict.BROKEN
    if entries["open"] is None:
        return Verdict.ENDED
    text.at = entries.end()
    return Verdict.ENTRIES
