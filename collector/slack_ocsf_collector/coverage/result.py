"""What a user's own entries come to: by action, and what no attribute took of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class State(StrEnum):
    """What the table says about an action."""

    UNKNOWN = "unknown"
    """Nothing: its events are what `otherwise` makes of any action."""

    FALLBACK = "fallback"
    """It knows the name, and leaves it to `otherwise` for now."""

    MAPPED = "mapped"
    """It has a line for it."""


@dataclass(frozen=True, slots=True)
class Left:
    """A path that stood under `unmapped`.

    Attributes:
        path: Member names joined by dots, `[]` for the elements of a list, such as
            "details.rules_checked[].id". A name with other letters than those of a plain word
            is quoted.
        entries: Number of entries in which it stood there.
        example: JSON text of the first value, long strings cut; None when values are withheld.
    """

    path: str
    entries: int
    example: str | None


@dataclass(frozen=True, slots=True)
class ActionCoverage:
    """What came of the entries of one action.

    Attributes:
        action: Its name, or what stands for it.
        class_name: The OCSF class of its events.
        state: What the table says about it.
        entries: Number of its entries.
        unmapped: What was left of them, the most frequent path first.
    """

    action: str
    class_name: str
    state: State
    entries: int
    unmapped: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class RejectReason:
    """Why no event was made of some entries.

    Attributes:
        path: The member that is wrong, such as "date_create"; None for the whole.
        reason: What is wrong with it, without what differs from entry to entry.
        entries: Number of entries.
        first: File and line of the first; None when places are withheld.
    """

    path: str | None
    reason: str
    entries: int
    first: str | None


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What was seen after as many names as are kept at most.

    Attributes:
        actions: Entries whose unknown action is counted as one of many others.
        paths: How many times an entry had a path under `unmapped` that is not in the report.
    """

    actions: int
    paths: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The report of one run.

    Attributes:
        ocsf_version: Version of OCSF of the events.
        mapping_version: Version of the table.
        is_redacted: Whether values, places and names that may be the user's are withheld.
        unreadable: Inputs that could not be read to their end.
        actions: By state, unknown ones first; the most frequent first.
        rejects: The most frequent first.
        uncounted: What goes beyond the limits.
    """

    ocsf_version: str
    mapping_version: str
    is_redacted: bool
    unreadable: int
    actions: tuple[ActionCoverage, ...]
    rejects: tuple[RejectReason, ...]
    uncounted: Uncounted

    def states(self) -> dict[State, int]:
        """Return the number of entries in each state."""
        return {
            state: sum(one.entries for one in self.actions if one.state is state) for state in State
        }

    def rejected(self) -> int:
        """Return the number of entries of which no event was made."""
        return sum(reason.entries for reason in self.rejects)

    def unmapped(self) -> tuple[Left, ...]:
        """Return what was left of the entries of all actions, the most frequent path first."""
        entries = Counter[str]()
        examples: dict[str, str | None] = {}
        for left in (left for one in self.actions for left in one.unmapped):
            entries[left.path] += left.entries
            examples.setdefault(left.path, left.example)
        return most_frequent(Left(path, entries[path], examples[path]) for path in examples)


def most_frequent(left: Iterable[Left]) -> tuple[Left, ...]:
    """Return paths in the order of a report: the most frequent first, then by name."""
    return tuple(sorted(left, key=lambda one: (-one.entries, one.path)))
