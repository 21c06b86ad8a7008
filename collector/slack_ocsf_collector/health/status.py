"""Whether a collector sees: which parts fail, of what kind, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.health.rhythm import Rhythm, heard, is_silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

PATIENCE = {"network": 300.0, "rate": 900.0, "cursor": 900.0}
"""Seconds that a kind of failure may last before the collector counts as blind; others may not."""

STALLED_AFTER = 900.0
"""Seconds without any sign of a stream."""

_OF_PAGES = frozenset({"protocol"})
"""Kinds that a page that was read does not end: another page of the same window has it."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A part that fails.

    Attributes:
        part: A stream, a sink, or `state`.
        kind: See `failures`; or `stalled`, `silent`.
        message: What was last told of it.
        seconds: For how long.
    """

    part: str
    kind: str
    message: str
    seconds: float

    @property
    def is_blind(self) -> bool:
        """Whether events are missed or kept from their readers."""
        return self.seconds >= PATIENCE.get(self.kind, 0.0)


@dataclass(slots=True)
class _Since:
    kind: str
    message: str
    moment: float


class Status:
    """What is known of each part.

    Args:
        streams: The streams that must move.
        silence: Seconds of silence that are too long; None takes them from the rhythm.
        clock: Monotonic seconds.
        stalled_after: Seconds without a sign of a stream that are too long.
        rhythms: What is known of streams from before.
    """

    def __init__(
        self,
        streams: Sequence[str],
        silence: int | None,
        clock: Callable[[], float],
        stalled_after: float = STALLED_AFTER,
        rhythms: Mapping[str, Rhythm] | None = None,
    ) -> None:
        self._clock = clock
        self._silence = silence
        self._stalled_after = stalled_after
        self._failing: dict[str, _Since] = {}
        self._last_sign = clock()
        self._signs = dict.fromkeys(streams, self._last_sign)
        self._rhythms = dict(rhythms or {})
        self._heard_up_to: dict[str, int] = {}
        self._noted: dict[str, set[int]] = {}
        self._worked: set[str] = set()

    def failed(self, part: str, kind: str, message: str) -> None:
        """A part failed; it fails since it did so first, whatever kinds follow one another."""
        since = self._failing.get(part)
        moment = since.moment if since else self._clock()
        self._failing[part] = _Since(kind, message, moment)
        self._sign(part)

    def answered(self, part: str) -> None:
        """A page of a stream was read."""
        since = self._failing.get(part)
        if since and since.kind not in _OF_PAGES:
            del self._failing[part]
        self._sign(part)

    def works(self, part: str) -> None:
        """A part did what it is for."""
        self._failing.pop(part, None)
        self._worked.add(part)
        self._sign(part)

    def noted(self, stream: str, dates: Iterable[int]) -> None:
        """A page had these dates of new entries; the pages of a window come newest first."""
        self._noted.setdefault(stream, set()).update(dates)

    def listened(self, stream: str, up_to: int) -> None:
        """A stream was read up to a time, with the dates that were noted.

        Silence is judged by how far was read, not by the time of day: who is behind has not heard
        that it is silent.
        """
        dates = self._noted.pop(stream, set())
        self._heard_up_to[stream] = up_to
        rhythm = self._rhythms.get(stream, Rhythm(min(dates, default=up_to)))
        self._rhythms[stream] = heard(rhythm, dates)

    @property
    def rhythms(self) -> Mapping[str, Rhythm]:
        """What is known of streams by now."""
        return dict(self._rhythms)

    def failing(self) -> list[Failing]:
        """Return what fails now, the worst first."""
        now = self._clock()
        found = [
            Failing(part, since.kind, since.message, now - since.moment)
            for part, since in self._failing.items()
        ]
        found += [self._stalled(part, now) for part in self._stalled_parts(now)]
        found += [self._silent(part) for part in self._silent_parts()]
        return sorted(found, key=lambda one: (not one.is_blind, -one.seconds, one.part))

    @property
    def is_blind(self) -> bool:
        """Whether events are missed or kept from their readers."""
        return any(one.is_blind for one in self.failing())

    @property
    def is_alive(self) -> bool:
        """Whether there was a sign of any part lately: one that fails is one, too."""
        return self._clock() - self._last_sign <= self._stalled_after

    @property
    def is_ready(self) -> bool:
        """Whether each stream has worked once, and none is blind."""
        return self._worked.issuperset(self._signs) and not self.is_blind

    def _sign(self, part: str) -> None:
        self._last_sign = self._clock()
        if part in self._signs:
            self._signs[part] = self._last_sign

    def _stalled_parts(self, now: float) -> list[str]:
        return [part for part, at in self._signs.items() if now - at > self._stalled_after]

    def _stalled(self, part: str, now: float) -> Failing:
        seconds = now - self._signs[part]
        return Failing(part, "stalled", "nothing was read; is the process stuck?", seconds)

    def _silent_parts(self) -> list[str]:
        return [
            part
            for part, up_to in self._heard_up_to.items()
            if is_silent(self._rhythms[part], up_to, self._silence)
        ]

    def _silent(self, part: str) -> Failing:
        seconds = self._heard_up_to[part] - self._rhythms[part].last
        return Failing(part, "silent", "Slack answers, without any new entry", float(seconds))
