"""Open the state, and change it in transactions that are on the disk when they end."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING

from slack_ocsf_collector import disk_errors
from slack_ocsf_collector.failures import StateUnusable
from slack_ocsf_collector.slack import budget
from slack_ocsf_collector.state import (
    covered,
    dead_letters,
    ledger,
    outbox,
    sqlite_errors,
    troubles,
    walkers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "state.sqlite"
_VERSION = 1
_PATIENCE = 30.0
"""Seconds to wait for another process to end its transaction."""
_PAUSE = 0.01
_SCHEMAS = (
    walkers.SCHEMA,
    covered.SCHEMA,
    ledger.SCHEMA,
    ledger.BY_DATE,
    outbox.SCHEMA,
    outbox.SINKS,
    outbox.DELIVERIES,
    dead_letters.SCHEMA,
    troubles.SCHEMA,
    budget.SCHEMA,
)


def check_there(folder: Path) -> None:
    """Check that a folder holds a state, for who would be misled by a new one.

    Raises:
        StateUnusable: It does not.
    """
    if not (folder / FILE).exists():
        raise StateUnusable(
            f"{folder} has no state: nothing was collected yet, or --state is another"
        )


def open_state(folder: Path, *, is_durable: bool = True) -> sqlite3.Connection:
    """Return a connection to the state in a folder; both are made when they are not there.

    Args:
        folder: Holds the state.
        is_durable: Whether what is committed outlives a loss of power, and not just of the process.

    Raises:
        StateUnusable: It is no state of ours, damaged, of a later version, or not ours to write.
    """
    file = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
        _log_ahead(connection)
        connection.execute(f"PRAGMA synchronous = {'FULL' if is_durable else 'NORMAL'}")
        _bring_up(connection, file)
    except sqlite3.Error as error:
        raise sqlite_errors.unusable(error, file) from error
    except OSError as error:
        raise StateUnusable(disk_errors.told(error, file)) from error
    return connection


def check_whole(folder: Path) -> None:
    """Read all of the state in a folder, which is made when it is not there.

    Raises:
        StateUnusable: It cannot be opened, or is damaged anywhere.
    """
    with told_of(folder), closing(open_state(folder)) as state:
        (found,) = state.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"malformed: {found}")


@contextmanager
def told_of(folder: Path) -> Iterator[None]:
    """Name the state in a folder when reading it fails anywhere in the block.

    Raises:
        StateUnusable: It did.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise sqlite_errors.unusable(error, folder / FILE) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of the block or nothing; when it ends well, it is on the disk.

    Raises:
        StateUnusable: The state could not be changed, and was not.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            yield
    except sqlite3.Error as error:
        raise sqlite_errors.unusable(error, sqlite_errors.file_of(connection)) from error


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Read in the block what the state is at one moment, whatever others change meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have what is written go to a log first, which a new file does not do yet.

    While another process asks for the same, SQLite refuses at once and does not wait.
    """
    until = monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(_PAUSE)
        else:
            return


def _bring_up(connection: sqlite3.Connection, file: Path) -> None:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > _VERSION:
        raise StateUnusable(
            f"{file} is of a later slack-ocsf (state version {found}, this one knows"
            f" {_VERSION}): upgrade slack-ocsf, or give another --state"
        )
    if found < _VERSION:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            for schema in _SCHEMAS:
                connection.execute(schema)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
