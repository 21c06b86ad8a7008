"""What SQLite says of a state that cannot be used, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from slack_ocsf_collector.disk_errors import CLOSED, FULL, GOES_ON
from slack_ocsf_collector.failures import StateUnusable

if TYPE_CHECKING:
    import sqlite3

_DAMAGED = (
    "it is damaged: move it away and start again with --oldest at the time of the last event that"
    " was delivered; what came since is read again"
)
_REMEDIES = {
    "not a database": _DAMAGED,
    "malformed": _DAMAGED,
    "locked": "another program has it open; end that one first",
    "full": FULL,
    "readonly": CLOSED,
    "unable to open": f"its folder is closed or full: {CLOSED}",
    "disk I/O": f"the disk is full, read-only or broken; once it is well, {GOES_ON}",
}


def file_of(connection: sqlite3.Connection) -> Path:
    """Return the file that a connection is to."""
    (_, _, file) = connection.execute("PRAGMA database_list").fetchone()
    return Path(file)


def unusable(error: sqlite3.Error, file: Path) -> StateUnusable:
    """Return the failure that names place, fact and likely fix."""
    found = (remedy for part, remedy in _REMEDIES.items() if part in str(error))
    remedy = next(found, "")
    return StateUnusable(f"{file}: {error}" + (f" ({remedy})" if remedy else ""))
