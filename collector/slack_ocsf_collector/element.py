"""One element of the input: the text of what should be an entry."""

from __future__ import annotations

from functools import cached_property

from msgspec import Raw, Struct
from msgspec.json import Decoder

_decode = Decoder(list[Raw]).decode


class Listed:
    """The texts of elements that were read at once, told apart when one is asked for: few ask.

    Each of the elements holds all of them, so whoever keeps one for long keeps its `raw`.

    Args:
        text: The elements as a JSON list.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._elements[number])

    @cached_property
    def _elements(self) -> list[Raw]:
        return _decode(self._text)


class Element(Struct, frozen=True):
    """The text of one element, not parsed yet.

    Attributes:
        source: Where it was read, such as a file name; "-" is standard input.
        line: Number of the line on which it begins, from 1.
        text: Its bytes, or those of a list that it is in.
        is_line: Whether it was taken for an element only because it has a line of its own.
        value: What was read there on the way, by the reader of whoever found it; else None.
        number: Which of the list it is, from 0.
    """

    source: str
    line: int
    text: bytes | Listed
    is_line: bool = False
    value: object = None
    number: int = 0

    @property
    def raw(self) -> bytes:
        """Its bytes, without what stands around it; empty where the input ends inside a list."""
        text = self.text
        return text if isinstance(text, bytes) else text[self.number]
