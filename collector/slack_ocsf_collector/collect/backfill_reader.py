"""Read what of a past stretch of an audit log was never read, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.collect import windows
from slack_ocsf_collector.slack.page import Window
from slack_ocsf_collector.state import covered, walkers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from slack_ocsf_collector.collect.window_reader import WindowReader
    from slack_ocsf_collector.collect.windows import Walk
    from slack_ocsf_collector.health.observer import Stream
    from slack_ocsf_collector.state.walkers import Walker

NAME = "backfill"


@dataclass(frozen=True, slots=True)
class Done:
    """How far a backfill is.

    Attributes:
        reached: Unix seconds up to which it has read.
        seconds: Of the log that it has read.
        seconds_left: Of the log that it has still to read.
        requests: That were sent.
    """

    reached: int
    seconds: int
    seconds_left: int
    requests: int

    @property
    def requests_left(self) -> int:
        """How many more it takes, if the rest is as full as what was read."""
        return round(self.requests * self.seconds_left / max(1, self.seconds))


class BackfillReader:
    """Reads a past stretch of the audit log of one organisation.

    What is read is kept in the state window by window, so that the next backfill of the same
    stretch goes on where this one was ended.

    Args:
        reader: Reads its windows.
        wanted: The stretch.
        last: How the walker goes that reads the log for the last time.
        tell: Is told after each page.
    """

    def __init__(
        self, reader: WindowReader, wanted: Window, last: Walk, tell: Callable[[Done], object]
    ) -> None:
        self._reader = reader
        self._state: sqlite3.Connection = reader.recorder.connection
        self._wanted = wanted
        self._last = last
        self._tell = tell
        self._left_at_first = self.seconds_left()
        self._requests = 0

    @property
    def stream(self) -> Stream:
        """The log."""
        return self._reader.recorder.stream

    def seconds_left(self) -> int:
        """Return how many seconds of the stretch were not read."""
        return covered.seconds_left(self._state, self.stream, self._wanted)

    def turn(self, after_page: Callable[[], bool]) -> bool:
        """Read the window that was begun, or the next one of the first gap."""
        walker = walkers.load(self._state, self.stream, NAME) or windows.started(0)
        window = walker.window or self._next_window(walker)
        if window is None:
            return False

        def page_is_read() -> bool:
            self._requests += 1
            self._tell(self._done(window))
            return after_page()

        self._reader.read(
            walker,
            NAME,
            window,
            after_page=page_is_read,
            drained=lambda begun_at: self._drained(window, begun_at),
        )
        return True

    def _drained(self, window: Window, begun_at: int) -> None:
        """Note the window, and have what may still be published late in it read once more."""
        covered.add(self._state, self.stream, window)
        ahead = walkers.load(self._state, self.stream, self._last.name)
        begun_at = begun_at or self._reader.time.now() - self._last.lag
        back = ahead and windows.put_back(ahead, self._last, window, begun_at)
        if back:
            walkers.save(self._state, self.stream, self._last.name, back)

    def _next_window(self, walker: Walker) -> Window | None:
        gap = next(covered.gaps(self._state, self.stream, self._wanted), None)
        return gap and Window(gap.oldest, min(gap.latest, gap.oldest + walker.width - 1))

    def _done(self, window: Window) -> Done:
        left = self.seconds_left()
        return Done(window.latest, self._left_at_first - left, left, self._requests)
