"""What the state says of a collector: how far it is, what waits, what fails."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.collect.delivery_lock import DeliveryLock
from slack_ocsf_collector.health.observer import Stream
from slack_ocsf_collector.slack.budget import AUDIT, Budget
from slack_ocsf_collector.state import covered, dead_letters, ledger, outbox, troubles, walkers
from slack_ocsf_collector.state.database import check_there, open_state, told_of
from slack_ocsf_collector.waiting import SystemClock

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from slack_ocsf_collector.settings.settings import Settings, SinkSetting
    from slack_ocsf_collector.slack.page import Window
    from slack_ocsf_collector.state.troubles import Trouble


@dataclass(frozen=True, slots=True)
class WalkerStanding:
    """How far a walker is.

    Attributes:
        name: Such as `settle`.
        watermark: Unix seconds up to which all is read.
        lag: Seconds between that and now, by this machine's clock.
        window: What it is reading, None between two windows.
        pages: How many pages of that are read.
    """

    name: str
    watermark: int
    lag: int
    window: Window | None
    pages: int


@dataclass(frozen=True, slots=True)
class StreamStanding:
    """How far a log is read.

    Attributes:
        stream: Such as `acme/audit`.
        walkers: Who reads it.
        covered: Stretches of an audit log's time that were read to their end.
        requests_left: How many requests of the audit log's quota could be sent at once.
    """

    stream: str
    walkers: Sequence[WalkerStanding]
    covered: Sequence[Window]
    requests_left: float


@dataclass(frozen=True, slots=True)
class SinkStanding:
    """What waits for a sink: records, and their bytes."""

    name: str
    records: int
    size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the state says.

    Attributes:
        is_running: Whether a `collect` works with it.
        streams: By log.
        sinks: By sink.
        ledger: Ids that are remembered.
        dead_letters: Entries that wait for `replay`.
        troubles: What fails.
    """

    is_running: bool
    streams: Sequence[StreamStanding]
    sinks: Sequence[SinkStanding]
    ledger: int
    dead_letters: int
    troubles: Sequence[Trouble]


def standing(settings: Settings, now: int) -> Standing:
    """Return what the state says now, Unix seconds by this machine's clock.

    Raises:
        StateUnusable: There is none, or it cannot be read.
    """
    check_there(settings.state)
    with told_of(settings.state), closing(open_state(settings.state)) as state:
        streams = [
            _stream(state, Stream(organization.name, source), organization.requests_per_minute, now)
            for organization in settings.organizations
            for source in organization.sources
        ]
        parts = {one.stream for one in streams} | {sink.name for sink in settings.sinks}
        return Standing(
            is_running=_is_running(settings),
            streams=streams,
            sinks=[_sink(state, sink) for sink in settings.sinks],
            ledger=ledger.size(state),
            dead_letters=dead_letters.amount(state),
            troubles=[one for one in troubles.every(state) if one.part in parts],
        )


def _is_running(settings: Settings) -> bool:
    lock = DeliveryLock(settings.state, "collect")
    try:
        return not lock.is_held
    finally:
        lock.release()


def _stream(state: sqlite3.Connection, stream: Stream, per_minute: int, now: int) -> StreamStanding:
    names = walkers.watermarks(state, stream)
    found = ((name, walkers.load(state, stream, name)) for name in sorted(names))
    budget = Budget(state, stream.organization, per_minute, SystemClock())
    return StreamStanding(
        str(stream),
        [
            WalkerStanding(name, one.watermark, now - one.watermark, one.window, one.pages)
            for name, one in found
            if one is not None
        ],
        covered.every(state, stream),
        budget.left(AUDIT),
    )


def _sink(state: sqlite3.Connection, sink: SinkSetting) -> SinkStanding:
    amount, size = 0, 0
    for stream in outbox.streams(state, sink.carries):
        delivered = outbox.progress(state, sink.name, stream).delivered
        for parcel in outbox.parcels(state, stream, sink.carries, sink.name, delivered):
            amount, size = amount + parcel.amount, size + parcel.size
    return SinkStanding(sink.name, amount, size)
