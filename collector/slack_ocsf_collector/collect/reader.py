"""What the collector's loop asks of each log that it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_ocsf_collector.health.observer import Stream


class Reader(Protocol):
    """Reads one log of one organisation."""

    @property
    def stream(self) -> Stream:
        """The log."""

    def turn(self, after_page: Callable[[], bool]) -> bool:
        """Read what is due next, one window or page of rows at the most.

        Args:
            after_page: Called whenever a page is committed; returns whether to read on now.

        Returns:
            Whether there was anything to read.

        Raises:
            CollectorFailed: It could not be read to its end; what was read is committed.
            Stopped: Somebody asked to stop.
        """
