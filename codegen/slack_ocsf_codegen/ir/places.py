"""Places in the table, and what is wrong there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in the table: file name as given, line counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong with the table, and where."""

    span: Span
    text: str

    def __str__(self) -> str:
        return f"{self.span.file}:{self.span.line}: {self.text}"
