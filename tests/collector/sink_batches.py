"""Batches that the tests deliver."""

from collections.abc import Iterable
from hashlib import sha256

import orjson

from slack_ocsf import map_event
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.sinks.sink import Batch, Waiting


def records(seed: int, count: int) -> tuple[bytes, ...]:
    """Return realistic events."""
    return tuple(orjson.dumps(map_event(one)) for one in entries(seed, count))


def batch(of: Iterable[bytes], team: str = "E0ACME") -> Batch:
    """Return a batch with a name of its content."""
    held = tuple(of)
    name = sha256(b"\n".join(held)).hexdigest()[:32]
    return Batch(name, "acme", "audit", team, held)


def waiting(records: int, size: int = 0, age: float = 0.0, *, is_last: bool = False) -> Waiting:
    return Waiting(records, size, age, is_last)


def uids(of: Iterable[bytes]) -> list[str]:
    """Return the ids of events, sorted."""
    return sorted(orjson.loads(record)["metadata"]["uid"] for record in of)
