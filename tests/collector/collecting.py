"""A collector in the process of the tests: real Slack, real state, real sinks, a clock that runs.

`Together` is a clock whose waits move the server's clock as well, so that days pass in seconds.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fake_slack_server import TOKEN, FakeSlack
from fake_slack_thread import OLDEST
from slack_clients import TestClock

from slack_ocsf_collector.collect.assembly import Parts, collector, parts
from slack_ocsf_collector.collect.collector import Collector
from slack_ocsf_collector.failures import CollectorFailed
from slack_ocsf_collector.health.observer import PageRead, Stream
from slack_ocsf_collector.health.silent import Silent
from slack_ocsf_collector.settings.settings import (
    Organization,
    SecretSource,
    Settings,
    SinkSetting,
    Timing,
)
from slack_ocsf_collector.waiting import Stopped

TELL_TOKEN = SecretSource(command=("echo", TOKEN))


@dataclass
class Told(Silent):
    """An observer that remembers."""

    pages: list[PageRead] = field(default_factory=list)
    failures: list[tuple[str, CollectorFailed]] = field(default_factory=list)
    delivered_to: Counter[str] = field(default_factory=Counter)
    most_kept: int = 0
    marks: dict[str, list[int]] = field(default_factory=dict)

    def page_read(self, stream: Stream, page: PageRead) -> None:
        super().page_read(stream, page)
        self.pages.append(page)

    def advanced(self, stream: Stream, walker: str, watermark: int, server_time: int) -> None:
        super().advanced(stream, walker, watermark, server_time)
        self.marks.setdefault(walker, []).append(watermark)

    def delivered(self, sink: str, records: int, size: int) -> None:
        super().delivered(sink, records, size)
        self.delivered_to[sink] += records

    def kept(self, *, records: int, size: int, ledger: int) -> None:
        super().kept(records=records, size=size, ledger=ledger)
        self.most_kept = max(self.most_kept, records)

    def failed(self, part: str, failure: CollectorFailed) -> None:
        super().failed(part, failure)
        self.failures.append((part, failure))


class Together(TestClock):
    """A clock that takes a server's with it, and stops after so many seconds of waiting.

    Args:
        slack: The server, whose clock stands but for this.
        seconds: After which it stops.
        pace: A wait of one second takes this many.
    """

    def __init__(self, slack: FakeSlack, seconds: float, pace: float = 1.0) -> None:
        super().__init__()
        self._slack = slack
        self._left = seconds
        self._pace = pace

    def wait(self, seconds: float) -> None:
        passed = seconds * self._pace
        super().wait(passed)
        self._slack.clock(advance=passed)
        self._left -= passed
        if self._left <= 0:
            self.stop()


def organization(slack: FakeSlack, name: str = "acme", **members: Any) -> Organization:  # noqa: ANN401 - as many types as members
    """Return one that has all of a server's audit log collected."""
    usual = {"oldest": OLDEST, "page_size": 50, "requests_per_minute": 50}
    urls = {"api_url": slack.url, "web_url": slack.url}
    return Organization(name=name, token=TELL_TOKEN, **usual | urls | members)


def lines_in(folder: Path, carries: Any = "events", **options: int) -> SinkSetting:  # noqa: ANN401 - a literal
    """Return the setting of an NDJSON sink."""
    return SinkSetting("ndjson", str(folder), carries, options)


def settings(
    folder: Path,
    organizations: Organization | tuple[Organization, ...],
    *sinks: SinkSetting,
    timing: Timing | None = None,
) -> Settings:
    """Return settings with the state, and without others the one sink, in a folder."""
    each = organizations if isinstance(organizations, tuple) else (organizations,)
    return Settings(
        state=folder / "state",
        organizations=each,
        sinks=sinks or (lines_in(folder / "out"),),
        timing=timing or Timing(),
    )


@contextmanager
def collecting(
    given: Settings, clock: TestClock | None = None, told: Told | None = None, *, once: bool = False
) -> Iterator[tuple[Parts, Collector]]:
    """Give the parts and the collector of settings."""
    with (
        parts(given, clock or TestClock(), told or Told()) as made,
        collector(made, once=once) as running,
    ):
        yield made, running


def collect_once(given: Settings, clock: TestClock | None = None) -> Told:
    """Collect what is there, as `collect --once`; return what was told of it."""
    told = Told()
    with collecting(given, clock, told, once=True) as (_, running):
        running.run_once()
    return told


def collect_for(given: Settings, slack: FakeSlack, seconds: float, pace: float = 30.0) -> Told:
    """Collect as the daemon does for so many seconds of its clock and the server's."""
    told = Told()
    with collecting(given, Together(slack, seconds, pace), told) as (_, running):
        try:
            running.run()
        except Stopped:
            return told
    raise AssertionError("it ended by itself")


def records(folder: Path, carries: str = "events") -> list[dict[str, Any]]:
    """Return all records of an NDJSON sink, in the order of its files."""
    files = sorted(folder.glob(f"{carries}-*.ndjson*"), key=lambda file: file.name.split("-")[-1])
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


def uids(folder: Path) -> list[str]:
    """Return the ids of all events of an NDJSON sink, sorted."""
    return sorted(event["metadata"]["uid"] for event in records(folder))


def published(slack: FakeSlack) -> list[str]:
    """Return the ids of all audit entries that can be read by now, sorted."""
    return sorted(entry["id"] for entry in slack.entries())
