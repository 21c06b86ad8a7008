"""Count what became of the entries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from slack_ocsf_collector.reject import Reject, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from slack_ocsf_collector.events import Event
    from slack_ocsf_collector.lined_events import TableLine

_MOST_ACTIONS = 1000
_LONGEST_ACTION = 100
_SHOWN_ACTIONS = 20
_OTHER_ACTIONS = "(others)"


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a tally, in the order in which each was first met."""

    classes: Counter[str]
    unknown: Counter[str]
    not_yet_mapped: int
    rejects: int

    @property
    def entries(self) -> int:
        """How many entries there were."""
        return self.classes.total() + self.rejects


class Tally:
    """Counts of events by class, of actions the table does not have, and of rejects.

    `package` is the generated package that maps. Takes no more memory for more entries: names
    are cut, and beyond some are counted as one.

    Attributes:
        rejects: Entries of which no event was made.
        unreadable: Inputs that could not be read to their end.
    """

    def __init__(self, package: ModuleType) -> None:
        self._package = package
        self._classes: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._not_yet_mapped = 0
        self.rejects = 0
        self.unreadable = 0

    def add(self, outcome: Event | TableLine | Reject) -> None:
        """Count one entry."""
        if isinstance(outcome, Reject):
            self.rejects += 1
            return
        self._classes[outcome.class_name] += 1
        action = outcome.action
        if action is None or action in self._package.ACTIONS:
            return
        if action in self._package.NOT_YET_MAPPED:
            self._not_yet_mapped += 1
            return
        self._add_unknown(action[:_LONGEST_ACTION], 1)

    def _add_unknown(self, name: str, count: int) -> None:
        is_listed = name in self._unknown or len(self._unknown) < _MOST_ACTIONS
        self._unknown[name if is_listed else _OTHER_ACTIONS] += count

    def counts(self) -> Counts:
        """Return what was counted, for a tally in another process."""
        return Counts(self._classes, self._unknown, self._not_yet_mapped, self.rejects)

    def merge(self, counts: Counts) -> None:
        """Count what another tally has counted of the entries that come next."""
        self._classes.update(counts.classes)
        for name, count in counts.unknown.items():
            self._add_unknown(name, count)
        self._not_yet_mapped += counts.not_yet_mapped
        self.rejects += counts.rejects

    def as_dict(self) -> dict[str, object]:
        """Return the counts for programs."""
        return {
            "ocsf_version": self._package.OCSF_VERSION,
            "mapping_version": self._package.MAPPING_VERSION,
            "entries": self.counts().entries,
            "events": dict(self._classes.most_common()),
            "unknown_actions": dict(self._unknown.most_common()),
            "not_yet_mapped": self._not_yet_mapped,
            "rejects": self.rejects,
            "unreadable": self.unreadable,
        }

    def as_lines(self) -> Iterator[str]:
        """Yield the counts for people."""
        events = self._classes.total()
        entries = _counted(self.counts().entries, "entry", "entries")
        yield click.style(f"{entries}, {_counted(events, 'event', 'events')}", bold=True)
        width = len(f"{events:,}")
        for name, count in self._classes.most_common():
            yield f"  {count:>{width},}  {name}"
        if self._not_yet_mapped:
            yield f"not in the table yet, so Base Event: {self._not_yet_mapped:,}"
        if self._unknown:
            yield f"unknown actions, so Base Event: {self._unknown_names()}"
        if self.rejects:
            yield click.style(_counted(self.rejects, "reject", "rejects"), fg="yellow")
        if self.unreadable:
            yield click.style(f"inputs not read to their end: {self.unreadable:,}", fg="red")

    def _unknown_names(self) -> str:
        shown = self._unknown.most_common(_SHOWN_ACTIONS)
        names = ", ".join(f"{printable(name)} {count:,}" for name, count in shown)
        more = len(self._unknown) - len(shown)
        return f"{names}, and {more:,} more" if more else names


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
