"""Who looks on sees a collector move: often at first, each minute then, and at its end."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from slack_ocsf_collector.health.health import Health
from slack_ocsf_collector.health.logs import start_logs
from slack_ocsf_collector.health.observer import PageRead, Stream

ACME = Stream("acme", "audit")
SERVER = 1_790_000_000


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    start_logs("info", stream)
    yield stream
    structlog.reset_defaults()


class Seconds:
    """A clock of which each second does the same."""

    def __init__(self) -> None:
        self.now = 0.0
        self.health = Health([ACME], clock=lambda: self.now)

    def read(self, seconds: int, new: int, lag: int = 60) -> None:
        for _ in range(seconds):
            self.now += 1
            dates = [SERVER] * new
            self.health.requested("acme", "audit", "ok")
            self.health.page_read(ACME, PageRead("settle", new, dates, SERVER, {}, rejects=new))
            self.health.advanced(ACME, "settle", SERVER - lag, SERVER)
            self.health.delivered("out", new, 1)


def told(written: io.StringIO) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    return [line for line in lines if line["event"] == "collected"]


def test_it_tells_soon_then_rarely(written: io.StringIO) -> None:
    Seconds().read(600, new=1)
    requests = [line["requests"] for line in told(written)]
    assert requests[:4] == [5, 15, 35, 75]
    assert len(requests) < 15


def test_it_tells_all_since_the_start(written: io.StringIO) -> None:
    seconds = Seconds()
    seconds.read(4, new=2)
    seconds.health.tell()
    (line,) = told(written)
    assert (line["requests"], line["new"], line["rejects"]) == (4, 8, 8)
    assert (line["delivered"], line["reached"]) == (
        {"out": 8},
        {"acme/audit": "2026-09-21 14:12:20Z"},
    )


def test_a_quiet_log_is_not_worth_a_line(written: io.StringIO) -> None:
    Seconds().read(600, new=0)
    assert told(written) == []


def test_a_log_that_becomes_silent_is_told_once(written: io.StringIO) -> None:
    seconds = Seconds()
    seconds.health = Health([ACME], silence=100, clock=lambda: seconds.now)
    for passed in range(0, 600, 60):
        seconds.health.advanced(ACME, "settle", SERVER + passed, SERVER + passed + 60)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [(one["event"], one["part"]) for one in lines] == [("silent", "acme/audit")]


def test_an_empty_past_is_seen_to_pass(written: io.StringIO) -> None:
    Seconds().read(60, new=0, lag=10**6)
    assert len(told(written)) == 3
