"""The ids that were committed, so that none is committed twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from slack_ocsf_collector.health.observer import Stream

SCHEMA = """
CREATE TABLE IF NOT EXISTS ledger (
    organization TEXT NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    date INTEGER NOT NULL,
    PRIMARY KEY (organization, source, id)
) WITHOUT ROWID, STRICT
"""
BY_DATE = """
CREATE INDEX IF NOT EXISTS ledger_by_date ON ledger (organization, source, date)
"""
_AT_ONCE = 500
"""Ids in one question; SQLite's limit is higher everywhere."""


def known(connection: sqlite3.Connection, stream: Stream, ids: Sequence[str]) -> set[str]:
    """Return which of the ids are in the ledger."""
    found: set[str] = set()
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(
            "SELECT id FROM ledger WHERE organization = ? AND source = ?"  # noqa: S608 - marks only
            f" AND id IN ({marks})",
            (stream.organization, stream.source, *some),
        )
        found.update(one for (one,) in rows)
    return found


def add(connection: sqlite3.Connection, stream: Stream, dated: Iterable[tuple[str, int]]) -> None:
    """Add ids with their Unix seconds; part of the caller's transaction."""
    connection.executemany(
        "INSERT INTO ledger VALUES (?, ?, ?, ?)",
        ((stream.organization, stream.source, one, date) for one, date in dated),
    )


def prune(connection: sqlite3.Connection, stream: Stream, before: int) -> None:
    """Remove ids that are older, which nobody reads again; part of the caller's transaction.

    Those of a window that is being read stay: it may have to be read from its beginning.
    """
    connection.execute(
        "DELETE FROM ledger WHERE organization = ? AND source = ? AND date < ? AND NOT EXISTS"
        " (SELECT 1 FROM walker WHERE walker.organization = ledger.organization"
        " AND walker.source = ledger.source AND date BETWEEN walker.oldest AND walker.latest)",
        (stream.organization, stream.source, before),
    )


def size(connection: sqlite3.Connection) -> int:
    """Return how many ids the ledger has."""
    (amount,) = connection.execute("SELECT count(*) FROM ledger").fetchone()
    return int(amount)
