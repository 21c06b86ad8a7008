"""How long who failed rests before the next try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from slack_ocsf_collector.failures import CollectorFailed

_Failure = TypeVar("_Failure", bound=CollectorFailed)


@dataclass(slots=True)
class Rest(Generic[_Failure]):
    """A part's rest, twice as long after each failure that follows another.

    Attributes:
        first: Seconds after the first failure.
        longest: Seconds at the most.
        until: When it is tried again, by the monotonic clock.
        failure: Why it rests; None when it works.
        times: How often it failed since it last worked.
    """

    first: float
    longest: float
    until: float = 0.0
    failure: _Failure | None = None
    times: int = 0
    _pause: float = 0.0

    def fail(self, failure: _Failure, now: float, seconds: float | None = None) -> None:
        """Rest after a failure, for so many seconds if they are told."""
        self._pause = min(2 * self._pause, self.longest) if self._pause else self.first
        self.until = now + (self._pause if seconds is None else seconds)
        self.failure, self.times = failure, self.times + 1

    def work(self) -> None:
        """Rest no more: it works."""
        self.until, self.failure, self.times, self._pause = 0.0, None, 0, 0.0
