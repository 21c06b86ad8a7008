"""Records that are committed and not yet delivered to every sink.

A parcel holds new records of one page, not more than are mapped together. Each sink takes the
parcels of a stream in their order. Which of them make up its next batch is written down, sealed,
before the batch is delivered for the first time: so whatever happens then, it is delivered again
with the same records under the same name, until the sink's new position and the end of the batch
are committed together.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import orjson

from slack_ocsf_collector.health.observer import Stream

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from slack_ocsf_collector.sinks.sink import Sink

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    organization TEXT NOT NULL,
    source TEXT NOT NULL,
    carries TEXT NOT NULL,
    only_to TEXT NOT NULL,
    team TEXT NOT NULL,
    name TEXT NOT NULL,
    amount INTEGER NOT NULL,
    size INTEGER NOT NULL,
    added_at REAL NOT NULL,
    records BLOB NOT NULL
) STRICT
"""
SINKS = """
CREATE TABLE IF NOT EXISTS sink (
    name TEXT PRIMARY KEY,
    position TEXT NOT NULL
) WITHOUT ROWID, STRICT
"""
DELIVERIES = """
CREATE TABLE IF NOT EXISTS delivery (
    sink TEXT NOT NULL,
    organization TEXT NOT NULL,
    source TEXT NOT NULL,
    delivered INTEGER NOT NULL,
    sealed INTEGER,
    PRIMARY KEY (sink, organization, source)
) WITHOUT ROWID, STRICT
"""
_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel without its records.

    Attributes:
        number: Its place in the order of all.
        team: Id of the organisation or workspace, empty when it is not known.
        name: A hash of its stream and of the ids of its records, in their order.
        amount: How many records.
        size: Their bytes.
        added_at: When it was committed, by the machine's monotonic clock.
    """

    number: int
    team: str
    name: str
    amount: int
    size: int
    added_at: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sink is with a stream: numbers of parcels, `sealed` None between two batches."""

    delivered: int
    sealed: int | None


def add(  # noqa: PLR0913 - all that a parcel is
    connection: sqlite3.Connection,
    stream: Stream,
    *,
    carries: str,
    team: str,
    ids: Sequence[str],
    records: Sequence[bytes],
    now: float,
    only_to: str = "",
) -> None:
    """Commit records to be delivered; part of the caller's transaction.

    Args:
        connection: To the state.
        stream: Where they are from.
        carries: `events` or `raw`.
        team: Id of the organisation or workspace, empty when it is not known.
        ids: Of the records, in their order.
        records: JSON texts without line ends.
        now: The machine's monotonic clock.
        only_to: Name of the one sink that lacks them; empty for all.
    """
    if not records:
        return
    text = b"\n".join(records)
    name = hash_of([str(stream), carries, *ids])
    connection.execute(
        "INSERT INTO outbox (organization, source, carries, only_to, team, name, amount, size,"
        " added_at, records) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(stream.organization, stream.source, carries, only_to, team, name),
            *(len(records), len(text), now, text),
        ),
    )


def hash_of(parts: Iterable[str]) -> str:
    """Return 32 hexadecimal digits for texts in their order."""
    return sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]


def streams(connection: sqlite3.Connection, carries: str) -> list[Stream]:
    """Return the streams that parcels of a kind are from, those of the oldest parcels first."""
    rows = connection.execute(
        "SELECT organization, source FROM outbox WHERE carries = ?"
        " GROUP BY organization, source ORDER BY min(number)",
        (carries,),
    )
    return [Stream(*row) for row in rows.fetchall()]


def parcels(
    connection: sqlite3.Connection, stream: Stream, carries: str, sink: str, after: int
) -> list[Parcel]:
    """Return the parcels of a stream that are for a sink, behind a number, in their order."""
    rows = connection.execute(
        "SELECT number, team, name, amount, size, added_at FROM outbox WHERE organization = ?"
        " AND source = ? AND carries = ? AND only_to IN ('', ?) AND number > ? ORDER BY number",
        (stream.organization, stream.source, carries, sink, after),
    )
    return [Parcel(*row) for row in rows.fetchall()]


