"""Times and durations as people write them; reading raises ValueError."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DATE_DIGITS = len("20260131")
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_DURATION = re.compile(r"(\d{1,9})([smhd])")
_MOMENTS = "2026-01-31, 2026-01-31T12:00:00Z, Unix seconds, or an age such as 30d"
_DURATIONS = "seconds, or a number with s, m, h or d, such as 15m"


def unix_seconds(value: object, now: float) -> int:
    """Return a moment; one without a zone is of UTC.

    Args:
        value: Unix seconds, a date, a date with a time, or an age such as `30d`.
        now: Unix seconds that an age counts back from.
    """
    seconds = _unix_seconds(value, now)
    if seconds > now:
        raise ValueError("it lies in the future")
    if seconds < 0:
        raise ValueError("it lies before 1970")
    return seconds


def seconds(value: object) -> int:
    """Return a duration: seconds, or a text such as `15m`."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value.isascii() and value.isdigit():
            return int(value)
        if match := _DURATION.fullmatch(value):
            return int(match[1]) * _UNITS[match[2]]
    raise ValueError(f"it should be {_DURATIONS}")


def shown(moment: int) -> str:
    """Return Unix seconds as people read them, such as `2026-01-31 12:00:00Z`."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M:%SZ}"


def _unix_seconds(value: object, now: float) -> int:
    match value:
        case bool():
            pass
        case int():
            return value
        case datetime():
            return _of(value)
        case date():
            return _of(datetime(value.year, value.month, value.day, tzinfo=UTC))
        case str():
            return _of_text(value, now)
    raise ValueError(f"it should be {_MOMENTS}")


def _of_text(text: str, now: float) -> int:
    if text.isascii() and text.isdigit() and len(text) != _DATE_DIGITS:
        return int(text)
    if _DURATION.fullmatch(text):
        return int(now) - seconds(text)
    try:
        return _of(datetime.fromisoformat(text))
    except ValueError:
        raise ValueError(f"it should be {_MOMENTS}") from None


def _of(moment: datetime) -> int:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp())
