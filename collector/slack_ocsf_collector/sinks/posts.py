"""A batch as the bodies of requests: JSON lines, split by size, the same for the same batch."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.sinks.sink import Batch


@dataclass(frozen=True, slots=True)
class Largest:
    """What a request holds at most; a record that is larger goes alone.

    Attributes:
        records: How many.
        size: Their bytes, before they are compressed.
    """

    records: int = 5_000
    size: int = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Post:
    """The body of a request.

    Attributes:
        key: Names what it holds: that of the batch, and a number where the batch is split.
        body: JSON lines.
    """

    key: str
    body: bytes


def posts(batch: Batch, largest: Largest) -> Iterator[Post]:
    """Yield the requests of a batch."""
    parts = list(_parts(batch.records, largest))
    for number, records in enumerate(parts, 1):
        key = batch.name if len(parts) == 1 else f"{batch.name}-{number}"
        yield Post(key, b"\n".join([*records, b""]))


def compressed(body: bytes) -> bytes:
    """Return a body in gzip, without the time of day."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def _parts(records: tuple[bytes, ...], largest: Largest) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    size = 0
    for record in records:
        added = len(record) + 1
        if part and (size + added > largest.size or len(part) == largest.records):
            yield part
            part, size = [], 0
        part.append(record)
        size += added
    if part:
        yield part
