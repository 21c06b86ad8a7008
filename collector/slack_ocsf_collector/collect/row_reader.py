"""Read access and integration logs: sweeps from the newest row back.

Their rows do not come to be seen in any order: those of access logs change where they stand. A look
ends at the first page without anything new; a sweep, at times, goes through to the end. Both go on
page by page, so that a long sweep keeps no other log from being read. A sweep that was left is
taken up where it was; what changed meanwhile on the pages behind it, a look or the next sweep
finds.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from slack_ocsf_collector.failures import CollectorFailed, CursorRefused
from slack_ocsf_collector.slack.numbered import access_pages, integration_pages
from slack_ocsf_collector.slack.page import Window
from slack_ocsf_collector.state import walkers
from slack_ocsf_collector.state.database import transaction
from slack_ocsf_collector.state.walkers import Walker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from slack_ocsf_collector.collect.recording import Recorder
    from slack_ocsf_collector.collect.slack_time import SlackTime
    from slack_ocsf_collector.health.observer import Observer, Stream
    from slack_ocsf_collector.slack.client import SlackClient
    from slack_ocsf_collector.slack.page import Page
    from slack_ocsf_collector.waiting import Clock

_LOOK, _SWEEP = "look", "sweep"
_BETWEEN_SWEEPS = 3600
"""Seconds by Slack's clock after which the whole log is read again."""


class RowReader:
    """Reads the access or integration log of one organisation.

    Args:
        client: Asks its Slack.
        recorder: Commits pages.
        time: Slack's.
        clock: Counts seconds between looks.
        poll: How many of them there are; infinite for one look alone.
        observer: Is told.
    """

    def __init__(  # noqa: PLR0913 - each a part of its own
        self,
        client: SlackClient,
        *,
        recorder: Recorder,
        time: SlackTime,
        clock: Clock,
        poll: float,
        observer: Observer,
    ) -> None:
        self._client = client
        self._recorder = recorder
        self._state = recorder.connection
        self._time = time
        self._clock = clock
        self._poll = poll
        self._observer = observer
        self._looked_at: float | None = None
        self._at_hand: Iterator[None] | None = None

    @property
    def stream(self) -> Stream:
        """The log."""
        return self._recorder.stream

    def turn(self, after_page: Callable[[], bool]) -> bool:
        """Read the next page of what is being read, or begin when it is time."""
        if self._at_hand is None:
            now = self._clock.monotonic()
            if self._looked_at is not None and now - self._looked_at < self._poll:
                return False
            self._looked_at = now
            self._at_hand = self._reading()
        try:
            is_over = next(self._at_hand, True)
        except CollectorFailed:
            self._at_hand = None
            raise
        if is_over:
            self._at_hand = None
        after_page()
        return True

    def _reading(self) -> Iterator[None]:
        """Go on with a sweep that was left, look for new rows, and sweep when it is long since."""
        sweep = self._kept()
        if sweep.cursor:
            yield from self._sweep(sweep)
            sweep = self._kept()
        if sweep.watermark:
            for _ in self._look():
                yield
                if self._is_due(sweep):
                    break
            if not self._is_due(sweep):
                return
        yield from self._sweep(sweep)

    def _is_due(self, sweep: Walker) -> bool:
        """Whether it is long since a sweep began, or one began at a time that is still to come."""
        return not 0 <= self._time.now() - sweep.watermark < _BETWEEN_SWEEPS

    def _look(self) -> Iterator[None]:
        for page in self._pages(""):
            if not self._commit(_LOOK, page, lambda: None):
                return
            yield

    def _sweep(self, sweep: Walker) -> Iterator[None]:
        """Read all. Its watermark is when it began: what changes on a page behind it, it misses."""
        begun = sweep.window
        try:
            for page in self._pages(sweep.cursor):
                begun = begun or Window(0, page.server_time)
                kept = Walker(begun.latest, 0)
                if page.cursor:
                    kept = Walker(sweep.watermark, 0, window=begun, cursor=page.cursor)
                self._commit(_SWEEP, page, partial(self._keep, kept))
                yield
        except CursorRefused:
            with transaction(self._state):
                walkers.save(self._state, self.stream, _SWEEP, Walker(sweep.watermark, 0))
            raise

    def _kept(self) -> Walker:
        return walkers.load(self._state, self.stream, _SWEEP) or Walker(0, 0)

    def _keep(self, sweep: Walker) -> None:
        walkers.save(self._state, self.stream, _SWEEP, sweep)

    def _commit(self, name: str, page: Page, also: Callable[[], None]) -> int:
        """Commit a page and return how many rows of it are new."""
        self._time.tell(page.server_time)
        read = self._recorder.record(name, page, also)
        self._observer.page_read(self.stream, read)
        if not page.cursor or not read.dates:
            self._observer.advanced(self.stream, name, page.server_time, page.server_time)
        return len(read.dates)

    def _pages(self, cursor: str) -> Iterator[Page]:
        team = self._recorder.team or None
        if self.stream.source == "access":
            return access_pages(self._client, team, cursor=cursor)
        return integration_pages(self._client, team, cursor=cursor)
