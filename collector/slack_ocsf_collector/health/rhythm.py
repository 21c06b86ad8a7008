"""How long an organisation is silent at which hour of the week, and when that is too long."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HOUR = 3_600
_HOURS_OF_A_WEEK = 168
_THURSDAY = 72  # 1970 began on one; weeks begin on Monday
_FACTOR = 3
_LEAST = 2 * _HOUR
_UNKNOWN = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was seen of a stream so far.

    Attributes:
        last: Unix seconds of its newest entry, or of the time when looking began.
        longest: Seconds of the longest silence that touched an hour of the week; 0 is Monday's
            first, in UTC.
    """

    last: int
    longest: Mapping[int, int] = field(default_factory=dict)


def heard(rhythm: Rhythm, dates: Iterable[int]) -> Rhythm:
    """Return the rhythm with new entries. Those that are late change nothing.

    Args:
        rhythm: Until now.
        dates: Unix seconds, in any order.
    """
    longest, last = dict(rhythm.longest), rhythm.last
    for date in sorted(set(dates)):
        if date <= last:
            continue
        for hour in _hours(last, date):
            longest[hour] = max(longest.get(hour, 0), date - last)
        last = date
    return Rhythm(last, longest)


def limit(rhythm: Rhythm, now: int) -> int:
    """Return how many seconds of silence are too long at a time: three times the longest so far.

    It is two hours at least; a day at least in an hour of the week that was not seen yet.

    Args:
        rhythm: What was seen.
        now: Unix seconds, by Slack's clock.
    """
    hour = _hour(now)
    if hour in rhythm.longest:
        return max(_LEAST, _FACTOR * rhythm.longest[hour])
    return max(_UNKNOWN, _FACTOR * max(rhythm.longest.values(), default=0))


def is_silent(rhythm: Rhythm, now: int, fixed: int | None) -> bool:
    """Tell whether a stream is silent for too long.

    Args:
        rhythm: What was seen.
        now: Unix seconds, by Slack's clock.
        fixed: Seconds that are too long; None takes them from the rhythm.
    """
    return now - rhythm.last > (limit(rhythm, now) if fixed is None else fixed)


def _hours(start: int, end: int) -> set[int]:
    """Return the hours of the week that a stretch of time touches."""
    first, last = start // _HOUR, end // _HOUR
    count = min(last - first + 1, _HOURS_OF_A_WEEK)
    return {_hour((first + index) * _HOUR) for index in range(count)}


def _hour(moment: int) -> int:
    return (moment // _HOUR + _THURSDAY) % _HOURS_OF_A_WEEK
