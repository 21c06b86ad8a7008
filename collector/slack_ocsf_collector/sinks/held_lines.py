"""Read the ids and dates of events, or of untouched entries, that stand in a file of JSON lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from slack_ocsf.mapping.fit import milliseconds
from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.sinks.held import Held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def held_lines(file: Path) -> Iterator[Held]:
    """Yield those of the audit log; a line without its end is not there yet.

    Raises:
        OSError: The file cannot be read.
        SinkFailed: A line is no JSON object.
    """
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                return
            try:
                held = _held(orjson.loads(line))
            except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError):
                raise SinkFailed(
                    f"{file}:{number}: no event and no entry: somebody changed it. Put it back; or"
                    " move it away, and fill in what it held with: slack-ocsf verify --from TIME"
                ) from None
            if held is not None:
                yield held


def _held(record: dict[str, Any]) -> Held | None:
    metadata = record.get("metadata")
    if metadata is not None:
        if metadata.get("log_name") != "audit" or "uid" not in metadata:
            return None
        return Held(metadata["uid"], record["time"] // 1000)
    one, time = record.get("id"), milliseconds(record.get("date_create"))
    if type(one) in (str, int) and one != "" and time is not None:
        return Held(str(one), time // 1000)
    return None
