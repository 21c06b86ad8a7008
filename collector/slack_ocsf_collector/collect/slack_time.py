"""Slack's time between its answers: never the local clock, which may be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_ocsf_collector.waiting import Clock


class SlackTime:
    """What Slack's clock says, by its last two answers and the seconds that have passed since.

    The earlier of the two counts: one answer with a wrong time may let readers wait, and never lets
    them leave out what is still to come.

    Args:
        clock: Counts the seconds.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: tuple[tuple[int, float], ...] = ()

    def tell(self, server_time: int) -> None:
        """Take note of the `Date` of an answer that has just come; it may have stepped back."""
        self._told = (*self._told[-1:], (server_time, self._clock.monotonic()))

    @property
    def is_known(self) -> bool:
        """Whether there was an answer yet."""
        return bool(self._told)

    def now(self) -> int:
        """Return Unix seconds."""
        if not self._told:
            raise RuntimeError("Slack has not answered yet")
        now = self._clock.monotonic()
        return min(server_time + int(now - at) for server_time, at in self._told)
