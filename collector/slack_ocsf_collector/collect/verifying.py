"""Read a past stretch of Slack's audit log again, and compare it with what the sinks hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.collect import windows
from slack_ocsf_collector.collect.assembly import slack_client
from slack_ocsf_collector.collect.backfilling import past
from slack_ocsf_collector.collect.mapped import Mapped
from slack_ocsf_collector.failures import (
    CollectorFailed,
    CursorRefused,
    SinkFailed,
    StateUnusable,
)
from slack_ocsf_collector.health.observer import Stream
from slack_ocsf_collector.sinks.held import Held, ReadableSink
from slack_ocsf_collector.slack.audit import audit_pages
from slack_ocsf_collector.state import covered, outbox
from slack_ocsf_collector.state.database import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from slack_ocsf_collector.collect.assembly import Parts
    from slack_ocsf_collector.collect.comparison import Comparison
    from slack_ocsf_collector.settings.settings import Organization
    from slack_ocsf_collector.slack.client import SlackClient
    from slack_ocsf_collector.slack.page import Page, Window

_MOST_REFUSALS = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared.

    Attributes:
        sinks: Names of the sinks that were.
        not_readable: Names of those that cannot be.
        failures: By name, why a sink could not be read or cannot take anything as it is, or why a
            log, such as `acme/audit`, could not be read.
        never_read: Seconds of the stretch that no collector has read, and this did not either.
        rejects: Entries of which no event can be made, so that no sink has them.
    """

    sinks: Sequence[str]
    not_readable: Sequence[str]
    failures: Mapping[str, CollectorFailed]
    never_read: int
    rejects: int


def compare(made: Parts, oldest: int, latest: int | None, both: Comparison) -> Compared:
    """Fill both sides of a comparison, as far as the slowest walker has left the time behind.

    What waits to be delivered is noted before the sinks are read, so that nothing that is
    delivered meanwhile is missed.

    Raises:
        Misconfigured: There is no such stretch, or no sink that can be read.
        StateUnusable: The state cannot be read.
        Stopped: Somebody asked to stop.
    """
    readable = {one.setting.name: one for one in made.sinks if isinstance(one, ReadableSink)}
    if not readable:
        raise Misconfigured("no sink can be read: verify compares with ndjson and parquet sinks")
    stretches = past(made, oldest, latest, "slow_reread")
    never_read = 0
    for organization, stretch in stretches.items():
        stream = Stream(organization.name, "audit")
        never_read += covered.seconds_left(made.state, stream, stretch)
        for window in covered.within(made.state, stream, stretch):
            both.add_stretch(organization.name, window)
        for sink in made.sinks:
            if sink.setting.name in readable:
                with snapshot(made.state):
                    waiting = outbox.waiting_ids(made.state, stream, sink)
                    both.add_waiting(sink.setting.name, waiting)
    read, failures = _read_sinks(made, readable, both)
    rejects, unread = _read_logs(made, stretches, both)
    others = [one.setting.name for one in made.sinks if one.setting.name not in readable]
    return Compared(read, others, {**failures, **unread}, never_read, rejects)


def _read_sinks(
    made: Parts, readable: Mapping[str, ReadableSink], both: Comparison
) -> tuple[list[str], dict[str, CollectorFailed]]:
    """Note what sinks hold; return which could be read, and why any fails."""
    whole = both.whole_stretch()
    read: list[str] = []
    failures: dict[str, CollectorFailed] = {}
    for name, sink in readable.items():
        try:
            both.add_held(name, sink.held(whole) if whole else ())
            read.append(name)
            sink.prove(outbox.position(made.state, name))
        except SinkFailed as failure:
            failures[name] = failure
    return read, failures


def _read_logs(
    made: Parts, stretches: Mapping[Organization, Window], both: Comparison
) -> tuple[int, dict[str, CollectorFailed]]:
    """Note what Slack has; return how many rejects there are, and which log could not be read."""
    rejects = 0
    failures: dict[str, CollectorFailed] = {}
    for organization, stretch in stretches.items():
        try:
            rejects += _read(made, organization, stretch, both)
        except StateUnusable:
            raise
        except CollectorFailed as failure:
            part = str(Stream(organization.name, "audit"))
            failures[part] = failure.of(part)
            both.leave_out(organization.name)
    return rejects, failures


def _read(made: Parts, organization: Organization, stretch: Window, both: Comparison) -> int:
    """Note what Slack has of a stretch; return of how many entries no event can be made."""
    recorder = made.recorder(organization, "audit")
    rejects = 0
    with slack_client(made, organization, "verify") as client:
        for window in covered.within(made.state, recorder.stream, stretch):
            for page in _pages(client, window, organization.page_size):
                outcomes = recorder.outcomes(page.elements)
                mapped = [one for one in outcomes.values() if isinstance(one, Mapped)]
                rejects += len(outcomes) - len(mapped)
                entries = ((Held(one.uid, one.date), one.raw) for one in mapped if one.uid)
                both.add_entries(organization.name, entries)
    return rejects


def _pages(client: SlackClient, stretch: Window, page_size: int) -> Iterator[Page]:
    """Yield the pages of a stretch, by windows of one to three pages as the walkers read it."""
    walker, refused = windows.started(stretch.oldest - 1), 0
    while walker.watermark < stretch.latest:
        window = windows.due_window(walker, windows.UNHURRIED, stretch.latest)
        if window is None:
            return
        try:
            for page in audit_pages(client, window, walker.cursor, page_size):
                is_full = 2 * len(page.elements) >= page_size
                walker = windows.after_page(walker, window, page.cursor, is_full=is_full)
                yield page
        except CursorRefused:
            refused += 1
            if refused > _MOST_REFUSALS:
                raise
            walker = windows.begun_again(walker, window)
