"""Move invented dates into the span that the server's logs are of."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Span:
    """What dates the logs have at the start.

    Attributes:
        events: How many audit entries there are.
        oldest: The first date, in Unix seconds.
        latest: The last.
    """

    events: int
    oldest: int
    latest: int


def spread(dates: Iterable[int], span: Span) -> array[int]:
    """Stretch dates that never fall over a span: the first and the last become its ends.

    Equal dates stay equal.
    """
    spread_out = array("q", dates)
    if not spread_out:
        return spread_out
    first, width = spread_out[0], max(spread_out[-1] - spread_out[0], 1)
    for at, date in enumerate(spread_out):
        spread_out[at] = span.oldest + (date - first) * (span.latest - span.oldest) // width
    return spread_out
