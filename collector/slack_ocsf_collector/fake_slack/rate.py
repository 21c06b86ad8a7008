"""Slack's limit on requests."""

from __future__ import annotations

import math
from collections import deque
from email.utils import formatdate
from typing import Literal

RetryAfter = Literal["seconds", "date"]
_MINUTE = 60.0


class Limit:
    """So many requests in any sixty seconds. One that is turned away does not count.

    Args:
        most: Requests; 0 for no limit.
        form: How Retry-After is written.
    """

    def __init__(self, most: int, form: RetryAfter = "seconds") -> None:
        self._most = most
        self._form = form
        self._times: deque[float] = deque()

    def take(self, now: float) -> tuple[str, str] | None:
        """Count a request.

        Returns:
            None when it may pass, otherwise the header Retry-After.
        """
        while self._times and self._times[0] <= now - _MINUTE:
            self._times.popleft()
        if not self._most or len(self._times) < self._most:
            self._times.append(now)
            return None
        wait = max(1, math.ceil(self._times[0] + _MINUTE - now))
        text = formatdate(math.ceil(now) + wait, usegmt=True)
        return ("Retry-After", str(wait) if self._form == "seconds" else text)
