"""Split a stream of JSON into the texts of its elements, whatever form they come in.

Entries and rows stand one by one (a line each, or over several lines), in a list, or in the list of
a saved response: `entries` of `/audit/v1/logs`, `logins` of `team.accessLogs`, `logs` of
`team.integrationLogs`; these may follow one another. Each object at the top that has none of these
lists is an element, and so is whatever else stands where an element should be: what is no JSON is
told by parsing it. Memory holds one element and one piece of input.

Where brackets or quotes of an element do not match, it ends before the next place that begins
as the element did, and reading goes on there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from slack_ocsf_collector.anchor import anchor_at_top, anchor_in_list, leaves_list
from slack_ocsf_collector.brackets import LIST_KEYS, STRING, end_of
from slack_ocsf_collector.element import Element, Listed
from slack_ocsf_collector.measure import Verdict, measure
from slack_ocsf_collector.reader import INTO_DICTS
from slack_ocsf_collector.text import PATIENCE, Text

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from slack_ocsf_collector.reader import Reader

_WHOLE = Verdict.WHOLE
_BRACE, _BRACKET, _CLOSING = b"{[]"
_OPENINGS = (_BRACE, _BRACKET)
_SCALAR = re.compile(STRING + rb'|[^,\[\]{}"\n]++|"[^\n]*+|(?s:.)')
_LIST_MEMBER = re.compile(rb"(?:" + b"|".join(LIST_KEYS) + rb")\s*:")
_BETWEEN = b"},{"
_between = re.compile(re.escape(_BETWEEN)).search  # in half the time that bytes.find takes
_NEAR = 16 * 1024
_OVERLAP = 64 * 1024
_KEPT = 1024 * 1024


def split(
    pieces: Iterator[bytes], source: str, line: int = 1, read: Reader = INTO_DICTS
) -> Iterator[Element]:
    """Return the elements of a stream.

    Args:
        pieces: The stream, in pieces of any size.
        source: What the elements name as the place they come from.
        line: The number of the line on which the stream begins.
        read: What it reads is the value of an element.
    """
    return _Splitter(Text(pieces, line), source, read).elements()


def split_line(element: Element) -> list[Element]:
    """Split a line that was taken for one element, but is no JSON."""
    return list(split(iter([element.raw]), element.source, element.line))


def plain_lines(text: bytes) -> list[bytes]:
    """Return the lines of a text if each is an object by its brackets alone, else none."""
    lines = text.split(b"\n")
    return lines if all(raw[:1] == b"{" and raw[-1:] == b"}" for raw in lines) else []


def may_be_response(raw: bytes, value: object) -> bool:
    """Return whether an object may be a saved response: one of the lists can be a member somewhere.

    Args:
        raw: The text of the object. A list's name alone may be a file's, too.
        value: What was read there. A dict may have any member, and nothing else a list of these.
    """
    if value is not None and type(value) is not dict:
        return False
    entries, logins, logs = LIST_KEYS
    is_there = entries in raw or logins in raw or logs in raw
    return is_there and _LIST_MEMBER.search(raw) is not None


class _Splitter:
    """Splits one text.

    Attributes:
        _read: As `split` has it.
        _lost: Whether a list was left early, so that its end is not to be looked for.
        _apart: Bytes to read one by one before several are read at once again: so many were read
            in vain when that failed.
    """

    def __init__(self, text: Text, source: str, read: Reader) -> None:
        self._text = text
        self._source = source
        self._read = read
        self._lost = False
        self._apart = 0

    def elements(self) -> Iterator[Element]:
        text = self._text
        gap: bytes | None = b"\n"
        while gap is not None:
            if b"\n" in gap:
                yield from self._lines()
            opening = text.data[text.start : text.start + 1]
            if opening == b"{":
                yield from self._object()
            elif opening == b"[":
                text.cut(text.start + 1)
                yield from self._list()
            elif opening:
                yield self._rest_of_line()
            gap = text.skip_gap()

    def _lines(self) -> Iterator[Element]:
        """Yield lines as long as it is plain that each is one element.

        In sound JSON no line begins with `{` after one that ends with `}`.
        """
        text, data, source = self._text, self._text.data, self._source
        while lines := plain_lines(self._near_lines()):
            for number, raw in enumerate(lines):
                value = self._read.one(raw)
                if may_be_response(raw, value):
                    text.skip_lines(lines[:number])
                    return
                yield Element(source, text.line + number, raw, True, value)  # noqa: FBT003 - names take time
            text.skip_lines(lines)
        while (end := data.find(b"\n{", text.start)) >= 0 and data[text.start] == _BRACE:
            raw = data[text.start : end].rstrip()
            if not raw.endswith(b"}") or b"\n" in raw or may_be_response(raw, None):
                return
            line = text.line
            text.cut(end + 1)
            yield Element(self._source, line, raw, is_line=True)

    def _near_lines(self) -> bytes:
        """Return what is in memory of the next lines, up to one before which a line may end."""
        text = self._text
        end = text.data.rfind(b"\n{", text.start, text.start + _NEAR)
        return text.data[text.start : max(end, text.start)]

    def _object(self) -> Iterator[Element]:
        """Yield the object at the top, or the entries of a response."""
        text, opened = self._text, list[bytes]()
        is_response = False
        while (verdict := measure(text, opened, self._at_top, find_entries=True)) is not _WHOLE:
            if verdict is not Verdict.ENTRIES:
                yield self._broken(self._at_top(), b"\n")
                return
            is_response = True
            text.cut(text.at)
            yield from self._list()
            if self._lost:
                return
        element = self._cut(text.at)
        if not is_response:
            yield element

    def _list(self) -> Iterator[Element]:
        """Yield the elements of the list whose opening bracket was just passed."""
        text = self._text
        self._lost = False
        previous: Element | None = None
        while (gap := text.skip_gap()) is not None:
            opening = text.data[text.start]
            if opening == _CLOSING:
                text.cut(text.start + 1)
                return
            last = yield from self._plain()
            if last:
                previous = last
                continue
            is_open = opening in _OPENINGS
            element = self._in_list(gap, previous) if is_open else self._scalar()
            yield element
            if self._lost:
                return
            self._apart -= len(element.raw)
            previous = element
        self._lost = True
        yield self._cut(text.start)

    def _plain(self) -> Generator[Element, None, Element | None]:
        """Yield what stands before each next `},{` as long as that is JSON; return the last of it.

        No JSON object begins with another one, so such a text is the element.
        """
        text, last = self._text, None
        while (end := text.data.rfind(_BETWEEN, text.start, text.start + _NEAR) + 1) > 0:
            found = self._at_once(end) or self._one_by_one(end)
            if not found:
                break
            yield from found
            last = found[-1]
        if last:
            text.move(text.start - 1, text.line)
        return last

    def _at_once(self, end: int) -> list[Element]:
        """Return the elements up to a comma, if they are read as a list, and move on behind it."""
        if self._apart > 0:
            return []
        text, source, line = self._text, self._source, self._text.line
        listed = b"[%b]" % text.data[text.start : end]
        values = () if b"\n" in listed else self._read.several(listed)
        if not values:
            self._apart = len(listed)
            return []
        texts = Listed(listed)
        text.move(end + 1, line)
        return [
            Element(source, line, texts, False, value, number)  # noqa: FBT003 - names take time
            for number, value in enumerate(values)
        ]

    def _one_by_one(self, end: int) -> list[Element]:
        """Return the elements up to a comma, or to one that is not read, and move on to there."""
        source, data, at, line = self._source, self._text.data, self._text.start, self._text.line
        read, found = self._read.one, list[Element]()
        newline = data.find(b"\n", at, end)
        while between := _between(data, at, end + 2):
            stop = between.start() + 1
            raw = data[at:stop]
            if (value := read(raw)) is None:
                break
            found.append(Element(source, line, raw, False, value))  # noqa: FBT003 - names take time
            if 0 <= newline < stop:
                line += raw.count(b"\n")
                newline = data.find(b"\n", stop, end)
            at = stop + 1
        self._apart -= at - self._text.start
        self._text.move(at, line)
        return found

    def _in_list(self, gap: bytes, previous: Element | None) -> Element:
        """Return the object or list at hand, or what there is of it."""

        def anchor() -> re.Pattern[bytes]:
            return anchor_in_list(self._text, gap, previous.raw if previous else b"")

        if measure(self._text, [], anchor) is _WHOLE:
            return self._cut(self._text.at)
        return self._broken(anchor(), gap)

    def _scalar(self) -> Element:
        """Return what stands in a list and is neither an object nor a list."""
        text = self._text
        while (end := end_of(_SCALAR, text.data, text.start)) == len(text.data) and text.more():
            pass
        return self._cut(end)

    def _rest_of_line(self) -> Element:
        """Return what stands at the top and is neither an object nor a list."""
        return self._cut(self._text.line_end())

    def _broken(self, anchor: re.Pattern[bytes], gap: bytes) -> Element:
        """Return the broken element up to where reading goes on; of a very long one a part."""
        text, line, kept, searched = self._text, self._text.line, b"", 1
        while (found := anchor.search(text.data, text.start + searched)) is None:
            if text.pending() > PATIENCE:
                skipped = text.cut(len(text.data) - _OVERLAP)
                kept = kept or skipped[:_KEPT]
            searched = max(1, text.pending() - _OVERLAP)
            if not text.more():
                self._lost = True
                rest = self._cut(len(text.data))
                return Element(self._source, line, kept or rest.raw)
        self._lost = leaves_list(found[0], gap)
        raw = kept or text.data[text.start : found.start()].rstrip()
        text.cut(found.end())
        return Element(self._source, line, raw)

    def _cut(self, end: int) -> Element:
        return Element(self._source, self._text.line, self._text.cut(end).rstrip())

    def _at_top(self) -> re.Pattern[bytes]:
        return anchor_at_top(self._text)