def records_of(connection: sqlite3.Connection, those: Iterable[Parcel]) -> tuple[bytes, ...]:
    """Return the records of parcels, in their order."""
    found: list[bytes] = []
    for parcel in those:
        (text,) = connection.execute(
            "SELECT records FROM outbox WHERE number = ?", (parcel.number,)
        ).fetchone()
        found += text.split(b"\n")
    return tuple(found)


def waiting_ids(connection: sqlite3.Connection, stream: Stream, sink: Sink) -> Iterator[str]:
    """Yield the ids of entries that wait for a sink."""
    name, carries = sink.setting.name, sink.setting.carries
    after = progress(connection, name, stream).delivered
    for parcel in parcels(connection, stream, carries, name, after):
        for record in records_of(connection, [parcel]):
            found = orjson.loads(record)
            one = found["metadata"].get("uid") if carries == "events" else found.get("id")
            if one is not None:
                yield str(one)


def position(connection: sqlite3.Connection, sink: str) -> str:
    """Return the position of a sink, empty when it never had one."""
    row = connection.execute("SELECT position FROM sink WHERE name = ?", (sink,)).fetchone()
    return row[0] if row else ""


def progress(connection: sqlite3.Connection, sink: str, stream: Stream) -> Progress:
    """Return how far a sink is with a stream."""
    row = connection.execute(
        "SELECT delivered, sealed FROM delivery WHERE sink = ? AND organization = ? AND source = ?",
        (sink, stream.organization, stream.source),
    ).fetchone()
    return Progress(*row) if row else Progress(0, None)


def keep_progress(
    connection: sqlite3.Connection, sink: str, stream: Stream, made: Progress
) -> None:
    """Keep how far a sink is; part of the caller's transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, ?, ?)",
        (sink, stream.organization, stream.source, made.delivered, made.sealed),
    )


def keep_position(connection: sqlite3.Connection, sink: str, reached: str) -> None:
    """Keep the position of a sink; part of the caller's transaction."""
    connection.execute("INSERT OR REPLACE INTO sink VALUES (?, ?)", (sink, reached))


def remove_delivered(
    connection: sqlite3.Connection, stream: Stream, carries: str, sinks: Iterable[str]
) -> None:
    """Remove what all of these sinks that it is for have; part of the caller's transaction."""
    reached = {sink: progress(connection, sink, stream).delivered for sink in sinks}
    connection.executemany(
        "DELETE FROM outbox WHERE organization = ? AND source = ? AND carries = ? AND only_to = ?"
        " AND number <= ?",
        (
            (stream.organization, stream.source, carries, only_to, number)
            for only_to, number in {**reached, "": min(reached.values())}.items()
        ),
    )


def numbers(connection: sqlite3.Connection, kinds: Iterable[str]) -> tuple[int, int]:
    """Return the numbers of the oldest and the newest parcel of these kinds, 0 without any."""
    found = connection.execute("SELECT carries, min(number), max(number) FROM outbox GROUP BY 1")
    ends = [(oldest, newest) for carries, oldest, newest in found.fetchall() if carries in kinds]
    return min((one for one, _ in ends), default=0), max((one for _, one in ends), default=0)


def held(connection: sqlite3.Connection, kinds: Iterable[str]) -> tuple[int, int]:
    """Return how many records of these kinds the outbox holds, and their bytes.

    Those of another kind wait for a sink that was taken out of the settings.
    """
    found = connection.execute("SELECT carries, sum(amount), sum(size) FROM outbox GROUP BY 1")
    sums = [(amount, size) for carries, amount, size in found.fetchall() if carries in kinds]
    return sum(amount for amount, _ in sums), sum(size for _, size in sums)
