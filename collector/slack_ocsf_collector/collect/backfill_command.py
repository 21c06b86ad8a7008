"""`slack-ocsf backfill`: read a past stretch of the audit log that was never read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slack_ocsf_collector.collect.stretch import stretch_options
from slack_ocsf_collector.settings.options import settings_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.settings.given import Given


@click.command("backfill", short_help="Collect a past stretch of the audit log.")
@stretch_options
@settings_options
def backfill_command(*, given: Mapping[str, Given], begin: int, end: int | None) -> None:
    """Read what of a past stretch of Slack's audit log was never read, and deliver its events.

    Runs beside a collector with the same settings, leaves it the requests that it needs, and ends
    at the latest where that one began. It can be ended at any moment: the next backfill of the same
    stretch goes on from there. What was read once is not read again (slack-ocsf verify does that).

    Progress is logged, with an estimate of the requests and seconds that are left.
    """
    from slack_ocsf_collector.collect.backfilling import backfill
    from slack_ocsf_collector.collect.beside import beside

    with beside(given, may_begin=True) as made:
        backfill(made, begin, end)
