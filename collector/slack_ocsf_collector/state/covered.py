"""Which stretches of a log's time were read to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_ocsf_collector.slack.page import Window

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from slack_ocsf_collector.health.observer import Stream

SCHEMA = """
CREATE TABLE IF NOT EXISTS covered (
    organization TEXT NOT NULL,
    source TEXT NOT NULL,
    oldest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    PRIMARY KEY (organization, source, oldest)
) WITHOUT ROWID, STRICT
"""


def add(connection: sqlite3.Connection, stream: Stream, window: Window) -> None:
    """Note a window, as one with those that it touches; part of the caller's transaction."""
    key = (stream.organization, stream.source)
    touching = connection.execute(
        "DELETE FROM covered WHERE organization = ? AND source = ? AND oldest <= ? AND latest >= ?"
        " RETURNING oldest, latest",
        (*key, window.latest + 1, window.oldest - 1),
    ).fetchall()
    oldest = min([window.oldest, *(oldest for oldest, _ in touching)])
    latest = max([window.latest, *(latest for _, latest in touching)])
    connection.execute("INSERT INTO covered VALUES (?, ?, ?, ?)", (*key, oldest, latest))


def every(connection: sqlite3.Connection, stream: Stream) -> list[Window]:
    """Return the stretches that were read, the oldest first; no two touch."""
    rows = connection.execute(
        "SELECT oldest, latest FROM covered WHERE organization = ? AND source = ? ORDER BY oldest",
        (stream.organization, stream.source),
    )
    return [Window(*row) for row in rows.fetchall()]


def gaps(connection: sqlite3.Connection, stream: Stream, within: Window) -> Iterator[Window]:
    """Yield what of a stretch was not read, the oldest first."""
    oldest = within.oldest
    for one in every(connection, stream):
        if one.latest < oldest:
            continue
        if one.oldest > within.latest:
            break
        if one.oldest > oldest:
            yield Window(oldest, one.oldest - 1)
        oldest = one.latest + 1
    if oldest <= within.latest:
        yield Window(oldest, within.latest)


def seconds_left(connection: sqlite3.Connection, stream: Stream, stretch: Window) -> int:
    """Return how many seconds of a stretch were not read."""
    left = gaps(connection, stream, stretch)
    return sum(gap.latest - gap.oldest + 1 for gap in left)


def within(connection: sqlite3.Connection, stream: Stream, stretch: Window) -> Iterator[Window]:
    """Yield what of a stretch was read, the oldest first."""
    for one in every(connection, stream):
        oldest, latest = max(one.oldest, stretch.oldest), min(one.latest, stretch.latest)
        if oldest <= latest:
            yield Window(oldest, latest)
