"""One element of the input: the text of what should be an entry."""

from msgspec import Struct


class Element(Struct, frozen=True):
    """The text of one element, not parsed yet.

    Attributes:
        source: Where it was read, such as a file name; "-" is standard input.
        line: Number of the line on which it begins, from 1.
        raw: Its bytes, without what stands around it; empty where the input ends inside a list
            or a response.
        is_line: Whether it was taken for an element only because it has a line of its own.
        value: What was read there on the way, by the reader of whoever found it; else None.
    """

    source: str
    line: int
    raw: bytes
    is_line: bool = False
    value: object = None
