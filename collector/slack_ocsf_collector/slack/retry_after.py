"""How long Slack asks to wait, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_ocsf_collector.retry_after import retry_after

if TYPE_CHECKING:
    from slack_ocsf_collector.slack.answer import Received

LEAST, USUAL, MOST = 1.0, 30.0, 900.0
"""Seconds. Slack's limits are per minute: more than MOST is a mistake of somebody's."""


def seconds_to_wait(received: Received) -> float:
    """Return how many seconds to wait, from LEAST to MOST; USUAL when Slack does not say."""
    seconds = retry_after(received.headers)
    return USUAL if seconds is None else min(max(seconds, LEAST), MOST)
