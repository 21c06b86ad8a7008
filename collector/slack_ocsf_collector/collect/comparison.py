"""Compare what Slack has of a stretch of time with what sinks hold, without holding it in memory.

A temporary database, which SQLite keeps on the disk when it grows, has both sides.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from slack_ocsf_collector.sinks.held import Held
from slack_ocsf_collector.slack.page import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SCHEMA = """
CREATE TABLE held (
    sink TEXT, id TEXT, date INTEGER, times INTEGER, PRIMARY KEY (sink, id)
) WITHOUT ROWID;
CREATE TABLE waiting (sink TEXT, id TEXT, PRIMARY KEY (sink, id)) WITHOUT ROWID;
CREATE TABLE stretch (organization TEXT, oldest INTEGER, latest INTEGER);
CREATE TABLE slack (
    organization TEXT, date INTEGER, id TEXT, raw BLOB, PRIMARY KEY (id)
) WITHOUT ROWID;
CREATE INDEX slack_by_date ON slack (organization, date);
"""
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Lacking:
    """An entry that a sink does not hold, with its text."""

    organization: str
    held: Held
    raw: bytes


@dataclass(frozen=True, slots=True)
class Repeated:
    """An entry that a sink holds more than once."""

    held: Held
    times: int


@dataclass(frozen=True, slots=True)
class Hour:
    """What Slack has of an hour, or of the part of it that was read.

    Attributes:
        organization: Its name in the settings.
        begin: Its first second, Unix seconds.
        end: Its last second.
        entries: How many.
        sha256: Of their ids, sorted, each with a line end.
    """

    organization: str
    begin: int
    end: int
    entries: int
    sha256: str


class Comparison:
    """Both sides of a comparison."""

    def __init__(self) -> None:
        self._both = sqlite3.connect("", isolation_level=None)
        self._both.executescript(_SCHEMA)
        self._is_whole = True

    def close(self) -> None:
        """Forget it."""
        self._both.close()

    def add_waiting(self, sink: str, ids: Iterable[str]) -> None:
        """Note what waits to be delivered to a sink."""
        rows = ((sink, one) for one in ids)
        with self._both:
            self._both.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?)", rows)

    def leave_out(self, organization: str) -> None:
        """Forget an organisation whose log could not be read: nothing is told of it.

        Nor is what sinks hold and Slack has not, for that could be its.
        """
        self._is_whole = False
        self._both.execute("DELETE FROM slack WHERE organization = ?", (organization,))
        self._both.execute("DELETE FROM stretch WHERE organization = ?", (organization,))

    def add_stretch(self, organization: str, window: Window) -> None:
        """Note what is read of an organisation's log."""
        self._both.execute(
            "INSERT INTO stretch VALUES (?, ?, ?)", (organization, window.oldest, window.latest)
        )

    def whole_stretch(self) -> Window | None:
        """Return from the begin of the first stretch to the end of the last."""
        oldest, latest = self._both.execute(
            "SELECT min(oldest), max(latest) FROM stretch"
        ).fetchone()
        return None if oldest is None else Window(oldest, latest)

    def add_held(self, sink: str, found: Iterable[Held]) -> None:
        """Note what a sink holds."""
        self._both.execute("BEGIN")
        with self._both:
            self._both.executemany(
                "INSERT INTO held VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
                ((sink, one.id, one.date) for one in found),
            )

    def add_entries(self, organization: str, entries: Iterable[tuple[Held, bytes]]) -> None:
        """Note what Slack has, each with its text."""
        self._both.execute("BEGIN")
        with self._both:
            self._both.executemany(
                "INSERT OR IGNORE INTO slack VALUES (?, ?, ?, ?)",
                ((organization, held.date, held.id, raw) for held, raw in entries),
            )

    def holds_any(self, sink: str) -> bool:
        """Tell whether a sink holds any of the stretch."""
        found = self._both.execute("SELECT 1 FROM held WHERE sink = ? LIMIT 1", (sink,))
        return found.fetchone() is not None

    def missing(self, sink: str) -> Iterator[Lacking]:
        """Yield what a sink does not hold and will not get either, in the order of time."""
        rows = self._both.execute(
            "SELECT organization, id, date, raw FROM slack"
            " WHERE NOT EXISTS (SELECT 1 FROM held WHERE sink = ? AND held.id = slack.id)"
            " AND NOT EXISTS (SELECT 1 FROM waiting WHERE sink = ? AND waiting.id = slack.id)"
            " ORDER BY organization, date, id",
            (sink, sink),
        )
        for organization, one, date, raw in rows:
            yield Lacking(organization, Held(one, date), raw)

    def waiting(self, sink: str) -> int:
        """Return how much of what a sink does not hold waits to be delivered to it."""
        (amount,) = self._both.execute(
            "SELECT count(*) FROM waiting JOIN slack USING (id) WHERE sink = ?"
            " AND NOT EXISTS (SELECT 1 FROM held WHERE held.sink = ? AND held.id = slack.id)",
            (sink, sink),
        ).fetchone()
        return int(amount)

    def surplus(self, sink: str) -> Iterator[Held]:
        """Yield what a sink holds and Slack does not have, in the order of time.

        Of whose log it would be is not known: it counts where that of every organisation was read.
        """
        if not self._is_whole:
            return
        rows = self._both.execute(
            "SELECT id, date FROM held WHERE sink = ?"
            " AND NOT EXISTS (SELECT 1 FROM slack WHERE slack.id = held.id)"
            " AND (SELECT count(DISTINCT organization) FROM stretch"
            " WHERE date BETWEEN oldest AND latest)"
            " = (SELECT count(DISTINCT organization) FROM stretch) ORDER BY date, id",
            (sink,),
        )
        yield from (Held(*row) for row in rows)

    def repeated(self, sink: str) -> Iterator[Repeated]:
        """Yield what a sink holds more than once, in the order of time."""
        rows = self._both.execute(
            "SELECT id, date, times FROM held WHERE sink = ? AND times > 1 ORDER BY date, id",
            (sink,),
        )
        yield from (Repeated(Held(one, date), times) for one, date, times in rows)

    def stretches(self) -> list[tuple[str, Window]]:
        """Return what was read of each organisation, in the order of time."""
        rows = self._both.execute("SELECT * FROM stretch ORDER BY organization, oldest")
        return [(name, Window(oldest, latest)) for name, oldest, latest in rows.fetchall()]

    def hours(self) -> Iterator[Hour]:
        """Yield what Slack has of each hour that has any, as far as the hour was read."""
        for organization, window in self.stretches():
            rows = self._both.execute(
                "SELECT date / ?, id FROM slack WHERE organization = ? AND date BETWEEN ? AND ?"
                " ORDER BY 1, 2",
                (_HOUR, organization, window.oldest, window.latest),
            )
            for hour, ids in groupby(rows, key=lambda row: row[0]):
                begin = max(hour * _HOUR, window.oldest)
                end = min((hour + 1) * _HOUR - 1, window.latest)
                yield _hour(organization, Window(begin, end), (one for _, one in ids))


def _hour(organization: str, read: Window, ids: Iterable[str]) -> Hour:
    hashed, amount = sha256(), 0
    for one in ids:
        hashed.update(f"{one}\n".encode())
        amount += 1
    return Hour(organization, read.oldest, read.latest, amount, hashed.hexdigest())
