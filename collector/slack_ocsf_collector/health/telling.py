"""Log now and then what a collector did, so that who looks on sees it move."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from slack_ocsf_collector.health.logs import logger
from slack_ocsf_collector.settings.moments import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from slack_ocsf_collector.health.observer import PageRead, Stream
    from slack_ocsf_collector.health.status import Failing

_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 60.0
_BEHIND = 3600
"""Seconds behind Slack's clock that a log is not just quiet."""


class Telling:
    """Counts since the start, logged when they have grown: often at first, then each minute.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._pause = _FIRST_PAUSE
        self._due = clock() + self._pause
        self._counts = {"requests": 0, "new": 0, "rejects": 0}
        self._delivered: Counter[str] = Counter()
        self._reached: dict[str, str] = {}
        self._silent: AbstractSet[str] = frozenset()
        self._caught_up = 0
        self._told = 0

    def requested(self) -> None:
        """Count a request; no work by itself, as most find nothing new."""
        self._counts["requests"] += 1

    def page_read(self, page: PageRead) -> None:
        """Count a page."""
        self._counts["new"] += len(page.dates)
        self._counts["rejects"] += page.rejects
        self._tell_if_due()

    def advanced(self, stream: Stream, watermark: int, server_time: int) -> None:
        """Note how far the first reading of a log is; to catch up is work, to keep up is none."""
        self._reached[str(stream)] = shown(watermark)
        self._caught_up += server_time - watermark > _BEHIND
        self._tell_if_due()

    def silent(self, parts: Iterable[Failing]) -> None:
        """Log which logs have become silent."""
        now = {one.part: one.seconds for one in parts}
        for part in sorted(now.keys() - self._silent):
            logger().warning("silent", part=part, seconds=round(now[part]))
        self._silent = now.keys()

    def delivered(self, sink: str, records: int) -> None:
        """Count a batch."""
        self._delivered[sink] += records
        self._tell_if_due()

    def tell(self) -> None:
        """Log it now."""
        self._told = self._work()
        logger().info(
            "collected",
            **self._counts,
            delivered=dict(self._delivered),
            reached=dict(self._reached),
        )

    def _tell_if_due(self) -> None:
        if self._work() > self._told and self._clock() >= self._due:
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            self._due = self._clock() + self._pause
            self.tell()

    def _work(self) -> int:
        return self._counts["new"] + self._delivered.total() + self._caught_up
