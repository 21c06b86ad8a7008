"""The way from the line of an entry to the bytes of its event, as `slack-ocsf map` takes it."""

from __future__ import annotations

import orjson

import slack_ocsf
from slack_ocsf_collector.plain import plain_event
from slack_ocsf_collector.portable import parse, read


def line_event(line: bytes) -> bytes:
    """Return the event of an entry as JSON."""
    entry = read(line)
    made = None if entry is None else plain_event(line, entry, slack_ocsf)
    if made is None:
        return orjson.dumps(slack_ocsf.map_event(parse(line)))  # type: ignore[arg-type] # is an object
    return made[1]
