"""How long Slack asks to wait."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from slack_ocsf_collector.slack.answer import unix_seconds

if TYPE_CHECKING:
    from slack_ocsf_collector.slack.answer import Received

LEAST, USUAL, MOST = 1.0, 30.0, 900.0
"""Seconds. Slack's limits are per minute: more than MOST is a mistake of somebody's."""


def retry_after(received: Received) -> float:
    """Return how many seconds to wait, from LEAST to MOST; USUAL when Slack does not say.

    A date counts from the answer's own, so that the local clock does not matter.
    """
    text = received.headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        until, date = unix_seconds(text), received.date
        if until is None or date is None:
            return USUAL
        seconds = until - date
    if math.isnan(seconds):
        return USUAL
    return min(max(seconds, LEAST), MOST)
