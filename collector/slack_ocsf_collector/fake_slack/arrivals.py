"""When things happen that come at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random


class Arrivals:
    """Moments at random distances.

    Args:
        rate: How many in each second, on average; 0 for none.
        chance: Decides when.
    """

    def __init__(self, rate: float, chance: Random) -> None:
        self._rate = rate
        self._chance = chance
        self._next: float | None = None

    def due(self, now: float) -> Iterator[float]:
        """Yield the moments since the last call, in Unix seconds. The first call only begins."""
        if not self._rate:
            return
        if self._next is None:
            self._next = now + self._chance.expovariate(self._rate)
        while self._next <= now:
            yield self._next
            self._next += self._chance.expovariate(self._rate)
