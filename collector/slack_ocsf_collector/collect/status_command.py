"""`slack-ocsf status`: how far a collector is, what waits, what fails."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from slack_ocsf_cli import Findings
from slack_ocsf_collector.collect.backfill_reader import NAME as BACKFILL
from slack_ocsf_collector.settings.moments import shown
from slack_ocsf_collector.settings.options import settings_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_ocsf_collector.collect.standing import Standing, StreamStanding
    from slack_ocsf_collector.settings.given import Given


@click.command("status", short_help="Show how far a collector is, what waits, what fails.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
@settings_options
def status_command(*, given: Mapping[str, Given], as_json: bool) -> None:
    """Show what the state says of a collector: how far each log is read, what waits, what fails.

    Nothing is asked of Slack. The exit status is 1 when anything fails.
    """
    import orjson

    from slack_ocsf_collector.collect.standing import standing
    from slack_ocsf_collector.settings.load import load_settings

    found = standing(load_settings(given), int(time.time()))
    if as_json:
        click.echo(orjson.dumps(found))
    else:
        for line in _lines(found):
            click.echo(line)
    if found.troubles:
        raise Findings


def _lines(found: Standing) -> Iterator[str]:
    yield "collect is running" if found.is_running else "no collect is running"
    for stream in found.streams:
        yield from _stream_lines(stream)
    for sink in found.sinks:
        yield f"{sink.name}: {sink.records} records wait ({sink.size:,} bytes)"
    yield f"ledger: {found.ledger:,} ids"
    if found.dead_letters:
        yield f"rejected: {found.dead_letters} entries wait for slack-ocsf replay"
    for one in found.troubles:
        yield click.style(
            f"failing: {one.part}: {one.kind} since {shown(one.since)}: {one.message}", fg="red"
        )


def _stream_lines(stream: StreamStanding) -> Iterator[str]:
    yield f"{stream.stream}: {int(stream.requests_left)} requests could be sent now"
    for walker in stream.walkers:
        window = walker.window
        at = f", reading to {shown(window.latest)}, page {walker.pages + 1}" if window else ""
        ago = "" if walker.name == BACKFILL else f", {walker.lag} s ago"
        yield f"  {walker.name}: read up to {shown(walker.watermark)}{ago}{at}"
    for one in stream.covered:
        yield f"  covered: {shown(one.oldest)} to {shown(one.latest)}"
