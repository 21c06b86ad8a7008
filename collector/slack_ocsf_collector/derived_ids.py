"""Ids for rows to which Slack gives none, derived from what they say.

A row of an access log is an aggregate that changes: it comes back with a later `date_last` and a
higher `count`. What it is of is its identity; each state of it is an event with an id of its own.
So a store that wants the latest state only keeps one event for each identity.

The same row gives the same ids in every process and on every machine, so that a file and the
collector agree. What already stands in the row is not touched.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

Row = dict[str, Any]

_IDENTITY = ("team_id", "user_id", "ip", "user_agent", "date_first")
_VERSION = ("date_last", "count")
_DIGITS = 32
"""128 bits: two of a million million rows share an id with a chance of one in 10^14."""


def with_access_ids(row: Row) -> Row:
    """Return a row of an access log with `identity` and `id`.

    `identity` is the hash of team, user, address, user agent and first access, `id` that of the
    same with last access and count.
    """
    identity = ["access", *(row.get(name) for name in _IDENTITY)]
    version = [row.get(name) for name in _VERSION]
    return {"id": _hash([*identity, *version]), "identity": _hash(identity), **row}


def with_integration_id(row: Row) -> Row:
    """Return a row of an integration log with `id`, the hash of all its members.

    Rows that are equal in everything, down to the second, share it: nothing tells them apart.
    """
    return {"id": _hash(["integration", row]), **row}


def _hash(value: object) -> str:
    written = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()[:_DIGITS]
