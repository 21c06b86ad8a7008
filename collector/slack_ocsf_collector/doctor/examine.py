"""Run all checks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from slack_ocsf_collector.doctor.machine_checks import sink_finding, state_findings
from slack_ocsf_collector.doctor.sink_checks import try_sink
from slack_ocsf_collector.doctor.slack_checks import SlackChecks
from slack_ocsf_collector.editions import edition
from slack_ocsf_collector.failures import StateUnusable
from slack_ocsf_collector.settings.secrets import token_reader
from slack_ocsf_collector.slack.budget import SCHEMA, Budget
from slack_ocsf_collector.slack.client import SlackClient
from slack_ocsf_collector.slack.patience import Timeouts
from slack_ocsf_collector.state import outbox
from slack_ocsf_collector.state.database import open_state
from slack_ocsf_collector.waiting import SystemClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.doctor.finding import Finding
    from slack_ocsf_collector.settings.settings import Organization, Settings
    from slack_ocsf_collector.waiting import Clock

_TIMEOUTS = Timeouts(connect=5.0, read=10.0, total=20.0)


def findings(settings: Settings, clock: Clock | None = None) -> Iterator[Finding]:
    """Yield what is found, as it is found. Nothing is collected or delivered.

    Args:
        settings: The settings of the collector.
        clock: Waits between attempts; None for the machine's.
    """
    yield from state_findings(settings.state)
    package = edition(settings.ocsf)
    with closing(_state(settings)) as state:
        for sink in settings.sinks:
            position = outbox.position(state, sink.name)
            yield sink_finding(sink.name, partial(try_sink, sink, package, position))
        for organization in settings.organizations:
            yield from _of_slack(organization, state, clock or SystemClock())


def _state(settings: Settings) -> sqlite3.Connection:
    """Return the state, or an empty one when it is unusable."""
    try:
        return open_state(settings.state)
    except StateUnusable:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.execute(SCHEMA)
        connection.execute(outbox.SINKS)
        return connection


def _of_slack(
    organization: Organization, state: sqlite3.Connection, clock: Clock
) -> Iterator[Finding]:
    """Yield the findings of an organisation."""
    budget = Budget(state, organization.name, organization.requests_per_minute, clock)
    with SlackClient(
        token_reader(organization),
        budget,
        clock,
        api_url=organization.api_url,
        web_url=organization.web_url,
        timeouts=_TIMEOUTS,
    ) as client:
        yield from SlackChecks(organization, client, budget).findings()
