"""Time that passes, and waits that end when somebody asks to stop."""

from __future__ import annotations

import time
from queue import Empty, SimpleQueue
from typing import Protocol


class Stopped(Exception):
    """A wait or a request ended early, because somebody asked to stop."""


class Clock(Protocol):
    """Everything that waits takes one, so that tests need not wait."""

    def monotonic(self) -> float:
        """Return seconds that never go back, the same for all processes of this machine."""

    def check(self) -> None:
        """Do nothing, unless somebody asked to stop.

        Raises:
            Stopped: Somebody did.
        """

    def wait(self, seconds: float) -> None:
        """Return when so many seconds have passed.

        Raises:
            Stopped: Somebody asked to stop, before or meanwhile.
        """


class SystemClock:
    """The machine's clock. `stop` may be called by a signal handler, and by any thread."""

    def __init__(self) -> None:
        # A threading.Event would not do: a signal handler that sets the event on which its own
        # thread waits can find its lock taken. A SimpleQueue's `put` may come at any moment.
        self._asked: SimpleQueue[None] = SimpleQueue()

    def stop(self) -> None:
        """Ask to stop, for good."""
        self._asked.put(None)

    def monotonic(self) -> float:
        """Return the machine's monotonic time in seconds."""
        return time.monotonic()

    def check(self) -> None:
        """Raise `Stopped` when `stop` was called."""
        if not self._asked.empty():
            raise Stopped

    def wait(self, seconds: float) -> None:
        """Wait, or raise `Stopped` as soon as `stop` is called."""
        try:
            self._asked.get(timeout=max(0.0, seconds))
        except Empty:
            return
        self._asked.put(None)
        raise Stopped
