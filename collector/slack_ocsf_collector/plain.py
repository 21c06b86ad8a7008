"""Map an entry as it was read, where nothing in it can need a change before it is mapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

Body = dict[str, Any]

_53_BITS = orjson.OPT_STRICT_INTEGER


def plain_event(
    raw: bytes, entry: Body, map_entry: Callable[[Body], Body], keeping: ModuleType | None
) -> tuple[Body, bytes] | None:
    """Return the event of an entry of the audit log, and the event as JSON.

    No attribute takes an integer beyond 64 bits, so it stands under `unmapped`, and writing the
    event fails: orjson refuses all of more than 53 bits here.

    Args:
        raw: The text of the entry.
        entry: What was read there, and does not nest too deep.
        map_entry: Maps what was read.
        keeping: The generated package, if the event is to keep the text.

    Returns:
        None where `portable.parse` has to be asked what the entry says, or why it is none.
    """
    try:
        body = map_entry(entry)
        json = orjson.dumps(body, option=_53_BITS)
        return body, json if keeping is None else with_text(json, raw, keeping)
    except Exception:  # noqa: BLE001 - told when it is mapped with care
        return None


def with_text(json: bytes, raw: bytes, package: ModuleType) -> bytes:
    """Return the JSON of an event with the text of its entry as `raw_data`, where there is room."""
    text = raw.decode()
    if len(text) > package.LONGEST_STRING:
        return json
    return b"".join((json[:-1], b',"raw_data":', orjson.dumps(text), b"}"))
