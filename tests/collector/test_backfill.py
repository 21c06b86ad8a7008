"""A past stretch of the audit log: read once, resumed, and never in the way of the tail."""

from dataclasses import replace
from pathlib import Path

import pytest
from collecting import (
    Together,
    Told,
    collect_for,
    collect_once,
    collecting,
    organization,
    published,
    settings,
    uids,
)
from fake_slack_thread import LATEST, OLDEST, Thread, slack_in_thread
from slack_clients import TestClock

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.collect import backfilling
from slack_ocsf_collector.collect.assembly import parts, slack_client
from slack_ocsf_collector.fake_slack.publishing import Lateness
from slack_ocsf_collector.fake_slack.spreading import Span
from slack_ocsf_collector.health.observer import Stream
from slack_ocsf_collector.settings.settings import Settings, Timing
from slack_ocsf_collector.state import covered, walkers
from slack_ocsf_collector.waiting import Stopped

LOGS = "/audit/v1/logs"
AUDIT = Stream("acme", "audit")


def fill(
    given: Settings, oldest: int = OLDEST, latest: int | None = None, clock: TestClock | None = None
) -> None:
    with parts(given, clock or TestClock(), Told()) as made:
        backfilling.backfill(made, oldest, latest)


def started_now(slack: Thread, folder: Path, **members: object) -> Settings:
    """Return settings of a collector that has begun at Slack's time, with all entries before."""
    given = settings(folder, organization(slack, oldest=None, page_size=20, **members))
    collect_once(given)
    return given


def asked(slack: Thread, since: int) -> list[tuple[int, int]]:
    """The windows of requests without a cursor, in their order."""
    found = (one["parameters"] for one in slack.requests(LOGS)[since:])
    return [
        (int(one["oldest"]), int(one["latest"]))
        for one in found
        if "oldest" in one and "cursor" not in one
    ]


def test_all_of_the_stretch_is_delivered_once(tmp_path: Path) -> None:
    with slack_in_thread(events=200) as slack:
        given = started_now(slack, tmp_path)
        fill(given)
        slack.clock(advance=100)
        collect_once(given)
        assert uids(tmp_path / "out") == published(slack)


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    with slack_in_thread(events=200) as slack:
        given = started_now(slack, tmp_path)
        fill(given, OLDEST + 1000, OLDEST + 2000)
        before = len(slack.requests(LOGS))
        fill(given)
        assert all(
            latest < OLDEST + 1000 or oldest > OLDEST + 2000
            for oldest, latest in asked(slack, before)
        )
        fill(given)
        assert len(uids(tmp_path / "out")) == len(set(uids(tmp_path / "out")))


def test_a_second_one_asks_nothing(tmp_path: Path) -> None:
    with slack_in_thread(events=50) as slack:
        given = started_now(slack, tmp_path)
        fill(given)
        before = len(slack.requests(LOGS))
        fill(given)
        assert len(slack.requests(LOGS)) == before


@pytest.mark.parametrize("waits", [1, 4, 7])
def test_stopped_it_goes_on_where_it_was(tmp_path: Path, waits: int) -> None:
    class Stopping(TestClock):
        def wait(self, seconds: float) -> None:
            super().wait(seconds)
            if len(self.waits) == waits:
                self.stop()

    with slack_in_thread(events=300) as slack:
        given = started_now(slack, tmp_path)
        with pytest.raises(Stopped):
            fill(given, clock=Stopping())
        half = set(uids(tmp_path / "out"))
        before = len(slack.requests(LOGS))
        fill(given)
        found = uids(tmp_path / "out")
        assert found == [one for one in published(slack) if one in set(found)]
        assert set(found) >= {e["id"] for e in slack.entries() if e["date_create"] < LATEST}
        assert half < set(found)
        again = sum(one["rows"] for one in slack.requests(LOGS)[before:])
        assert again <= len(found) - len(half) + 20  # a page at the most is read twice


def test_it_begins_before_any_collector_has(tmp_path: Path) -> None:
    with slack_in_thread(events=100) as slack:
        given = settings(tmp_path, organization(slack, oldest=None))
        fill(given)
        slack.clock(advance=100)
        collect_once(given)
        assert uids(tmp_path / "out") == published(slack)


