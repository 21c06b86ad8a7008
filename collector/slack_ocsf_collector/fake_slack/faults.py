"""Faults that are switched on, and when they strike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from random import Random

from slack_ocsf_collector.fake_slack.fault_kinds import KINDS

LOGS = "/audit/v1/logs"
"""The path whose answers faults are in when they name no other."""

_CONDITION = re.compile(r",(?=\w+=)")
"""Parts the conditions; a comma within an argument, such as a date, does not."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault.

    Attributes:
        name: One of KINDS.
        argument: Its own.
        after: So many requests pass before the first that it strikes.
        count: It strikes so often; None for ever.
        odds: How likely it strikes each request, from 0 to 1.
        path: It strikes requests whose path begins so.
    """

    name: str
    argument: str
    after: int = 0
    count: int | None = None
    odds: float = 1.0
    path: str = LOGS


def fault_of(text: str) -> Fault:
    """Read NAME[=ARGUMENT][,after=N][,count=N][,odds=P][,path=PREFIX].

    Raises:
        ValueError: It is no fault, with what is wrong.
    """
    first, *conditions = _CONDITION.split(text)
    name, equals, argument = first.partition("=")
    kind = KINDS.get(name)
    if kind is None:
        near = get_close_matches(name, KINDS, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(KINDS)}"
        raise ValueError(f"unknown fault {name!r}; {hint}")
    argument = argument if equals else kind.argument
    try:
        kind.check(argument)
        fault = _under(Fault(name, argument), conditions)
    except ValueError as error:
        raise ValueError(f"fault {text!r}: {error}") from error
    if kind.is_of_log and fault.path != LOGS:
        raise ValueError(f"fault {text!r}: only answers of {LOGS} can have it")
    return fault


def _under(fault: Fault, conditions: list[str]) -> Fault:
    given = dict(condition.partition("=")[::2] for condition in conditions)
    unknown = given.keys() - {"after", "count", "odds", "path"}
    if unknown:
        raise ValueError(f"no condition {min(unknown)!r}; there are after, count, odds and path")
    return Fault(
        fault.name,
        fault.argument,
        after=int(given.get("after", 0)),
        count=int(given["count"]) if "count" in given else None,
        odds=float(given.get("odds", 1)),
        path=given.get("path", LOGS),
    )


@dataclass(slots=True)
class _Switched:
    fault: Fault
    passed: int = 0
    struck: int = 0


@dataclass(slots=True)
class Faults:
    """The faults that are on. A fault of the same name and path replaces the one before.

    Attributes:
        seed: Decides what is a matter of odds.
    """

    seed: int
    _on: dict[tuple[str, str], _Switched] = field(default_factory=dict)
    _chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = Random(f"{self.seed} faults")  # noqa: S311 - nothing secret

    def switch_on(self, fault: Fault) -> None:
        """Switch a fault on."""
        self._on[fault.name, fault.path] = _Switched(fault)

    def clear(self, name: str | None = None) -> None:
        """Switch the faults of a name off, or all."""
        self._on = {key: on for key, on in self._on.items() if name not in {None, key[0]}}

    def struck(self) -> dict[str, int]:
        """Return how often each fault that is on has struck."""
        return {f"{name} {path}": on.struck for (name, path), on in self._on.items()}

    def argument(self, name: str) -> str | None:
        """Return the argument of a fault that is on, whatever its conditions."""
        on = self._on.get((name, LOGS))
        return None if on is None else on.fault.argument

    def striking(self, path: str) -> dict[str, str]:
        """Return the faults that strike a request now, by name, with their arguments."""
        at_hand = [on for on in self._on.values() if path.startswith(on.fault.path)]
        return {on.fault.name: on.fault.argument for on in at_hand if self._strikes(on)}

    def _strikes(self, on: _Switched) -> bool:
        on.passed += 1
        fault = on.fault
        if on.passed <= fault.after or (fault.count is not None and on.struck >= fault.count):
            return False
        if self._chance.random() >= fault.odds:
            return False
        on.struck += 1
        return True
