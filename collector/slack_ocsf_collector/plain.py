"""Map an entry as it was read, where nothing in it can need a change before it is mapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from slack_ocsf_collector.portable import is_flat

if TYPE_CHECKING:
    from types import ModuleType

_53_BITS = orjson.OPT_STRICT_INTEGER


def plain_event(
    raw: bytes, entry: dict[str, Any], package: ModuleType, *, raw_data: bool = False
) -> tuple[dict[str, Any], bytes] | None:
    """Return the event of an entry of the audit log, and the event as JSON.

    No attribute takes an integer beyond 64 bits, so it stands under `unmapped`, and writing the
    event fails: orjson refuses all of more than 53 bits here.

    Args:
        raw: The text of the entry.
        entry: What `portable.read` returns for it.
        package: The generated package that maps.
        raw_data: Whether the event keeps the text.

    Returns:
        None where `portable.parse` has to be asked what the entry says, or why it is none.
    """
    if not is_flat(raw):
        return None
    try:
        body: dict[str, Any] = package.map_event(entry)
        if raw_data:
            keep_text(body, raw, package)
        return body, orjson.dumps(body, option=_53_BITS)
    except Exception:  # noqa: BLE001 - told when it is mapped with care
        return None


def keep_text(body: dict[str, Any], raw: bytes, package: ModuleType) -> None:
    """Keep the text of an entry as `raw_data`, where its version of OCSF has room for that much."""
    text = raw.decode()
    if len(text) <= package.LONGEST_STRING:
        body["raw_data"] = text
