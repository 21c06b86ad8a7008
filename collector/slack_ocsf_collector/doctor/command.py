"""`slack-ocsf doctor`: test what a first run needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slack_ocsf_cli import Findings
from slack_ocsf_collector.settings.options import settings_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_ocsf_collector.doctor.finding import Finding
    from slack_ocsf_collector.settings.given import Given

_COLOURS = {"ok": "green", "warning": "yellow", "failed": "red"}


@click.command("doctor", short_help="Test what a first run needs, and say what to do.")
@settings_options
@click.option("--json", "as_json", is_flag=True, help="Print a JSON line for each finding.")
def doctor_command(*, given: Mapping[str, Given], as_json: bool) -> None:
    """Test token, scopes, installation, plan, clock, state and sinks, and say what to do.

    Slack is asked for no more than one row of each log. Nothing is collected or delivered. With
    a failed check the exit status is 1.
    """
    import json
    from dataclasses import asdict

    from slack_ocsf_cli.redaction import redacted
    from slack_ocsf_collector.doctor.examine import findings
    from slack_ocsf_collector.settings.load import load_settings

    failed = 0
    for one in findings(load_settings(given)):
        for line in [json.dumps(asdict(one))] if as_json else _lines(one):
            click.echo(redacted(line))
        failed += one.outcome == "failed"
    if failed:
        raise Findings("" if as_json else f"{failed} failed")


def _lines(one: Finding) -> Iterator[str]:
    outcome = click.style(f"{one.outcome:8}", fg=_COLOURS[one.outcome])
    yield f"{outcome} {one.part}: {one.check}: {one.fact}"
    if one.remedy:
        yield f"{'':8} -> {one.remedy}"
