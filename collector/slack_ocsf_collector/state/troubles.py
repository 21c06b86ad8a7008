"""What last failed of each part, for those who ask from another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

SCHEMA = """
CREATE TABLE IF NOT EXISTS trouble (
    part TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    since INTEGER NOT NULL
) WITHOUT ROWID, STRICT
"""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part that fails.

    Attributes:
        part: A stream as text, or the name of a sink.
        kind: See `failures`.
        message: What was last told of it.
        since: Unix seconds by this machine's clock when it first failed.
    """

    part: str
    kind: str
    message: str
    since: int


def note(connection: sqlite3.Connection, trouble: Trouble) -> None:
    """Keep it, since when it first failed; part of the caller's transaction."""
    connection.execute(
        "INSERT INTO trouble VALUES (?, ?, ?, ?) ON CONFLICT (part) DO UPDATE"
        " SET kind = excluded.kind, message = excluded.message",
        (trouble.part, trouble.kind, trouble.message, trouble.since),
    )


def over(connection: sqlite3.Connection, part: str) -> None:
    """Forget it: the part works again."""
    if connection.execute("SELECT 1 FROM trouble WHERE part = ?", (part,)).fetchone():
        connection.execute("DELETE FROM trouble WHERE part = ?", (part,))


def every(connection: sqlite3.Connection) -> list[Trouble]:
    """Return all of them, by part."""
    rows = connection.execute("SELECT part, kind, message, since FROM trouble ORDER BY part")
    return [Trouble(*row) for row in rows.fetchall()]
