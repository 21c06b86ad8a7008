"""Follow an audit log: walkers over the same time, at different distances behind Slack's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_ocsf_collector.collect import windows
from slack_ocsf_collector.slack.audit import newest_page
from slack_ocsf_collector.state import covered, ledger, walkers
from slack_ocsf_collector.state.database import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_ocsf_collector.collect.window_reader import WindowReader
    from slack_ocsf_collector.collect.windows import Walk
    from slack_ocsf_collector.health.observer import Stream
    from slack_ocsf_collector.slack.page import Window
    from slack_ocsf_collector.state.walkers import Walker

_MARGIN = 3600
"""Seconds that the ledger remembers beyond the slowest walker's window."""


class AuditReader:
    """Follows the audit log of one organisation.

    Args:
        reader: Reads its windows.
        walks: How the walkers go, the one that reads first at the head.
        oldest: Unix seconds of the first entry that is wanted; None is Slack's time at the start.
        once: Whether to read only up to Slack's time at the first turn.
    """

    def __init__(
        self, reader: WindowReader, walks: tuple[Walk, ...], *, oldest: int | None, once: bool
    ) -> None:
        self._reader = reader
        self._state = reader.recorder.connection
        self._walks = walks
        self._oldest = oldest
        self._once = once
        self._horizon: int | None = None
        self._next = 0

    @property
    def stream(self) -> Stream:
        """The log."""
        return self._reader.recorder.stream

    def turn(self, after_page: Callable[[], bool]) -> bool:
        """Read the first window that is due, the walks taking turns."""
        now = self._now()
        self.start()
        due = self._due(now)
        if due is None:
            return False
        walk, walker, window = due
        self._reader.read(
            walker,
            walk.name,
            window,
            after_page=after_page,
            drained=lambda begun_at: self._drained(walk, window, begun_at),
        )
        return True

    def _due(self, now: int) -> tuple[Walk, Walker, Window] | None:
        """Return what is due; none goes ahead of an earlier walker, which may yet spare it that."""
        reached = walkers.watermarks(self._state, self.stream)
        for step in range(len(self._walks)):
            number = (self._next + step) % len(self._walks)
            walk = self._walks[number]
            walker = walkers.load(self._state, self.stream, walk.name)
            ahead = (reached[one.name] + walk.lag for one in self._walks[:number])
            window = walker and windows.due_window(walker, walk, min([now, *ahead]))
            if walker and window:
                self._next = number + 1
                return walk, walker, window
        self._next = 0
        return None

    def start(self) -> None:
        """Put the walkers just before the oldest entry that is wanted, unless they walk already."""
        if walkers.load(self._state, self.stream, self._walks[0].name) is not None:
            return
        start = self._now() if self._oldest is None else self._oldest
        with transaction(self._state):
            for one in self._walks:
                walkers.save(self._state, self.stream, one.name, windows.started(start - 1))

    def _now(self) -> int:
        """Slack's time, or that of the first turn where this run ends with what there was then."""
        if not self._reader.time.is_known:
            self._reader.time.tell(newest_page(self._reader.client).server_time)
        now = self._reader.time.now()
        if not self._once:
            return now
        if self._horizon is None:
            self._horizon = now
        return min(now, self._horizon)

    def _drained(self, walk: Walk, window: Window, begun_at: int) -> None:
        """Spare others what they need not read again, and forget ids that nobody will ask for.

        A window that was left and taken up again may have been begun long ago, and spares none.
        """
        number = self._walks.index(walk)
        if number == 0:
            covered.add(self._state, self.stream, window)
        for other in self._walks[number + 1 :]:
            behind = walkers.load(self._state, self.stream, other.name)
            spared = behind and windows.spared(behind, other, window, begun_at)
            if spared:
                walkers.save(self._state, self.stream, other.name, spared)
        reached = walkers.watermarks(self._state, self.stream)
        ledger.prune(
            self._state, self.stream, min(reached[one.name] for one in self._walks) - _MARGIN
        )
