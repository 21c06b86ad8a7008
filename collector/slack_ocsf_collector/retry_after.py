"""How long an answer asks to wait."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds an answer asks to wait, None when it does not say.

    A date counts from the answer's own, so that the local clock does not matter.

    Args:
        headers: Those of the answer, with names in lower case or found whatever their case.
    """
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, headers.get("date", ""))
    return None if math.isnan(seconds) else max(0.0, seconds)


def _until(text: str, date: str) -> float | None:
    try:
        until, now = parsedate_to_datetime(text), parsedate_to_datetime(date)
        return max(0.0, (_aware(until) - _aware(now)).total_seconds())
    except (ValueError, OverflowError):
        return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
