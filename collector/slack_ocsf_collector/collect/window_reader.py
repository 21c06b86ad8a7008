"""Read a window of an audit log from where it was left to its end, each page committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from slack_ocsf_collector.collect import windows
from slack_ocsf_collector.failures import CursorRefused
from slack_ocsf_collector.slack.audit import audit_pages
from slack_ocsf_collector.state import walkers
from slack_ocsf_collector.state.database import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_ocsf_collector.collect.recording import Recorder
    from slack_ocsf_collector.collect.slack_time import SlackTime
    from slack_ocsf_collector.health.observer import Observer
    from slack_ocsf_collector.slack.client import SlackClient
    from slack_ocsf_collector.slack.page import Page, Window
    from slack_ocsf_collector.state.walkers import Walker

_LONG_AGO = 0


@dataclass(slots=True)
class WindowReader:
    """Reads windows of one audit log.

    Attributes:
        client: Asks Slack.
        recorder: Commits pages.
        time: Slack's.
        page_size: Entries to ask for in a request.
        observer: Is told.
    """

    client: SlackClient
    recorder: Recorder
    time: SlackTime
    page_size: int
    observer: Observer
    _refused: int = field(default=0, init=False)

    def read(
        self,
        walker: Walker,
        name: str,
        window: Window,
        *,
        after_page: Callable[[], bool],
        drained: Callable[[int], None],
    ) -> None:
        """Read a window to its end, or until no more is wanted for now.

        A cursor that is refused costs a window read twice, and is no failure, unless the next one
        is refused as well.

        Args:
            walker: Who reads, as the state has it.
            name: Of the walker.
            window: What it reads: its window, or a new one.
            after_page: Called whenever a page is committed; returns whether to read on now.
            drained: Called in the transaction of the last page, with Unix seconds by Slack's clock
                before which the first page was not asked for.

        Raises:
            CollectorFailed: It could not be read to its end; what was read is committed.
            Stopped: Somebody asked to stop.
        """
        is_known = self.time.is_known and not walker.cursor
        begun_at = self.time.now() if is_known else _LONG_AGO
        try:
            for page in audit_pages(self.client, window, walker.cursor, self.page_size):
                walker = self._commit(walker, name, window, page, lambda: drained(begun_at))
                del page  # it must not be there while the next one comes
                if not after_page():
                    break
        except CursorRefused:
            self._refused += 1
            again = windows.begun_again(walker, window)
            with transaction(self.recorder.connection):
                walkers.save(self.recorder.connection, self.recorder.stream, name, again)
            if self._refused > 1:
                raise
        else:
            self._refused = 0

    def _commit(
        self, walker: Walker, name: str, window: Window, page: Page, drained: Callable[[], None]
    ) -> Walker:
        self.time.tell(page.server_time)
        is_full = 2 * len(page.elements) >= self.page_size
        moved = windows.after_page(walker, window, page.cursor, is_full=is_full)
        stream = self.recorder.stream

        def keep() -> None:
            walkers.save(self.recorder.connection, stream, name, moved)
            if moved.window is None:
                drained()

        read = self.recorder.record(name, page, keep)
        self.observer.page_read(stream, read)
        if moved.window is None:
            self.observer.advanced(stream, name, moved.watermark, page.server_time)
        return moved