def test_a_stretch_to_come_is_refused(tmp_path: Path) -> None:
    with slack_in_thread(events=10) as slack:
        given = started_now(slack, tmp_path)
        with pytest.raises(Misconfigured, match=r"--from must not be later than \d{4}-.*itself"):
            fill(given, LATEST + 1000)


def test_a_stretch_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    with slack_in_thread(events=10) as slack:
        given = started_now(slack, tmp_path)
        with pytest.raises(Misconfigured, match="--to lies before --from"):
            fill(given, LATEST - 1000, LATEST - 2000)


def test_beside_a_running_collect_it_ends_when_that_one_has_delivered(tmp_path: Path) -> None:
    with slack_in_thread(events=200, rate=0.1) as slack:
        given = started_now(slack, tmp_path)
        with collecting(given, Together(slack, 300)) as (_, running):
            running._turn_all()
            running._delivering.run()

            class Beside(TestClock):
                def wait(self, seconds: float) -> None:
                    super().wait(seconds)
                    running._delivering.run()

            fill(given, clock=Beside())
        assert set(uids(tmp_path / "out")) >= {
            e["id"] for e in slack.entries() if OLDEST <= e["date_create"] < LATEST
        }


def test_it_leaves_the_tail_the_requests_that_it_needs(tmp_path: Path) -> None:
    with slack_in_thread(events=20) as slack:
        given = settings(tmp_path, organization(slack, requests_per_minute=30))
        clock = TestClock()
        with parts(given, clock, Told()) as made:
            one = given.organizations[0]
            with (
                slack_client(made, one, "backfill") as filling,
                slack_client(made, one, "tail") as tail,
            ):
                for _ in range(20):
                    filling.audit("logs")
                waited = sum(clock.waits)
                tail.audit("logs")
                assert sum(clock.waits) == waited


def test_its_progress_never_falls(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    del caplog
    told: list[dict[str, int]] = []

    class Log:
        def info(self, event: str, **values: int) -> None:
            if event == "backfill":
                told.append(values)

    class Slow(TestClock):
        def check(self) -> None:
            super().check()
            self.waits.append(3)

    with slack_in_thread(events=600) as slack, pytest.MonkeyPatch.context() as patch:
        given = started_now(slack, tmp_path)
        patch.setattr(backfilling, "logger", Log)
        fill(given, clock=Slow())
    percents = [one["percent"] for one in told]
    assert len(percents) > 5
    assert percents == sorted(percents)
    assert [one["reached"] for one in told] == sorted(one["reached"] for one in told)
    assert (percents[-1], told[-1]["requests_left"], told[-1]["seconds_left"]) == (100, 0, 0)


def test_what_comes_late_into_a_stretch_that_was_young_is_found(tmp_path: Path) -> None:
    late = Lateness(0.5, 600, 1200)
    with slack_in_thread(events=0, rate=0.1, lateness=late) as slack:
        slack.clock(advance=0)
        slack.clock(advance=1800)
        given = replace(started_now(slack, tmp_path), timing=Timing(slow_reread=7200, poll=300))
        end = slack.clock()
        fill(given)
        there = len(uids(tmp_path / "out"))
        collect_for(given, slack, 4 * 3600, pace=300)
        wanted = {e["id"] for e in slack.entries() if OLDEST <= e["date_create"] < end}
        assert wanted <= set(uids(tmp_path / "out"))
        assert there < len(wanted)
        assert len(uids(tmp_path / "out")) == len(set(uids(tmp_path / "out")))


def test_what_is_old_is_not_read_again_by_walkers(tmp_path: Path) -> None:
    with slack_in_thread(span=Span(100, OLDEST - 300_000, OLDEST - 200_000)) as slack:
        given = started_now(slack, tmp_path)
        with parts(given, TestClock(), Told()) as made:
            before = walkers.watermarks(made.state, AUDIT)
            backfilling.backfill(made, OLDEST - 300_000, OLDEST - 200_000)
            after = walkers.watermarks(made.state, AUDIT)
            assert {name: after[name] for name in before} == before
            assert covered.every(made.state, AUDIT)[0].oldest == OLDEST - 300_000
