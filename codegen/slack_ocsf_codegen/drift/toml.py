"""Values of the table written as TOML again, on one line."""

import json
import re
from collections.abc import Mapping

from slack_ocsf_codegen.ir import Raw, RawArray, RawLiteral

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def key(name: str) -> str:
    """Return a key, quoted when it has a dot or anything else that a bare key cannot have."""
    return name if _BARE.fullmatch(name) else _string(name)


def line(action: str, target: str, own: Mapping[str, Raw]) -> str:
    """Return an action's line: `action = "class.activity"`, or a table when it sets more."""
    if not own:
        return f"{key(action)} = {_string(target)}"
    return f"{key(action)} = {_inline({'to': _string(target), **_written(own)})}"


def value(raw: Raw) -> str:
    """Return a value as it can stand behind a key."""
    if isinstance(raw, RawLiteral):
        return _literal(raw)
    if isinstance(raw, RawArray):
        return f"[{', '.join(value(item) for item in raw.items)}]"
    return _inline(_written(raw.entries))


def _literal(raw: RawLiteral) -> str:
    if isinstance(raw.value, bool):
        return str(raw.value).lower()
    return _string(raw.value) if isinstance(raw.value, str) else repr(raw.value)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(entries: Mapping[str, Raw]) -> dict[str, str]:
    return {name: value(raw) for name, raw in entries.items()}


def _inline(members: Mapping[str, str]) -> str:
    written = ", ".join(f"{key(name)} = {text}" for name, text in members.items())
    return f"{{ {written} }}" if written else "{}"
