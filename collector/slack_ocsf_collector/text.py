"""The part of a stream that is in memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from slack_ocsf_collector.brackets import end_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_GAP = re.compile(rb"[ \t\r\n,]*+(?:" + _BYTE_ORDER_MARK + rb"[ \t\r\n,]*+)*+")
_LONGEST_INDENT = 1000

PATIENCE = 16 * 1024 * 1024
"""Bytes after which an element or line that does not end is looked at with suspicion."""


class Text:
    """A window on a stream, moved forward by its reader.

    Attributes:
        data: What is in memory.
        start: Where in `data` the current element begins; what lies before it may go.
        at: Where in `data` the reader is; never before `start`.
        line: Number of the line that holds `start`, from 1.
    """

    __slots__ = ("_pieces", "at", "data", "line", "start")

    def __init__(self, pieces: Iterator[bytes], line: int = 1) -> None:
        self._pieces = pieces
        self.data = b""
        self.start = 0
        self.at = 0
        self.line = line

    def more(self) -> bool:
        """Read on, at least half of what is pending again, so that rescanning it stays cheap.

        Returns:
            Whether there was more. Offsets kept elsewhere are void after it.
        """
        kept = self.data[self.start :]
        pieces = [kept] if kept else []  # one piece alone is not copied
        wanted = max(1, len(kept) // 2)
        for piece in self._pieces:
            pieces.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        self.data = b"".join(pieces)
        self.at -= self.start
        self.start = 0
        return len(self.data) > len(kept)

    def pending(self) -> int:
        """Tell how many bytes are in memory from the start of the current element on."""
        return len(self.data) - self.start

    def line_end(self) -> int:
        """Read on until the line that holds `start` is whole, within PATIENCE; return its end."""
        while (end := self.data.find(b"\n", self.start)) < 0:
            if self.pending() > PATIENCE or not self.more():
                return len(self.data)
        return end

    def cut(self, end: int) -> bytes:
        """Return what lies between `start` and `end`, and move on to `end`."""
        raw = self.data[self.start : end]
        self.move(end, self.line + raw.count(b"\n"))
        return raw

    def move(self, end: int, line: int) -> None:
        """Move on to `end`, which is on that line: nothing is copied or counted."""
        self.line = line
        self.start = self.at = end

    def skip_lines(self, lines: list[bytes]) -> None:
        """Move on behind some whole lines that begin at `start`."""
        self.move(self.start + sum(map(len, lines)) + len(lines), self.line + len(lines))

    def skip_gap(self) -> bytes | None:
        """Move on to the next element, over blanks, commas and byte order marks.

        Returns:
            The end of what was skipped, or None at the end of the stream.
        """
        gap = b""
        while True:
            gap = (gap + self.cut(end_of(_GAP, self.data, self.start)))[-_LONGEST_INDENT:]
            rest = self.data[self.start : self.start + len(_BYTE_ORDER_MARK)]
            if rest and not _BYTE_ORDER_MARK.startswith(rest):
                return gap
            if not self.more():
                return gap if rest else None
