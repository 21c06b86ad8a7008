"""Entries of which no event could be made, kept for a later try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.health.observer import Stream

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

SCHEMA = """
CREATE TABLE IF NOT EXISTS dead_letter (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    organization TEXT NOT NULL,
    source TEXT NOT NULL,
    team TEXT NOT NULL,
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    path TEXT,
    raw BLOB NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An entry of which no event could be made.

    Attributes:
        id: Its own, or the hash of its text.
        team: Id of the organisation or workspace, empty when it is not known.
        reason: Why not.
        path: The member that is wrong, None for the whole.
        raw: Its text.
    """

    id: str
    team: str
    reason: str
    path: str | None
    raw: bytes


def add(connection: sqlite3.Connection, stream: Stream, letters: Iterable[DeadLetter]) -> None:
    """Keep entries; part of the caller's transaction."""
    connection.executemany(
        "INSERT INTO dead_letter (organization, source, team, id, reason, path, raw)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (stream.organization, stream.source, one.team, one.id, one.reason, one.path, one.raw)
            for one in letters
        ),
    )


def every(connection: sqlite3.Connection) -> Iterator[tuple[int, Stream, DeadLetter]]:
    """Yield all of them, the oldest first, with the number by which `remove` knows them."""
    rows = connection.execute(
        "SELECT number, organization, source, id, team, reason, path, raw FROM dead_letter"
        " ORDER BY number"
    )
    for number, organization, source, *letter in rows.fetchall():
        yield number, Stream(organization, source), DeadLetter(*letter)


def remove(connection: sqlite3.Connection, number: int) -> None:
    """Remove one; part of the caller's transaction."""
    connection.execute("DELETE FROM dead_letter WHERE number = ?", (number,))


def amount(connection: sqlite3.Connection) -> int:
    """Return how many there are."""
    (found,) = connection.execute("SELECT count(*) FROM dead_letter").fetchone()
    return int(found)
