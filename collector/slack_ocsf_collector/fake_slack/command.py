"""`slack-ocsf fake-slack`: a server that behaves as Slack does."""

from __future__ import annotations

import json
import os
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.fake_slack.fault_kinds import faults_told
from slack_ocsf_collector.fake_slack.options import read_faults, read_lateness

if TYPE_CHECKING:
    from slack_ocsf_collector.fake_slack.settings import Settings
    from slack_ocsf_collector.fake_slack.spreading import Span

_WEEK = 7 * 86400
_SHARE = click.FloatRange(0, 1)
_COUNT = click.IntRange(min=0)


@click.command(
    "fake-slack",
    short_help="Serve invented audit logs as Slack does, for tests.",
    epilog=f"\b\nWhat can go wrong:\n{faults_told()}",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen here.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Listen here; 0 for any that is free."
)
@click.option("--seed", default=0, show_default=True, help="Decides all that is invented.")
@click.option(
    "--events", type=_COUNT, default=10_000, show_default=True, help="Audit entries at the start."
)
@click.option("--oldest", type=_COUNT, help="Unix time of the first; 7 days before the last.")
@click.option("--latest", type=_COUNT, help="Unix time of the last at the start; by default now.")
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    default=0.0,
    help="New audit entries each second, on average.",
)
@click.option(
    "--late",
    "lateness",
    callback=read_lateness,
    metavar="SHARE:SECONDS",
    default="0:0",
    help="Such a share, from 0 to 1, can be read only so many seconds after its date.",
)
@click.option(
    "--logins", type=_COUNT, default=250, show_default=True, help="Rows of team.accessLogs."
)
@click.option(
    "--login-rate",
    type=click.FloatRange(min=0),
    default=0.0,
    help="Logins each second, on average: rows grow.",
)
@click.option(
    "--changes", type=_COUNT, default=120, show_default=True, help="Rows of team.integrationLogs."
)
@click.option("--stopped", is_flag=True, help="Let the clock stand, at --latest, until moved.")
@click.option(
    "--limit-per-minute",
    "per_minute",
    type=_COUNT,
    default=50,
    show_default=True,
    help="Requests under /audit/v1; 0 for no limit.",
)
@click.option(
    "--web-limit-per-minute",
    "web_per_minute",
    type=_COUNT,
    default=20,
    show_default=True,
    help="Requests to each method of the Web API; 0 for no limit.",
)
@click.option(
    "--retry-after",
    type=click.Choice(["seconds", "date"]),
    default="seconds",
    show_default=True,
    help="How the answer 429 tells when to come back.",
)
@click.option(
    "--end",
    type=click.Choice(["empty", "null", "absent", "nothing"]),
    default="empty",
    show_default=True,
    help="next_cursor of the last page; nothing: no metadata.",
)
@click.option(
    "--over",
    type=_SHARE,
    default=1.0,
    show_default=True,
    help="Share of pages that go beyond limit, to the end of a second.",
)
@click.option(
    "--short",
    type=_SHARE,
    default=0.05,
    show_default=True,
    help="Share of pages that hold half of limit, with more to come.",
)
@click.option(
    "--empty",
    type=_SHARE,
    default=0.02,
    show_default=True,
    help="Share of pages that hold nothing, with more to come.",
)
@click.option("--token", default="xoxp-fake", show_default=True, help="The one that is accepted.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    callback=read_faults,
    metavar="NAME[=ARGUMENT]",
    help="Let this go wrong in answers of /audit/v1/logs. Behind it: ,after=N requests ,count=N "
    "times ,odds=P (0 to 1) ,path=PREFIX of others.",
)
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write each request here, as JSON lines.",
)
def fake_slack_command(**given: Any) -> None:  # noqa: ANN401 - as many types as options
    """Serve the Audit Logs API and the Web API's logs of an invented organization, until stopped.

    Writes one line of JSON to standard output when ready: {"url": ..., "pid": ...}. Answers
    /audit/v1/logs, /audit/v1/schemas, /audit/v1/actions, /api/team.accessLogs,
    /api/team.integrationLogs and /api/auth.test.

    Beside them, GET /fake/entries, /fake/logins and /fake/changes tell all that can be read by
    now, and /fake/requests what was asked, as JSON lines. POST /fake/clock moves the clock:
    {"advance": SECONDS}, {"running": false}. POST /fake/fault lets things go wrong, or well
    again: {"set": "status=503,count=3"}, {"clear": "all"}.
    """
    from slack_ocsf_collector.fake_slack.answering import FakeSlack
    from slack_ocsf_collector.fake_slack.clock import Clock
    from slack_ocsf_collector.fake_slack.faults import Faults
    from slack_ocsf_collector.fake_slack.journal import Journal
    from slack_ocsf_collector.fake_slack.server import Server
    from slack_ocsf_collector.output import growing_file

    host, port, log = (given.pop(name) for name in ("host", "port", "log"))
    is_stopped, at_start = given.pop("stopped"), given.pop("faults")
    settings = _settings(given)
    latest = settings.span.latest
    clock = Clock(stopped_at=latest if is_stopped else None)
    if latest > clock.now():
        raise click.UsageError(f"--latest {latest} is to come; add --stopped to begin there")
    with ExitStack() as opened:
        journal = Journal(opened.enter_context(growing_file(log)) if log else None)
        faults = Faults(settings.seed)
        for fault in at_start:
            faults.switch_on(fault)
        slack = opened.enter_context(closing(FakeSlack(settings, clock, faults, journal)))
        try:
            server = opened.enter_context(Server((host, port), slack))
        except OSError as error:
            raise CannotDo(f"{host}:{port}: {error.strerror}") from error
        click.echo(json.dumps({"url": server.url, "pid": os.getpid()}))
        server.serve_forever()


def _settings(given: dict[str, Any]) -> Settings:
    """Return the settings that the options give, which it takes out."""
    from slack_ocsf_collector.fake_slack.paging import Habits
    from slack_ocsf_collector.fake_slack.settings import Settings

    habits = Habits(*(given.pop(name) for name in ("over", "short", "empty")))
    span = _span(*(given.pop(name) for name in ("events", "oldest", "latest")))
    return Settings(span=span, habits=habits, **given)


def _span(events: int, oldest: int | None, latest: int | None) -> Span:
    from slack_ocsf_collector.fake_slack.spreading import Span

    latest = int(time.time()) if latest is None else latest
    oldest = latest - _WEEK if oldest is None else oldest
    if oldest > latest:
        raise click.UsageError(f"--oldest {oldest} is after --latest {latest}")
    return Span(events, oldest, latest)
