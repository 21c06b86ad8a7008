"""Read an audit log: walkers over the same time, at different distances behind Slack's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_ocsf_collector.collect import windows
from slack_ocsf_collector.failures import CursorRefused
from slack_ocsf_collector.slack.audit import audit_pages, newest_page
from slack_ocsf_collector.state import ledger, walkers
from slack_ocsf_collector.state.database import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from slack_ocsf_collector.collect.recording import Recorder
    from slack_ocsf_collector.collect.slack_time import SlackTime
    from slack_ocsf_collector.collect.windows import Walk
    from slack_ocsf_collector.health.observer import Observer, Stream
    from slack_ocsf_collector.settings.settings import Organization
    from slack_ocsf_collector.slack.client import SlackClient
    from slack_ocsf_collector.slack.page import Page, Window
    from slack_ocsf_collector.state.walkers import Walker

_MARGIN = 3600
"""Seconds that the ledger remembers beyond the slowest walker's window."""
_LONG_AGO = 0


class AuditReader:
    """Reads the audit log of one organisation.

    Args:
        organization: What is collected.
        client: Asks its Slack.
        recorder: Commits pages.
        time: Slack's.
        walks: How the walkers go, the one that reads first at the head.
        once: Whether to read only up to Slack's time at the first turn.
        observer: Is told.
    """

    def __init__(  # noqa: PLR0913 - each a part of its own
        self,
        organization: Organization,
        client: SlackClient,
        *,
        recorder: Recorder,
        time: SlackTime,
        walks: tuple[Walk, ...],
        once: bool,
        observer: Observer,
    ) -> None:
        self._organization = organization
        self._client = client
        self._recorder = recorder
        self._state = recorder.connection
        self._time = time
        self._walks = walks
        self._once = once
        self._observer = observer
        self._horizon: int | None = None
        self._next = 0
        self._refused = 0

    @property
    def stream(self) -> Stream:
        """The log."""
        return self._recorder.stream

    def turn(self, after_page: Callable[[], object]) -> bool:
        """Read the first window that is due, the walks taking turns."""
        if not self._time.is_known:
            self._time.tell(newest_page(self._client).server_time)
        now = self._now()
        for step in range(len(self._walks)):
            number = (self._next + step) % len(self._walks)
            walk = self._walks[number]
            walker = self._walker(walk)
            window = windows.due_window(walker, walk, now)
            if window is not None:
                self._next = number + 1
                self._read(walk, walker, window, after_page)
                return True
        self._next = 0
        return False

    def _now(self) -> int:
        """Slack's time, or that of the first turn where this run ends with what there was then."""
        now = self._time.now()
        if not self._once:
            return now
        if self._horizon is None:
            self._horizon = now
        return min(now, self._horizon)

    def _walker(self, walk: Walk) -> Walker:
        """Where a walker is; at the first start, just before the oldest entry that is wanted."""
        found = walkers.load(self._state, self.stream, walk.name)
        if found is not None:
            return found
        oldest = self._organization.oldest
        start = self._time.now() if oldest is None else oldest
        with transaction(self._state):
            for one in self._walks:
                walkers.save(self._state, self.stream, one.name, windows.started(start - 1))
        return windows.started(start - 1)

    def _read(
        self, walk: Walk, walker: Walker, window: Window, after_page: Callable[[], object]
    ) -> None:
        """Read a window from where it was left to its end.

        A cursor that is refused costs a window read twice, and is no failure, unless the next one
        is refused as well.
        """
        begun_at = self._time.now() if not walker.cursor else _LONG_AGO
        try:
            for page in self._pages(window, walker.cursor):
                walker = self._commit(walk, walker, window, page, begun_at)
                after_page()
        except CursorRefused:
            self._refused += 1
            with transaction(self._state):
                again = windows.begun_again(walker, window)
                walkers.save(self._state, self.stream, walk.name, again)
            if self._refused > 1:
                raise
        else:
            self._refused = 0

    def _pages(self, window: Window, cursor: str) -> Iterable[Page]:
        return audit_pages(self._client, window, cursor, self._organization.page_size)

    def _commit(
        self, walk: Walk, walker: Walker, window: Window, page: Page, begun_at: int
    ) -> Walker:
        self._time.tell(page.server_time)
        is_full = 2 * len(page.elements) >= self._organization.page_size
        moved = windows.after_page(walker, window, page.cursor, is_full=is_full)

        def keep() -> None:
            walkers.save(self._state, self.stream, walk.name, moved)
            if moved.window is None:
                self._drained(walk, window, begun_at)

        read = self._recorder.record(walk.name, page, keep)
        self._observer.page_read(self.stream, read)
        if moved.window is None:
            self._observer.advanced(self.stream, walk.name, moved.watermark, page.server_time)
        return moved

    def _drained(self, walk: Walk, window: Window, begun_at: int) -> None:
        """Spare others what they need not read again, and forget ids that nobody will ask for.

        A window that was left and taken up again may have been begun long ago, and spares none.
        """
        later = self._walks[self._walks.index(walk) + 1 :]
        for other in later:
            behind = walkers.load(self._state, self.stream, other.name)
            spared = behind and windows.spared(behind, other, window, begun_at)
            if spared:
                walkers.save(self._state, self.stream, other.name, spared)
        slowest = min(walkers.watermarks(self._state, self.stream).values())
        ledger.prune(self._state, self.stream, slowest - _MARGIN)
