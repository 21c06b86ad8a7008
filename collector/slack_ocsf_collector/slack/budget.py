"""How many requests an organisation may be sent, shared by all processes on one state.

A token bucket for each quota of Slack's: it fills at a steady rate up to a small burst, a request
takes one token, and what Slack asks to wait shuts it for all. Kept in SQLite, one row each.

Time is the machine's monotonic clock: all its processes share it, and nobody can set it. It starts
again with the machine; so a time in the row that lies ahead is of before, and counts as now. That
costs at most a burst, or one wait too many, and never a bucket that stays shut.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Literal

from slack_ocsf_collector.state.sqlite_errors import file_of, unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.waiting import Clock

Lane = Literal["tail", "backfill", "verify"]

AUDIT = "audit"
"""The quota of the Audit Logs API; that of a method of the Web API has the method's name."""

WEB_PER_MINUTE = 12
"""Of the 20 a minute that Slack allows for a method, as 30 are of the audit log's 50."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS budget (
    organization TEXT NOT NULL,
    quota TEXT NOT NULL,
    tokens REAL NOT NULL,
    filled_at REAL NOT NULL,
    shut_at REAL NOT NULL,
    shut_for REAL NOT NULL,
    PRIMARY KEY (organization, quota)
) WITHOUT ROWID, STRICT
"""

_MINUTE = 60.0
_ROUNDING = 1e-6
_LEAST_BURST = 3.0
_BURST = 10.0
"""Seconds' worth of the rate that may come at once."""
_RESERVE: dict[Lane, float] = {"tail": 0.0, "backfill": 2.0, "verify": 2.0}
"""Tokens that a lane leaves for the tail."""


@dataclass(frozen=True, slots=True)
class _Bucket:
    tokens: float
    filled_at: float
    shut_at: float
    shut_for: float

    def at(self, now: float, rate: float, burst: float) -> _Bucket:
        """Return it as it is now."""
        passed = max(0.0, now - self.filled_at)
        tokens = min(burst, self.tokens + passed * rate)
        return _Bucket(tokens, now, min(self.shut_at, now), self.shut_for)

    def shut(self) -> float:
        """Return for how many seconds it is shut still; `filled_at` is now."""
        return max(0.0, self.shut_for - (self.filled_at - self.shut_at))


class Budget:
    """The buckets of one organisation.

    Args:
        connection: To the state, with the table of SCHEMA, in autocommit (`isolation_level=None`)
            and for the budget alone: its transactions must not wait for others' to end.
        organization: Its name in the settings.
        per_minute: Requests of the audit log; a method of the Web API gets at most WEB_PER_MINUTE.
        clock: Tells the time.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        organization: str,
        per_minute: int,
        clock: Clock,
    ) -> None:
        self._connection = connection
        self._organization = organization
        self._per_minute = per_minute
        self._clock = clock

    def take(self, quota: str, lane: Lane) -> float:
        """Take a token when there is one.

        Returns:
            0.0 when it was taken, otherwise after how many seconds to try again.
        """
        with self._locked():
            bucket = self._now(quota)
            if shut := bucket.shut():
                return shut
            missing = 1.0 + _RESERVE[lane] - bucket.tokens
            if missing > _ROUNDING:
                return missing / self._rate(quota)
            self._store(quota, replace(bucket, tokens=bucket.tokens - 1.0))
            return 0.0

    def record_retry_after(self, quota: str, seconds: float) -> None:
        """Let nobody take a token for so many seconds; a longer wait that stands stays."""
        with self._locked():
            bucket = self._now(quota)
            if seconds > bucket.shut():
                now = bucket.filled_at
                self._store(quota, _Bucket(0.0, now, now, seconds))

    def left(self, quota: str) -> float:
        """Return how many requests could be sent at once; 0.0 while it is shut."""
        with self._locked():
            bucket = self._now(quota)
            return 0.0 if bucket.shut() else bucket.tokens

    def shut(self, quota: str) -> float:
        """Return for how many seconds nobody may send a request, as Slack said."""
        with self._locked():
            return self._now(quota).shut()

    def _rate(self, quota: str) -> float:
        """Return requests a second."""
        most = self._per_minute if quota == AUDIT else min(self._per_minute, WEB_PER_MINUTE)
        return most / _MINUTE

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the state's lock for writing.

        Raises:
            StateUnusable: It cannot be had, or not be written.
        """
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield
        except sqlite3.Error as error:
            raise unusable(error, file_of(self._connection)) from error

    def _now(self, quota: str) -> _Bucket:
        """Bring a bucket up to now, and return it."""
        now, rate = self._clock.monotonic(), self._rate(quota)
        burst = max(_LEAST_BURST, rate * _BURST)
        row = self._connection.execute(
            "SELECT tokens, filled_at, shut_at, shut_for FROM budget"
            " WHERE organization = ? AND quota = ?",
            (self._organization, quota),
        ).fetchone()
        bucket = (_Bucket(*row) if row else _Bucket(burst, now, now, 0.0)).at(now, rate, burst)
        self._store(quota, bucket)
        return bucket

    def _store(self, quota: str, bucket: _Bucket) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO budget VALUES (?, ?, ?, ?, ?, ?)",
            (self._organization, quota, *astuple(bucket)),
        )
