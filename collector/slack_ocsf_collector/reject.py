"""What cannot be an event, and how that is told to programs and to people."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Reject:
    """An element of the input of which no event was made.

    Attributes:
        source: Where it was read, such as a file name; "-" is standard input.
        line: Number of the line on which it begins, from 1.
        reason: What is wrong with it.
        path: The member that is wrong, such as "date_create"; None for the whole.
        entry: The entry, or its text when that is no JSON.
    """

    source: str
    line: int
    reason: str
    path: str | None
    entry: object

    def as_json(self) -> bytes:
        """Return it as a line of JSON, without the line's end."""
        return orjson.dumps(
            {
                "source": self.source.encode("utf-8", "backslashreplace").decode(),
                "line": self.line,
                "reason": self.reason,
                "path": self.path,
                "entry": self.entry,
            }
        )

    def as_text(self) -> str:
        """Return it as one readable line that cannot do anything to a terminal."""
        entry = self.entry if isinstance(self.entry, str) else orjson.dumps(self.entry).decode()
        excerpt = entry if len(entry) <= _EXCERPT else entry[:_EXCERPT] + "..."
        place = f"{self.path}: " if self.path else ""
        return printable(f"{self.source}:{self.line}: {place}{self.reason}: {excerpt}")


def printable(text: str) -> str:
    """Return text with all that is no visible character or blank written as an escape."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )
