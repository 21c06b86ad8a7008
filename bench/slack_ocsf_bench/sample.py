"""The entries that everything is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from slack_ocsf import map_event
from slack_ocsf_collector.entries import entries

_SEED = 7


@dataclass(frozen=True, slots=True)
class Sample:
    """Entries in the forms that they are read in, and their events.

    Attributes:
        lines: One JSON text for each entry.
        page: The same as one saved response of `/logs`.
        odd_lines: The same, each with a member that the table does not know or a mistyped one.
        events: The event of each of `lines`.
        odd_events: The event of each of `odd_lines`.
    """

    lines: list[bytes]
    page: bytes
    odd_lines: list[bytes]
    events: list[dict[str, Any]]
    odd_events: list[dict[str, Any]]


def sample(count: int) -> Sample:
    """Return that many entries in the mix of actions that the demo has."""
    found = list(islice(entries(_SEED, count), count))
    lines = [orjson.dumps(entry) for entry in found]
    odd = [_odd(number, orjson.loads(line)) for number, line in enumerate(lines)]
    return Sample(
        lines=lines,
        page=b'{"ok":true,"entries":[' + b",".join(lines) + b'],"response_metadata":{}}',
        odd_lines=[orjson.dumps(entry) for entry in odd],
        events=[map_event(entry) for entry in found],
        odd_events=[map_event(entry) for entry in odd],
    )


def _odd(number: int, entry: dict[str, Any]) -> dict[str, Any]:
    if number % 2:
        entry["context"]["ip_address"] = {"v4": entry["context"].get("ip_address")}
    else:
        entry["context"]["risk"] = {"score": number, "reasons": ["new"]}
    return entry
