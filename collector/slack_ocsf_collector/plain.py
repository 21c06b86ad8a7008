"""Map an entry as it was read, where nothing in it can need a change before it is mapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

Entry = TypeVar("Entry")
Body = dict[str, Any]

_53_BITS = orjson.OPT_STRICT_INTEGER


def plain_event(
    raw: bytes, entry: Entry, map_entry: Callable[[Entry], Body | None], keeping: ModuleType | None
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
        if body is None:
            return None
        if keeping is not None:
            keep_text(body, raw, keeping)
        return body, orjson.dumps(body, option=_53_BITS)
    except Exception:  # noqa: BLE001 - told when it is mapped with care
        return None


def keep_text(body: Body, raw: bytes, package: ModuleType) -> None:
    """Keep the text of an entry as `raw_data`, where its version of OCSF has room for that much."""
    text = raw.decode()
    if len(text) <= package.LONGEST_STRING:
        body["raw_data"] = text
