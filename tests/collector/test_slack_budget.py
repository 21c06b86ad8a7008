"""What all processes on one state may ask of Slack together."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from fake_slack_server import TOKEN, FakeSlack, fake_slack
from hypothesis import given
from hypothesis import strategies as st
from slack_clients import TestClock, state

from slack_ocsf_collector.failures import StateUnusable
from slack_ocsf_collector.slack.budget import AUDIT, Budget, Lane
from slack_ocsf_collector.slack.client import SlackClient

BURST = 5
ACCESS = "team.accessLogs"


class SetClock(TestClock):
    """A clock that only waits and the test move."""

    def __init__(self, now: float = 1000.0) -> None:
        super().__init__()
        self.now = now

    def monotonic(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        super().wait(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(state(tmp_path / "state")) as connection:
        yield connection


@pytest.fixture
def budget(connection: sqlite3.Connection, clock: SetClock) -> Budget:
    return Budget(connection, "acme", 30, clock)


def taken(budget: Budget, lane: Lane = "tail", quota: str = AUDIT) -> int:
    """Take all there is and return how many that was."""
    count = 0
    while not budget.take(quota, lane):
        count += 1
    return count


def test_a_small_burst_is_there_at_once(budget: Budget) -> None:
    assert taken(budget) == BURST


def test_it_fills_at_the_rate(budget: Budget, clock: SetClock) -> None:
    taken(budget)
    clock.now += 6
    assert taken(budget) == 3


def test_it_says_when_there_will_be_one(budget: Budget, clock: SetClock) -> None:
    taken(budget)
    clock.now += 0.5
    assert budget.take(AUDIT, "tail") == pytest.approx(1.5)


def test_waiting_as_long_as_it_says_is_enough(budget: Budget, clock: SetClock) -> None:
    taken(budget)
    clock.now += budget.take(AUDIT, "tail")
    assert budget.take(AUDIT, "tail") == 0


@given(st.lists(st.floats(0, 20), max_size=200))
def test_a_minute_never_has_more_than_the_rate_and_a_burst(pauses: list[float]) -> None:
    clock, times = SetClock(), list[float]()
    with closing(state()) as connection:
        budget = Budget(connection, "acme", 30, clock)
        for pause in pauses:
            clock.now += pause
            times += [clock.now] * taken(budget)
    for at, first in enumerate(times):
        assert sum(1 for each in times[at:] if each < first + 60) <= 30 + BURST


@pytest.mark.parametrize("lane", ["backfill", "verify"])
def test_other_lanes_leave_a_reserve_for_the_tail(lane: Lane, budget: Budget) -> None:
    assert taken(budget, lane) == BURST - 2
    assert taken(budget) == 2


def test_other_lanes_wait_until_the_reserve_is_full_again(budget: Budget, clock: SetClock) -> None:
    taken(budget)
    clock.now += budget.take(AUDIT, "backfill")
    assert taken(budget, "backfill") == 1
    assert taken(budget) == 2


def test_even_a_small_rate_leaves_room_for_other_lanes(
    connection: sqlite3.Connection, clock: SetClock
) -> None:
    assert taken(Budget(connection, "acme", 1, clock), "verify") == 1


def test_a_method_of_the_web_api_has_its_own(budget: Budget, clock: SetClock) -> None:
    taken(budget, quota=ACCESS)
    clock.now += 10
    assert taken(budget, quota=ACCESS) == 2
    assert taken(budget) == BURST


def test_an_organization_has_its_own(
    budget: Budget, connection: sqlite3.Connection, clock: SetClock
) -> None:
    taken(budget)
    assert taken(Budget(connection, "other", 30, clock)) == BURST


def test_retry_after_shuts_it_for_all(budget: Budget, clock: SetClock, tmp_path: Path) -> None:
    budget.record_retry_after(AUDIT, 17)
    clock.now += 16
    with closing(state(tmp_path / "state")) as connection:
        assert Budget(connection, "acme", 30, clock).take(AUDIT, "tail") == 1


def test_retry_after_takes_what_was_left(budget: Budget, clock: SetClock) -> None:
    budget.record_retry_after(AUDIT, 2)
    clock.now += 2
    assert taken(budget) == 1


def test_a_longer_wait_stays(budget: Budget) -> None:
    budget.record_retry_after(AUDIT, 17)
    budget.record_retry_after(AUDIT, 5)
    assert budget.take(AUDIT, "tail") == 17


def test_retry_after_is_for_its_quota(budget: Budget) -> None:
    budget.record_retry_after(ACCESS, 17)
    assert budget.take(AUDIT, "tail") == 0


def test_a_clock_that_starts_again_shuts_nothing_for_longer(
    budget: Budget, clock: SetClock
) -> None:
    budget.record_retry_after(AUDIT, 17)
    clock.now = 3
    assert budget.take(AUDIT, "tail") == 17
    clock.now += 17
    assert budget.take(AUDIT, "tail") == 0


def test_a_clock_that_starts_again_gives_no_more_than_a_burst(
    budget: Budget, clock: SetClock
) -> None:
    taken(budget)
    clock.now = 3
    assert taken(budget) == 0
    clock.now = 10**6
    assert taken(budget) == BURST


def test_what_is_left_is_told(budget: Budget) -> None:
    budget.take(AUDIT, "tail")
    assert budget.left(AUDIT) == BURST - 1
    budget.record_retry_after(AUDIT, 17)
    assert budget.left(AUDIT) == 0


def test_a_state_that_is_locked_is_said_to_be(
    connection: sqlite3.Connection, clock: SetClock, tmp_path: Path
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    with closing(state(tmp_path / "state", patience=0)) as other:
        budget = Budget(other, "acme", 30, clock)
        with pytest.raises(StateUnusable, match="locked"):
            budget.take(AUDIT, "tail")
        connection.execute("ROLLBACK")
        assert budget.take(AUDIT, "tail") == 0


_PROCESS = """
import sqlite3, sys
from slack_ocsf_collector.slack.budget import AUDIT, Budget
from slack_ocsf_collector.waiting import SystemClock
connection = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
budget = Budget(connection, "acme", 30, SystemClock())
print(sum(budget.take(AUDIT, "tail") == 0 for _ in range(50)))
"""


def test_processes_share_it(tmp_path: Path) -> None:
    state(tmp_path / "state").close()
    start = time.monotonic()
    command = [sys.executable, "-c", _PROCESS, tmp_path / "state"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    counts = [int(one.communicate()[0]) for one in started]
    assert BURST <= sum(counts) <= BURST + (time.monotonic() - start) / 2


class SlacksClock(SetClock):
    """A clock that moves that of a server, too."""

    def __init__(self, slack: FakeSlack) -> None:
        super().__init__()
        self._slack = slack

    def wait(self, seconds: float) -> None:
        super().wait(seconds)
        self._slack.clock(advance=seconds)


def test_slack_limits_nobody_while_all_lanes_read(connection: sqlite3.Connection) -> None:
    with fake_slack("--events", 5, "--stopped") as slack, ExitStack() as opened:
        clock = SlacksClock(slack)
        budget = Budget(connection, "acme", 30, clock)
        clients = [
            opened.enter_context(
                SlackClient(lambda: TOKEN, budget, clock, lane=lane, api_url=slack.url)
            )
            for lane in ("tail", "backfill", "verify")
        ]
        for _ in range(40):
            for client in clients:
                client.audit("logs")
        statuses = [one["status"] for one in slack.requests()]
    assert statuses == [200] * 120
