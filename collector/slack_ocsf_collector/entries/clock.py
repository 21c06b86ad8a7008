"""When entries happen: office hours are busy, nights and weekends are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.entries.dice import Dice

MONDAY = 1_735_516_800
"""The first moment that entries can be of: Monday, 30 December 2024, 00:00 UTC, in Unix seconds."""

_WEEKS = 52
_OPENING = 8 * 3600

_SAME_SECOND = 0.3
_LONGEST_GAP = 10.0
"""Seconds between two entries in the busiest hour, at most; the mean is a quarter."""

_NIGHT, _MORNING, _EVENING = (30, 40, 40, 40, 30, 20), (10, 4, 1.5), (3, 6, 9, 12, 16, 22)
_WORKDAY = (*_NIGHT, *_MORNING, 1, 1, 1, 1.6, 1.2, 1, 1, 1, 1.5, *_EVENING)
_WEEKEND = tuple(12 * hour for hour in _WORKDAY)
_QUIET = _WORKDAY * 5 + _WEEKEND * 2
"""How much longer gaps are in an hour of the week than in the busiest."""


def seconds(dice: Dice) -> Iterator[int]:
    """Yield Unix seconds without end, never falling, several entries often sharing one."""
    random = dice.random
    start = MONDAY + dice.number(0, _WEEKS - 1) * 7 * 86400 + _OPENING
    now = float(start)
    while True:
        if random() >= _SAME_SECOND:
            hour = (int(now) - MONDAY) // 3600 % len(_QUIET)
            now += random() * random() * _LONGEST_GAP * _QUIET[hour]
        yield int(now)
