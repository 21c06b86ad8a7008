"""What Slack does wrong while a collector reads: refused cursors, novelties, the quota."""

import time
from pathlib import Path

import pytest
from collecting import (
    Together,
    Told,
    collect_for,
    collect_once,
    collecting,
    lines_in,
    organization,
    published,
    records,
    settings,
    uids,
)
from fake_slack_server import TOKEN, fake_slack
from fake_slack_thread import LATEST, slack_in_thread
from map_runs import PLAIN, SLACK_OCSF
from slack_clients import TestClock

from slack_ocsf_collector.collect import delivering
from slack_ocsf_collector.failures import (
    AnswerViolated,
    CursorRefused,
    RateLimited,
    SinkFailed,
)
from slack_ocsf_collector.fake_slack.spreading import Span
from slack_ocsf_collector.waiting import Stopped

LOGS = "/audit/v1/logs"


def test_refused_cursors_have_the_window_read_again_by_halves(tmp_path: Path) -> None:
    with slack_in_thread("expired", events=120) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack, page_size=10))
        collect_for(given, slack, 6 * 3600, pace=5)
        assert uids(tmp_path / "out") == published(slack)


def test_a_cursor_that_is_always_refused_is_not_asked_for_without_rest(tmp_path: Path) -> None:
    one_second = Span(60, LATEST, LATEST)
    with slack_in_thread("expired", span=one_second) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack, page_size=10))
        told = collect_for(given, slack, 1800, pace=5)
        assert len(slack.requests(LOGS)) < 120
        assert any(isinstance(failure, CursorRefused) for _, failure in told.failures)


def test_a_cursor_that_was_refused_once_is_no_failure(tmp_path: Path) -> None:
    with slack_in_thread("expired,count=1", events=120) as slack:
        slack.clock(advance=100)
        told = collect_once(settings(tmp_path, organization(slack, page_size=10)))
        assert told.failures == []
        assert uids(tmp_path / "out") == published(slack)


def test_after_a_day_without_power_a_window_goes_on(tmp_path: Path) -> None:
    with slack_in_thread("expired=3600", events=200) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack, page_size=10))
        with collecting(given, Together(slack, 12)) as (_, running), pytest.raises(Stopped):
            running.run()
        assert 0 < len(uids(tmp_path / "out")) < 200
        slack.clock(advance=86_400)
        collect_once(given)
        assert uids(tmp_path / "out") == published(slack)


@pytest.mark.parametrize("fault", ["loop", "unbounded", "disorder", "entries", "html"])
def test_an_answer_that_cannot_be_one_moves_no_watermark(tmp_path: Path, fault: str) -> None:
    with slack_in_thread(f"{fault},after=1", events=200) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack, page_size=20))
        told = Told()
        with (
            collecting(given, Together(slack, 10**6), told, once=True) as (_, running),
            pytest.raises(AnswerViolated),
        ):
            running.run_once()
        assert told.marks.get("settle", []) == []
        slack.clear()
        collect_once(given)
        assert uids(tmp_path / "out") == published(slack)


def test_a_look_waits_when_slack_says_soon(tmp_path: Path) -> None:
    with slack_in_thread("rate-limited=1,after=1,count=2", events=120) as slack:
        slack.clock(advance=100)
        clock = TestClock()
        collect_once(settings(tmp_path, organization(slack)), clock)
        assert uids(tmp_path / "out") == published(slack)


def test_a_look_asks_a_few_times_when_slack_goes_on_saying_soon(tmp_path: Path) -> None:
    with slack_in_thread("rate-limited=1", events=120) as slack:
        slack.clock(advance=100)
        with pytest.raises(RateLimited):
            collect_once(settings(tmp_path, organization(slack)))
        assert len(slack.requests(LOGS)) == 4


def test_a_look_ends_when_slack_says_later(tmp_path: Path) -> None:
    with slack_in_thread("rate-limited=600", events=120) as slack:
        slack.clock(advance=100)
        clock = TestClock()
        with pytest.raises(RateLimited):
            collect_once(settings(tmp_path, organization(slack)), clock)
        assert sum(clock.waits) < 60


def test_a_look_that_can_keep_no_more_does_not_wait_for_slack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "_FULL_RECORDS", 20)
    (tmp_path / "out").write_text("in the way")
    with slack_in_thread("rate-limited=1,after=2,count=1", events=120) as slack:
        slack.clock(advance=100)
        acme = organization(slack, page_size=20)
        other = organization(slack, "other", page_size=20)
        with pytest.raises(SinkFailed):
            collect_once(settings(tmp_path, (acme, other)))


def test_of_several_failures_one_that_passes_by_itself_is_told_last(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with slack_in_thread("rate-limited=600,after=1", events=120) as slack:
        slack.clock(advance=100)
        with pytest.raises(SinkFailed):
            collect_once(settings(tmp_path, organization(slack, page_size=20)))


def test_new_actions_and_members_amid_a_run_are_delivered_all_the_same(tmp_path: Path) -> None:
    with slack_in_thread(events=100, rate=0.1) as slack:
        out = tmp_path / "out"
        given = settings(tmp_path, organization(slack), lines_in(out), lines_in(out, "raw"))
        slack.clock(advance=100)
        told = collect_once(given)
        assert sum(page.unknown_actions for page in told.pages) == 0
        slack.fault("novelty=1")
        slack.clock(advance=1000)
        told = collect_once(given)
        slack.clear()
        slack.clock(advance=100)
        collect_once(given)
        by_id = {entry["id"]: entry for entry in slack.entries()}
        found = {entry["id"]: entry for entry in records(out, "raw")}
        assert sum(page.unknown_actions for page in told.pages) > 5
        assert sum(page.rejects for page in told.pages) == 0
        assert set(by_id) - set(found) <= {
            one for one, e in by_id.items() if e["date_create"] > slack.clock() - 61
        }
        assert all(by_id[one] == found[one] for one in found)
        assert uids(out) == sorted(found)


def test_collect_backfill_and_verify_together_meet_at_most_one_429(tmp_path: Path) -> None:
    import subprocess

    with fake_slack("--events", 2000, "--rate", 0.5) as slack:
        now = int(slack.clock())
        line = ["--organization", "acme", "--api-url", slack.url, "--state", tmp_path / "state"]
        line += ["--sink", f"ndjson:{tmp_path / 'out'}", "--oldest", now - 3600]
        line += ["--poll", 1, "--settle", 1, "--reread", 30, "--slow-reread", 60]
        line += ["--page-size", 20, "--requests-per-minute", 50]
        begin = ("--from", now - 7 * 86_400)
        commands = [["collect"], ["backfill", *begin], ["verify", *begin]]
        processes = []
        for words in commands:
            command = [SLACK_OCSF, *map(str, [*words, *line])]
            environment = PLAIN | {"SLACK_OCSF_TOKEN": TOKEN}
            quiet = subprocess.DEVNULL
            processes.append(subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet))
            time.sleep(1.5)
        time.sleep(12)
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)
        statuses = [one["status"] for one in slack.requests(LOGS)]
        assert len(statuses) > 10
        assert statuses.count(429) <= 1
