"""A sink that is down for an hour, by a clock that the test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fake_slack_server import TOKEN, FakeSlack, fake_slack
from http_receiver import Receiver, receiving
from worlds import OLDEST

from slack_ocsf_collector.collect.assembly import collector, parts
from slack_ocsf_collector.failures import CollectorFailed
from slack_ocsf_collector.health.silent import Silent
from slack_ocsf_collector.settings.settings import (
    Organization,
    SecretSource,
    Settings,
    SinkSetting,
    Timing,
)
from slack_ocsf_collector.waiting import Stopped

HOUR = 3600
END = HOUR + 1500
START = OLDEST + HOUR


@dataclass
class _Told(Silent):
    """Keeps the failures that it is told of, with the time of each."""

    clock: "_Clock"
    failures: list[tuple[float, str, CollectorFailed]] = field(default_factory=list)

    def failed(self, part: str, failure: CollectorFailed) -> None:
        self.failures.append((self.clock.passed, part, failure))


@dataclass
class _Clock:
    """Whoever waits moves it, and the clock of the server with it. It ends the run."""

    slack: FakeSlack
    receiver: Receiver
    down: float
    end: float
    passed: float = 0.0

    def monotonic(self) -> float:
        return self.passed

    def check(self) -> None:
        if self.passed >= self.end:
            raise Stopped

    def wait(self, seconds: float) -> None:
        self.check()
        self.passed += seconds
        self.slack.clock(advance=seconds)
        if self.passed >= self.down:
            self.receiver.answers.clear()


def _settings(slack: FakeSlack, receiver: Receiver, state: Path) -> Settings:
    organization = Organization(
        "acme", SecretSource(variable="TOKEN"), api_url=slack.url, oldest=OLDEST
    )
    sinks = (SinkSetting("http", receiver.url, options={"attempts": 1}),)
    timing = Timing(poll=60, settle=60, reread=900, slow_reread=7200)
    return Settings(state, (organization,), sinks, timing=timing)


@contextmanager
def _run(folder: Path, down: float, end: float) -> Iterator[tuple[_Told, Receiver, FakeSlack]]:
    """Collect until the end, the sink refusing for so long, and give what came of it."""
    arguments = ("--events", 100, "--oldest", OLDEST, "--latest", START, "--stopped")
    growing = ("--rate", 0.02, "--late", "0.2:60-800")
    with fake_slack(*arguments, *growing) as slack, receiving(*[429] * 10_000) as receiver:
        clock = _Clock(slack, receiver, down, end)
        told = _Told(clock)
        with (
            pytest.raises(Stopped),
            parts(_settings(slack, receiver, folder), clock, told) as made,
            collector(made, once=False) as collecting,
        ):
            collecting.run()
        yield told, receiver, slack


@pytest.fixture
def down_for_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[_Told, Receiver, FakeSlack]]:
    monkeypatch.setenv("TOKEN", TOKEN)
    with _run(tmp_path, HOUR, END) as found:
        yield found


def test_after_an_hour_a_sink_has_all_that_came_once(
    down_for_an_hour: tuple[_Told, Receiver, FakeSlack],
) -> None:
    told, receiver, slack = down_for_an_hour
    read_twice = START + END - 1100  # what is late by 800 seconds is read after 900
    wanted = {one["id"] for one in slack.entries() if one["date_create"] < read_twice}
    assert wanted - set(receiver.uids) == set()
    assert len(receiver.uids) == sum(len(one.uids) for one in receiver.kept)
    _, part, failure = told.failures[0]
    name = receiver.url.partition("?")[0]
    assert (part, str(failure)) == (f"events:http:{name}", f"{name}: answered 429, tried 1 times")
    assert HOUR - 120 < max(at for at, _, _ in told.failures) < HOUR
