"""The clock that the server lives by."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(slots=True)
class Clock:
    """Unix seconds that run with the machine's clock or stand still, and can be moved forward.

    Attributes:
        stopped_at: Where it stands; None while it runs.
        ahead: How many seconds it was moved.
    """

    stopped_at: float | None = None
    ahead: float = 0.0

    def now(self) -> float:
        """Return the time in Unix seconds."""
        return (time.time() if self.stopped_at is None else self.stopped_at) + self.ahead

    def advance(self, seconds: float) -> None:
        """Move it forward.

        Raises:
            ValueError: It would go back, and what was published would be no more.
        """
        if not 0 <= seconds < float("inf"):
            raise ValueError(f"the clock moves forward only, not by {seconds} seconds")
        self.ahead += seconds

    def stop(self) -> None:
        """Let it stand where it is."""
        self.stopped_at, self.ahead = self.now(), 0.0

    def run(self) -> None:
        """Let it run on from where it is."""
        now = self.now()
        self.stopped_at, self.ahead = None, now - time.time()
