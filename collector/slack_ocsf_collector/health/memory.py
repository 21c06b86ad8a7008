"""Keep what was learnt of an organisation's rhythm from one run to the next, beside the state.

It is no part of the state: without it, or when it is damaged, it is learnt anew.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from slack_ocsf_collector.health.rhythm import Rhythm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "rhythm.json"


def remembered(folder: Path) -> dict[str, Rhythm]:
    """Return the rhythms of streams that a folder keeps; none when it keeps none that can be read.

    Args:
        folder: Of the state.
    """
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {str(stream): _rhythm(**one) for stream, one in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def remember(folder: Path, rhythms: Mapping[str, Rhythm]) -> None:
    """Keep the rhythms of streams, in a file that appears whole; nothing where it cannot be."""
    text = json.dumps(
        {stream: {"last": one.last, "longest": one.longest} for stream, one in rhythms.items()}
    )
    beside = folder / f".{FILE}.{os.getpid()}"
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(folder / FILE)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _rhythm(last: int, longest: dict[str, int]) -> Rhythm:
    return Rhythm(int(last), {int(hour): int(seconds) for hour, seconds in longest.items()})
