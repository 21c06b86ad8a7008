"""A collector that goes on, for hours and days of its clock: late entries, wrong clocks, cost."""

from pathlib import Path

import pytest
from collecting import (
    Together,
    collect_for,
    collect_once,
    collecting,
    organization,
    published,
    settings,
    uids,
)
from fake_slack_server import FakeSlack
from fake_slack_thread import LATEST, LOGS, OLDEST, slack_in_thread

from slack_ocsf_collector.fake_slack.publishing import Lateness
from slack_ocsf_collector.fake_slack.spreading import Span
from slack_ocsf_collector.settings.settings import Timing
from slack_ocsf_collector.state import ledger
from slack_ocsf_collector.waiting import Stopped

HOUR, DAY = 3600, 86_400
TWENTY_MINUTES_LATE = Lateness(0.05, 0, 1200)
BY_FIFTEEN_MINUTES_LATE = Lateness(0.3, 0, 890)


def settled(slack: FakeSlack, seconds: float) -> list[str]:
    """The ids of entries that are older than so many seconds, sorted."""
    until = slack.clock() - seconds
    return sorted(entry["id"] for entry in slack.entries() if entry["date_create"] < until)


def test_what_comes_late_by_minutes_is_delivered_within_half_an_hour(tmp_path: Path) -> None:
    with slack_in_thread(events=0, rate=0.1, lateness=BY_FIFTEEN_MINUTES_LATE) as slack:
        collect_for(settings(tmp_path, organization(slack)), slack, 2 * HOUR)
        found = uids(tmp_path / "out")
        assert set(settled(slack, HOUR / 2)) <= set(found)
        assert len(found) == len(set(found))
        late = [
            one
            for one in slack.publications()
            if one["published"] > one["entry"]["date_create"] + 61
        ]
        assert len(late) > 50


def test_what_comes_late_by_hours_is_delivered_by_the_next_day(tmp_path: Path) -> None:
    with slack_in_thread(events=0, rate=0.005, lateness=Lateness(0.3, 0, DAY - HOUR)) as slack:
        collect_for(settings(tmp_path, organization(slack)), slack, 2.2 * DAY, pace=900)
        found = uids(tmp_path / "out")
        assert set(settled(slack, DAY + 2 * HOUR)) <= set(found)
        assert len(found) == len(set(found))


def test_reading_three_times_costs_less_than_eighty_requests_an_hour(tmp_path: Path) -> None:
    with slack_in_thread(events=0, rate=0.05, lateness=TWENTY_MINUTES_LATE) as slack:
        given = settings(tmp_path, organization(slack, oldest=OLDEST - DAY))
        collect_for(given, slack, 3 * HOUR)
        assert len(slack.requests("/audit/v1/logs")) / 3 < 80


def test_the_ledger_forgets_what_nobody_reads_again(tmp_path: Path) -> None:
    timing = Timing(slow_reread=2 * HOUR, poll=300)
    with slack_in_thread(events=0, rate=0.05) as slack:
        given = settings(tmp_path, organization(slack), timing=timing)
        with collecting(given, Together(slack, 9 * HOUR, 300)) as (made, running):
            with pytest.raises(Stopped):
                running.run()
            last_hours = [e for e in slack.entries() if e["date_create"] > slack.clock() - 5 * HOUR]
            assert ledger.size(made.state) <= len(last_hours)
        assert set(settled(slack, HOUR)) <= set(uids(tmp_path / "out"))


@pytest.mark.parametrize("skew", ["skew=-3600", "skew=3600,odds=0.2", "skew=-7200,odds=0.2"])
def test_a_slack_clock_that_jumps_loses_nothing(tmp_path: Path, skew: str) -> None:
    timing = Timing(poll=300, reread=1800, slow_reread=6 * HOUR)
    with slack_in_thread(skew, events=0, rate=0.02) as slack:
        collect_for(settings(tmp_path, organization(slack), timing=timing), slack, 16 * HOUR, 300)
        slack.clear()
        found = uids(tmp_path / "out")
        assert set(settled(slack, 9 * HOUR)) <= set(found)
        assert len(found) == len(set(found))


@pytest.mark.parametrize("speed", [0.5, 1.5])
def test_a_local_clock_that_runs_wrong_loses_nothing(tmp_path: Path, speed: float) -> None:
    class Wrong(Together):
        def monotonic(self) -> float:
            return super().monotonic() * speed

    with slack_in_thread(events=0, rate=0.1, lateness=BY_FIFTEEN_MINUTES_LATE) as slack:
        given = settings(tmp_path, organization(slack))
        with collecting(given, Wrong(slack, 3 * HOUR, 30)) as (_, running), pytest.raises(Stopped):
            running.run()
        found = uids(tmp_path / "out")
        assert set(settled(slack, HOUR)) <= set(found)
        assert len(found) == len(set(found))


def test_watermarks_never_go_back(tmp_path: Path) -> None:
    with slack_in_thread("skew=-7200,odds=0.3", events=100, rate=0.05) as slack:
        told = collect_for(settings(tmp_path, organization(slack)), slack, 3 * HOUR)
        assert {"settle", "reread"} <= set(told.marks)
        assert all(marks == sorted(marks) for marks in told.marks.values())


def test_an_outage_of_hours_is_caught_up_with(tmp_path: Path) -> None:
    with slack_in_thread(events=0, rate=0.05) as slack:
        given = settings(tmp_path, organization(slack))
        collect_for(given, slack, HOUR)
        slack.fault("status=503")
        told = collect_for(given, slack, 5 * HOUR)
        assert told.failures
        slack.clear()
        collect_for(given, slack, HOUR)
        assert set(settled(slack, 300)) <= set(uids(tmp_path / "out"))


def test_asked_rarely_while_slack_fails(tmp_path: Path) -> None:
    with slack_in_thread("error=token_revoked", events=0) as slack:
        collect_for(settings(tmp_path, organization(slack)), slack, HOUR, pace=1)
        assert len(slack.requests("/audit/v1/logs")) < 40


def test_all_that_was_published_is_there_after_a_day(tmp_path: Path) -> None:
    with slack_in_thread(events=300, rate=0.01, lateness=Lateness(0.2, 0, DAY - HOUR)) as slack:
        given = settings(tmp_path, organization(slack))
        collect_for(given, slack, DAY, pace=600)
        last = published(slack)
        collect_for(given, slack, DAY + 2 * HOUR, pace=600)
        assert set(last) <= set(uids(tmp_path / "out"))


def test_a_past_is_read_once_and_not_by_each_walker(tmp_path: Path) -> None:
    with slack_in_thread(span=Span(2000, LATEST - 30 * DAY, LATEST)) as slack:
        given = settings(tmp_path, organization(slack, oldest=LATEST - 30 * DAY, page_size=1000))
        slack.clock(advance=2 * DAY)
        told = collect_once(given)
        assert uids(tmp_path / "out") == published(slack)
        assert sum(page.rows for page in told.pages) == len(published(slack))
        assert len(slack.requests(LOGS)) < 30
