"""How far each walker has read its log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.slack.page import Window

if TYPE_CHECKING:
    import sqlite3

    from slack_ocsf_collector.health.observer import Stream

SCHEMA = """
CREATE TABLE IF NOT EXISTS walker (
    organization TEXT NOT NULL,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    watermark INTEGER NOT NULL,
    width INTEGER NOT NULL,
    oldest INTEGER,
    latest INTEGER,
    cursor TEXT NOT NULL,
    pages INTEGER NOT NULL,
    PRIMARY KEY (organization, source, name)
) WITHOUT ROWID, STRICT
"""


@dataclass(frozen=True, slots=True)
class Walker:
    """Where one walker is.

    Attributes:
        watermark: Unix seconds up to which all is read, inclusive.
        width: Seconds that its next window may have.
        window: What it is reading; None between two windows.
        cursor: Of the page that comes next in the window; empty for the first.
        pages: How many pages of the window are read.
    """

    watermark: int
    width: int
    window: Window | None = None
    cursor: str = ""
    pages: int = 0


def load(connection: sqlite3.Connection, stream: Stream, name: str) -> Walker | None:
    """Return where a walker is, None when it never was anywhere."""
    row = connection.execute(
        "SELECT watermark, width, oldest, latest, cursor, pages FROM walker"
        " WHERE organization = ? AND source = ? AND name = ?",
        (stream.organization, stream.source, name),
    ).fetchone()
    if row is None:
        return None
    watermark, width, oldest, latest, cursor, pages = row
    window = None if oldest is None else Window(oldest, latest)
    return Walker(watermark, width, window, cursor, pages)


def save(connection: sqlite3.Connection, stream: Stream, name: str, walker: Walker) -> None:
    """Keep where a walker is; part of the caller's transaction."""
    window = walker.window
    bounds = (None, None) if window is None else (window.oldest, window.latest)
    connection.execute(
        "INSERT OR REPLACE INTO walker VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(stream.organization, stream.source, name, walker.watermark, walker.width),
            *(*bounds, walker.cursor, walker.pages),
        ),
    )


def watermarks(connection: sqlite3.Connection, stream: Stream) -> dict[str, int]:
    """Return how far each walker of a log has read, by its name."""
    rows = connection.execute(
        "SELECT name, watermark FROM walker WHERE organization = ? AND source = ?",
        (stream.organization, stream.source),
    )
    return dict(rows.fetchall())
