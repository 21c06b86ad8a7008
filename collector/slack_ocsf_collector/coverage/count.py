"""Count entries into a coverage report, in memory that has a limit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import slack_ocsf
from slack_ocsf import ACTIONS, NOT_YET_MAPPED
from slack_ocsf_collector.coverage.paths import leaves
from slack_ocsf_collector.coverage.result import (
    ActionCoverage,
    Coverage,
    Left,
    RejectReason,
    State,
    Uncounted,
    most_frequent,
)
from slack_ocsf_collector.logs import Log
from slack_ocsf_collector.reject import Reject

if TYPE_CHECKING:
    from types import ModuleType

    from slack_ocsf_collector.coverage.names import Names
    from slack_ocsf_collector.events import Event

MOST_ACTIONS = 10_000
"""Unknown actions that are told apart; the others are counted as one."""

MOST_PATHS_OF_AN_ACTION = 1_000
MOST_PATHS = 100_000
"""Paths under `unmapped` that are counted, each action's on its own."""

OTHER_ACTIONS = "(others)"
_STATES = {state: rank for rank, state in enumerate(State)}


@dataclass(slots=True)
class _Count:
    """How many entries, and something of the first of them to show."""

    entries: int
    shown: str | None


@dataclass(slots=True)
class _Action:
    class_name: str
    state: State
    entries: int = 0
    paths: dict[str, _Count] = field(default_factory=dict)


class CoverageCount:
    """Counts what became of entries.

    Names are redacted before they are counted, so that what is keyed by the user's ids is one
    path of many entries and not many of one.

    Attributes:
        unreadable: Inputs that could not be read to their end.
    """

    def __init__(self, names: Names, package: ModuleType) -> None:
        self._names = names
        self._package = package
        self._actions: dict[str, _Action] = {}
        self._rejects: dict[tuple[str | None, str], _Count] = {}
        self._unknown_actions = 0
        self._paths = 0
        self._uncounted_actions = 0
        self._uncounted_paths = 0
        self.unreadable = 0

    def add(self, outcome: Event | Reject) -> None:
        """Count one entry."""
        if isinstance(outcome, Reject):
            self._add_reject(outcome)
            return
        action = self._action(outcome)
        action.entries += 1
        for path, value in leaves(outcome.body.get("unmapped", {}), self._names.key).items():
            count = action.paths.get(path)
            if count is not None:
                count.entries += 1
            elif len(action.paths) < MOST_PATHS_OF_AN_ACTION and self._paths < MOST_PATHS:
                action.paths[path] = _Count(1, self._names.example(value))
                self._paths += 1
            else:
                self._uncounted_paths += 1

    def report(self) -> Coverage:
        """Return the counts."""
        actions = [_coverage(name, action) for name, action in self._actions.items()]
        rejects = [
            RejectReason(path, reason, count.entries, count.shown)
            for (path, reason), count in self._rejects.items()
        ]
        return Coverage(
            ocsf_version=self._package.OCSF_VERSION,
            mapping_version=self._package.MAPPING_VERSION,
            is_redacted=self._names.is_redacted,
            unreadable=self.unreadable,
            actions=tuple(
                sorted(actions, key=lambda one: (_STATES[one.state], -one.entries, one.action))
            ),
            rejects=tuple(
                sorted(rejects, key=lambda one: (-one.entries, one.path or "", one.reason))
            ),
            uncounted=Uncounted(self._uncounted_actions, self._uncounted_paths),
        )

    def _action(self, event: Event) -> _Action:
        """Return the count of an action or kind of row, a new one at its first entry."""
        class_name = event.class_name
        state, shown = self._shown(event)
        found = self._actions.get(shown)
        if found is not None:
            return found
        if state is State.UNKNOWN:
            if self._unknown_actions == MOST_ACTIONS:
                self._uncounted_actions += 1
                return self._actions.setdefault(OTHER_ACTIONS, _Action(class_name, state))
            self._unknown_actions += 1
        return self._actions.setdefault(shown, _Action(class_name, state))

    def _shown(self, event: Event) -> tuple[State, str]:
        """Return what is known of an action or kind of row, and the name that the report has."""
        if event.action is not None:
            return _state(event.action), self._names.action(event.action)
        if event.log is Log.ACCESS:
            return State.MAPPED, "access log"
        change = event.entry["change_type"]
        if change in slack_ocsf.CHANGE_TYPES:
            return State.MAPPED, f"integration log: {change}"
        return State.UNKNOWN, f"integration log: {self._names.action(change)}"

    def _add_reject(self, reject: Reject) -> None:
        reason = (_shown_path(reject.path, self._names), _general(reject.reason))
        count = self._rejects.get(reason)
        if count is None:
            self._rejects[reason] = _Count(1, self._names.place(reject.source, reject.line))
        else:
            count.entries += 1


def _state(action: str) -> State:
    if action in ACTIONS:
        return State.MAPPED
    return State.FALLBACK if action in NOT_YET_MAPPED else State.UNKNOWN


def _coverage(name: str, action: _Action) -> ActionCoverage:
    left = (Left(path, count.entries, count.shown) for path, count in action.paths.items())
    return ActionCoverage(
        name, action.class_name, action.state, action.entries, most_frequent(left)
    )


def _shown_path(path: str | None, names: Names) -> str | None:
    return path and ".".join(names.key(step) for step in path.split("."))


def _general(reason: str) -> str:
    """Return a reason without what it quotes of the entry: places, bytes, messages of faults.

    Its first part, up to a colon, is one of a few fixed texts; the second is the kind of
    error, or has digits.
    """
    first, *others = reason.split(": ")
    kind = others[0] if others else ""
    return f"{first}: {kind}" if kind and not any(map(str.isdigit, kind)) else first
