"""Time competitors in turns, so that a busy machine slows all of them alike."""

from __future__ import annotations

from statistics import median
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Times:
    """The CPU time of each competitor in each round, in microseconds for one event."""

    def __init__(self, rounds: Mapping[str, list[float]]) -> None:
        self._rounds = rounds

    def microseconds(self, name: str) -> float:
        """Return the median."""
        return median(self._rounds[name])

    def ratio(self, name: str, to: str) -> float:
        """Return the median of the ratios within the rounds."""
        pairs = zip(self._rounds[name], self._rounds[to], strict=True)
        return median(one / other for one, other in pairs)


def in_turns(competitors: Mapping[str, Callable[[], object]], events: int, rounds: int) -> Times:
    """Run each competitor once a round.

    Args:
        competitors: Each handles all events once.
        events: How many these are.
        rounds: How often each runs.
    """
    times: dict[str, list[float]] = {name: [] for name in competitors}
    for _ in range(rounds):
        for name, run in competitors.items():
            begin = process_time()
            run()
            times[name].append((process_time() - begin) / events * 1e6)
    return Times(times)
