"""Pieces of printed Python: statements that compute, a test, and what follows when it holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Lines = list[str]


@dataclass(frozen=True, slots=True)
class Branch:
    """`before` always runs; then, when `test` holds (or is None), `body` runs."""

    before: tuple[str, ...]
    test: str | None
    body: tuple[str, ...]


def indented(lines: Iterable[str]) -> Lines:
    """Return the lines one level deeper."""
    return [f"    {line}" for line in lines]


def printed(branch: Branch) -> Lines:
    """Return the statements of a branch that stands alone."""
    if branch.test is None:
        return [*branch.before, *branch.body]
    return [*branch.before, f"if {branch.test}:", *indented(branch.body)]


def chained(branches: Sequence[Branch]) -> Lines:
    """Return the statements that take the first branch whose test holds."""
    first, *rest = branches
    lines = printed(first)
    if not rest or first.test is None:
        return lines
    if rest[0].before:
        return [*lines, "else:", *indented(chained(rest))]
    after = chained(rest)
    if rest[0].test is None:
        return [*lines, "else:", *indented(after)]
    return [*lines, f"el{after[0]}", *after[1:]]


def with_variable(lines: Lines) -> Lines:
    """Declare `v`, the value at hand, where statements use it."""
    uses = any(re.search(r"\bv\b", line) for line in lines)
    return ["v: Any", *lines] if uses else lines
