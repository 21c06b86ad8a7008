"""The way from the line of an entry to the bytes of its event, as `slack-ocsf map` takes it."""

from __future__ import annotations

import orjson

import slack_ocsf
from slack_ocsf import usual
from slack_ocsf_collector.plain import plain_event
from slack_ocsf_collector.portable import is_flat, parse, read


def line_event(line: bytes) -> bytes:
    """Return the event of an entry as JSON."""
    entry = usual.read(line)
    written = entry and usual.write(entry)
    return written.json if written else _by_dicts(line)


def _by_dicts(line: bytes) -> bytes:
    entry = read(line) if is_flat(line) else None
    made = entry and plain_event(line, entry, slack_ocsf.map_event, None)
    return made[1] if made else orjson.dumps(slack_ocsf.map_event(parse(line)))  # type: ignore[arg-type] # is an object
