"""Each fault of the fake Slack, and what the client makes of it."""

from collections.abc import Iterator

import pytest
from fake_slack_server import FakeSlack, fake_slack
from slack_clients import SHORT, TestClock, slack_client

from slack_ocsf_collector.failures import (
    AnswerViolated,
    CollectorFailed,
    CursorRefused,
    RateLimited,
    ScopeMissing,
    SlackUnreachable,
    TokenRefused,
)
from slack_ocsf_collector.slack.audit import audit_pages
from slack_ocsf_collector.slack.page import Page, Window
from slack_ocsf_collector.slack.patience import Timeouts

LATEST = 1_790_000_000
HALF = Window(LATEST - 500, LATEST - 100)
EVENTS = ("--events", 300, "--oldest", LATEST - 1000, "--latest", LATEST, "--stopped")
NO_LIMIT = ("--limit-per-minute", 0)


@pytest.fixture(scope="module")
def running() -> Iterator[FakeSlack]:
    with fake_slack(*EVENTS, *NO_LIMIT) as slack:
        yield slack


@pytest.fixture
def slack(running: FakeSlack) -> Iterator[FakeSlack]:
    yield running
    running.clear()


def read(
    slack: FakeSlack, clock: TestClock | None = None, timeouts: Timeouts | None = None
) -> list[Page]:
    with slack_client(slack.url, clock, timeouts=timeouts) as client:
        return list(audit_pages(client, HALF, limit=20))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("status=503", SlackUnreachable),
        ("status=403", ScopeMissing),
        ("error=token_revoked", TokenRefused),
        ("error=missing_scope", ScopeMissing),
        ("error=internal_error:200", SlackUnreachable),
        ("rate-limited=7", RateLimited),
        ("html", AnswerViolated),
        ("redirect", AnswerViolated),
        ("truncated", AnswerViolated),
        ("bomb=80", AnswerViolated),
        ("hang=start", SlackUnreachable),
        ("hang=body", SlackUnreachable),
        ("reset=start", SlackUnreachable),
        ("reset=body", SlackUnreachable),
        ("cut", SlackUnreachable),
        ("unbounded", AnswerViolated),
        ("disorder", AnswerViolated),
        ("loop", AnswerViolated),
        ("expired=0", CursorRefused),
        ("entries=null", AnswerViolated),
    ],
)
def test_it_ends_the_window(fault: str, kind: type[Exception], slack: FakeSlack) -> None:
    slack.fault(fault)
    is_waited_for = fault.startswith("hang")
    with pytest.raises(CollectorFailed) as raised:
        read(slack, timeouts=SHORT if is_waited_for else None)
    assert type(raised.value) is kind


@pytest.mark.parametrize("fault", ["status=502", "reset=body", "cut"])
def test_a_fault_that_passes_is_not_seen(fault: str, slack: FakeSlack) -> None:
    clock, expected = TestClock(), read(slack)
    slack.fault(f"{fault},after=1,count=2")
    assert [one.elements for one in read(slack, clock)] == [one.elements for one in expected]
    assert len(clock.waits) >= 2


def test_a_skewed_clock_is_slacks_time_all_the_same(slack: FakeSlack) -> None:
    slack.fault("skew=3600")
    assert {one.server_time for one in read(slack)} == {LATEST + 3600}


def test_an_entry_that_comes_twice_is_for_the_ledger(slack: FakeSlack) -> None:
    expected = sum(len(one.elements) for one in read(slack))
    slack.fault("repeat")
    assert sum(len(one.elements) for one in read(slack)) > expected
