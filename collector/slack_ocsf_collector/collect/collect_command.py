"""`slack-ocsf collect`: read Slack's logs and deliver their events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slack_ocsf_collector.settings.options import settings_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.settings.given import Given


@click.command("collect", short_help="Collect Slack's logs and deliver their events.")
@click.option("--once", is_flag=True, help="End when all that is there is delivered, as for cron.")
@settings_options
def collect_command(*, given: Mapping[str, Given], once: bool) -> None:
    """Read Slack's audit logs, and its access and integration logs, and deliver OCSF events.

    Goes on until stopped; with --once it ends when everything that is there by now has been
    delivered. What was read and delivered is kept in --state: killed at any moment, it goes on
    where it was, and no event is lost or written twice to a file.

    With --once the exit status says what is to be done: 10 the token, 11 its scope, 12 the plan,
    13 later, 14 the network, 15 Slack's answers, 16 a sink, 17 the state.
    """
    from slack_ocsf_collector.collect.assembly import collector, parts
    from slack_ocsf_collector.collect.stopping import stopping_clock
    from slack_ocsf_collector.health.watching import watched
    from slack_ocsf_collector.settings.load import load_settings

    settings = load_settings(given)
    with (
        stopping_clock() as clock,
        watched(settings) as health,
        parts(settings, clock, health) as made,
        collector(made, once=once) as collecting,
    ):
        if once:
            collecting.run_once()
        else:
            collecting.run()
