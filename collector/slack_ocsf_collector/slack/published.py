"""What Slack publishes about its log: the answers of /schemas and /actions."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson

_HERE = Path(__file__).resolve().parent


@cache
def published(name: Literal["schemas", "actions"]) -> dict[str, Any]:
    """Return an answer as it was recorded: beside this in a wheel, at the root in a checkout."""
    packaged = _HERE / "recorded"
    folder = packaged if packaged.exists() else _HERE.parents[2] / "schemas" / "slack"
    found: dict[str, Any] = orjson.loads((folder / f"{name}.json").read_bytes())
    return found
