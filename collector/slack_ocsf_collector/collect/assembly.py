"""Make a collector of its settings."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Literal

from slack_ocsf_collector.collect.audit_reader import AuditReader
from slack_ocsf_collector.collect.collector import Collector
from slack_ocsf_collector.collect.delivering import Delivering
from slack_ocsf_collector.collect.delivery_lock import DeliveryLock
from slack_ocsf_collector.collect.drift_reader import DriftReader
from slack_ocsf_collector.collect.recording import Recorder
from slack_ocsf_collector.collect.row_reader import RowReader
from slack_ocsf_collector.collect.slack_time import SlackTime
from slack_ocsf_collector.collect.window_reader import WindowReader
from slack_ocsf_collector.collect.windows import walks
from slack_ocsf_collector.editions import edition
from slack_ocsf_collector.failures import StateUnusable
from slack_ocsf_collector.health.noting import Noting
from slack_ocsf_collector.health.observer import Stream
from slack_ocsf_collector.settings.secrets import read_secret, token_reader
from slack_ocsf_collector.sinks.make import make_sink
from slack_ocsf_collector.slack.budget import Budget
from slack_ocsf_collector.slack.client import SlackClient
from slack_ocsf_collector.state.database import open_state, told_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

    from slack_ocsf_collector.collect.reader import Reader
    from slack_ocsf_collector.health.observer import Observer
    from slack_ocsf_collector.settings.settings import Organization, Settings
    from slack_ocsf_collector.sinks.sink import Sink
    from slack_ocsf_collector.slack.budget import Lane
    from slack_ocsf_collector.waiting import Clock

_TRIES, _BETWEEN_TRIES = 5, 0.2


@dataclass(frozen=True, slots=True)
class Parts:
    """What every command works with that reads Slack or delivers.

    Attributes:
        settings: What the collector is told.
        package: The generated package that maps.
        state: A connection to the state.
        sinks: Where to deliver.
        delivering: To all sinks.
        clock: Tells the time, waits, and knows when to stop.
        observer: Is told.
    """

    settings: Settings
    package: ModuleType
    state: sqlite3.Connection
    sinks: Sequence[Sink]
    delivering: Delivering
    clock: Clock
    observer: Observer

    def recorder(self, organization: Organization, source: str) -> Recorder:
        """Return what commits the pages of a log."""
        return self.recorder_of(Stream(organization.name, source), organization.team or "")

    def recorder_of(self, stream: Stream, team: str) -> Recorder:
        """Return what commits rows of a stream; `team` is empty where it is not known."""
        return Recorder(
            connection=self.state,
            stream=stream,
            team=team,
            package=self.package,
            carried=frozenset(sink.carries for sink in self.settings.sinks),
            clock=self.clock,
        )


@contextmanager
def parts(settings: Settings, clock: Clock, observer: Observer) -> Iterator[Parts]:
    """Open the state, and make the sinks; nothing is delivered or asked yet.

    Raises:
        StateUnusable: The state cannot be opened, or, in the block, be read.
        Misconfigured: A sink cannot be made.
    """
    package = edition(settings.ocsf)
    with told_of(settings.state), ExitStack() as opened:
        state = open_state(settings.state)
        opened.callback(state.close)
        sinks = [
            make_sink(one, package=package, read_secret=read_secret, sleep=clock.wait)
            for one in settings.sinks
        ]
        lock = DeliveryLock(settings.state)
        noting = Noting(observer, state)
        delivering = Delivering(state, sinks, lock, clock, noting)
        opened.callback(delivering.close)
        yield Parts(settings, package, state, sinks, delivering, clock, noting)


@contextmanager
def slack_client(made: Parts, organization: Organization, lane: Lane) -> Iterator[SlackClient]:
    """Give a client of an organisation's Slack, with a connection of its own for the budget."""
    with ExitStack() as opened:
        connection = open_state(made.settings.state, is_durable=False)
        opened.callback(connection.close)
        budget = Budget(connection, organization.name, organization.requests_per_minute, made.clock)
        yield opened.enter_context(
            SlackClient(
                token_reader(organization),
                budget,
                made.clock,
                lane=lane,
                api_url=organization.api_url,
                web_url=organization.web_url,
                told=partial(made.observer.requested, organization.name),
            )
        )


@contextmanager
def collector(made: Parts, *, once: bool) -> Iterator[Collector]:
    """Give the collector of all organisations and logs.

    Raises:
        StateUnusable: Another one works with the same state.
    """
    with ExitStack() as opened:
        opened.enter_context(alone(made.settings.state, "collect", made.clock))
        readers: list[Reader] = []
        for organization in made.settings.organizations:
            client = opened.enter_context(slack_client(made, organization, "tail"))
            readers += _readers(made, organization, client, once=once)
            readers.append(_drift_reader(made, organization, client))
        yield Collector(readers, made.delivering, made.clock, made.observer)


@contextmanager
def alone(state: Path, work: Literal["collect", "past"], clock: Clock) -> Iterator[None]:
    """Keep others from doing the same with a state.

    Raises:
        StateUnusable: Another process does, and for longer than `status` takes to ask whether
            one does.
        Stopped: Somebody asked to stop.
    """
    what = "collect" if work == "collect" else "backfill, verify or replay"
    lock = DeliveryLock(state, work)
    try:
        for _ in range(_TRIES):
            if lock.is_held:
                break
            clock.wait(_BETWEEN_TRIES)
        else:
            raise StateUnusable(
                f"another slack-ocsf {what} works with {state}; let it end first, or give this one"
                " a --state of its own"
            )
        yield
    finally:
        lock.release()


def window_reader(made: Parts, organization: Organization, client: SlackClient) -> WindowReader:
    """Return what reads windows of an organisation's audit log."""
    return WindowReader(
        client,
        made.recorder(organization, "audit"),
        SlackTime(made.clock),
        organization.page_size,
        made.observer,
    )


def follower(
    made: Parts, organization: Organization, client: SlackClient, *, once: bool
) -> AuditReader:
    """Return what follows an organisation's audit log."""
    return AuditReader(
        window_reader(made, organization, client),
        walks(made.settings.timing, once=once),
        oldest=organization.oldest,
        once=once,
    )


def _drift_reader(made: Parts, organization: Organization, client: SlackClient) -> DriftReader:
    return DriftReader(
        client,
        organization.name,
        state=made.state,
        package=made.package,
        clock=made.clock,
        observer=made.observer,
    )


def _readers(
    made: Parts, organization: Organization, client: SlackClient, *, once: bool
) -> Iterator[Reader]:
    for source in organization.sources:
        if source == "audit":
            yield follower(made, organization, client, once=once)
        else:
            yield RowReader(
                client,
                recorder=made.recorder(organization, source),
                time=SlackTime(made.clock),
                clock=made.clock,
                poll=inf if once else made.settings.timing.poll,
                observer=made.observer,
            )
