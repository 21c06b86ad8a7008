"""Slack's time between its answers: never the local clock, which may be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_ocsf_collector.waiting import Clock


class SlackTime:
    """What Slack's clock says, by its last answer and the seconds that have passed since.

    Args:
        clock: Counts the seconds.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: tuple[int, float] | None = None

    def tell(self, server_time: int) -> None:
        """Take note of the `Date` of an answer that has just come; it may have stepped back."""
        self._told = server_time, self._clock.monotonic()

    @property
    def is_known(self) -> bool:
        """Whether there was an answer yet."""
        return self._told is not None

    def now(self) -> int:
        """Return Unix seconds."""
        if self._told is None:
            raise RuntimeError("Slack has not answered yet")
        server_time, at = self._told
        return server_time + int(self._clock.monotonic() - at)
