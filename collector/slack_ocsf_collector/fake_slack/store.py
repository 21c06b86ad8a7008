"""The entries of the log, in the order of their dates, on disk."""

from __future__ import annotations

import os
import tempfile
import threading
from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENOUGH = 1024 * 1024


class Store:
    """Entries as the bytes that are sent. Each costs some thirty bytes of memory.

    One thread may add while others read.

    An entry is known by its place, counted from 0 in the order of dates.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - lives as long as this
        self._waiting = bytearray()
        self._lock = threading.Lock()
        self._ends = array("Q", [0])
        self._dates = array("q")
        self._published = array("d")
        self._actions = array("L")
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._dates)

    def close(self) -> None:
        """Let go of what is on disk."""
        self._file.close()

    @property
    def actions(self) -> set[str]:
        """The actions that occur."""
        return set(self._numbers)

    def add(self, line: bytes, date: int, published: float, action: str) -> None:
        """Take an entry.

        Args:
            line: It, in JSON.
            date: Its date_create, not before that of the last one taken.
            published: From when on it can be read, in Unix seconds.
            action: Its action.
        """
        with self._lock:
            self._waiting += line
            if len(self._waiting) >= _ENOUGH:
                self._write()
        self._ends.append(self._ends[-1] + len(line))
        self._published.append(published)
        self._actions.append(self._numbers.setdefault(action, len(self._numbers)))
        self._dates.append(date)

    def between(self, oldest: int | None, latest: int | None) -> tuple[int, int]:
        """Return the first place in a span of dates, both inclusive, and the one behind it."""
        low = 0 if oldest is None else bisect_left(self._dates, oldest)
        high = len(self) if latest is None else bisect_right(self._dates, latest)
        return low, high

    def date(self, place: int) -> int:
        """Return the date_create of an entry, in Unix seconds."""
        return self._dates[place]

    def published(self, place: int) -> float:
        """Return from when on an entry can be read, in Unix seconds."""
        return self._published[place]

    def newest_first(
        self, low: int, high: int, now: float, actions: Iterable[str] | None
    ) -> Iterator[int]:
        """Yield the places from `high`, exclusive, down to `low` that can be read.

        Args:
            low: The last place.
            high: The place before which it begins.
            now: In Unix seconds.
            actions: Those wanted; None for all.
        """
        published, numbers = self._published, self._actions
        readable = (at for at in range(high - 1, low - 1, -1) if published[at] <= now)
        if actions is None:
            return readable
        wanted = {self._numbers[action] for action in actions if action in self._numbers}
        return (at for at in readable if numbers[at] in wanted)

    def line(self, place: int) -> bytes:
        """Return an entry as it is sent."""
        start = self._ends[place]
        with self._lock:
            if self._waiting:
                self._write()
            self._file.seek(start)
            return self._file.read(self._ends[place + 1] - start)

    def _write(self) -> None:
        self._file.seek(0, os.SEEK_END)
        while self._waiting:
            del self._waiting[: self._file.write(self._waiting)]
