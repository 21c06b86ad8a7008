"""`slack-ocsf collect` as its users run it: what its exit status says, and how it is stopped."""

import json
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from collecting import published, uids
from fake_slack_server import TOKEN
from fake_slack_thread import LATEST, OLDEST, Thread, slack_in_thread
from map_runs import PLAIN, SLACK_OCSF, Run, slack_ocsf

from slack_ocsf_collector.state.database import FILE


def arguments(url: str, folder: Path, *more: object) -> list[str]:
    found = ["--organization", "acme", "--api-url", url, "--web-url", url, "--oldest", OLDEST]
    found += ["--state", folder / "state", *more]
    return [*map(str, found), *(() if "--sink" in more else ("--sink", f"ndjson:{folder / 'out'}"))]


def once(url: str, folder: Path, *more: object, token: str = TOKEN) -> Run:
    given = arguments(url, folder, *more)
    return slack_ocsf("collect", "--once", *given, SLACK_OCSF_TOKEN=token)


def test_all_that_is_there_is_delivered_and_the_status_is_0(tmp_path: Path) -> None:
    with slack_in_thread(events=200) as slack:
        slack.clock(advance=100)
        run = once(slack.url, tmp_path)
        assert run.status == 0, run.told
        assert uids(tmp_path / "out") == published(slack)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("error=token_revoked", 10),
        ("error=missing_scope", 11),
        ("error=feature_not_enabled", 12),
        ("rate-limited=3000", 13),
        ("loop", 15),
        ("unbounded", 15),
        ("html", 15),
    ],
)
def test_what_slack_does_decides_the_status(tmp_path: Path, fault: str, status: int) -> None:
    with slack_in_thread(fault, events=200) as slack:
        slack.clock(advance=100)
        run = once(slack.url, tmp_path, "--page-size", 20)
        assert run.status == status, run.told
        assert TOKEN not in run.told


def test_where_nobody_listens_it_is_14(tmp_path: Path) -> None:
    run = once("http://127.0.0.1:9", tmp_path)
    assert run.status == 14, run.told


def test_a_sink_that_takes_nothing_is_16_and_all_is_kept(tmp_path: Path) -> None:
    with slack_in_thread(events=50) as slack:
        slack.clock(advance=100)
        (tmp_path / "out").write_text("in the way")
        assert once(slack.url, tmp_path).status == 16
        (tmp_path / "out").unlink()
        asked = len(slack.requests())
        assert once(slack.url, tmp_path).status == 0
        assert uids(tmp_path / "out") == published(slack)
        assert len(slack.requests()) == asked + 1


def test_a_state_that_is_damaged_is_17_and_says_what_to_do(tmp_path: Path) -> None:
    with slack_in_thread(events=5) as slack:
        (tmp_path / "state").mkdir()
        (tmp_path / "state" / FILE).write_bytes(b"no database" * 1000)
        run = once(slack.url, tmp_path)
        assert run.status == 17
        assert "--oldest" in run.told


def test_a_state_of_a_later_version_is_17(tmp_path: Path) -> None:
    with slack_in_thread(events=5) as slack:
        once(slack.url, tmp_path)
        with sqlite3.connect(tmp_path / "state" / FILE) as state:
            state.execute("PRAGMA user_version = 99")
        run = once(slack.url, tmp_path)
        assert (run.status, "upgrade slack-ocsf" in run.told) == (17, True)


def running(slack: Thread, folder: Path) -> "subprocess.Popen[bytes]":
    """Start a collector, and return when it has delivered."""
    command = [SLACK_OCSF, "collect", *arguments(slack.url, folder, "--poll", 1, "--settle", 0)]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, env=PLAIN | {"SLACK_OCSF_TOKEN": TOKEN}
    )
    # not read yet: the last line may not be whole
    while not any(file.stat().st_size for file in (folder / "out").glob("events-*.ndjson*")):
        assert process.poll() is None
        time.sleep(0.05)
    return process


def test_a_second_one_on_the_same_state_is_refused_with_17(tmp_path: Path) -> None:
    with slack_in_thread(events=50) as slack, running(slack, tmp_path) as first:
        slack.clock(advance=100)
        run = once(slack.url, tmp_path)
        first.kill()
        assert run.status == 17
        assert "another slack-ocsf collect" in run.told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_ends_by_that_signal_and_says_no_more(
    tmp_path: Path, number: signal.Signals
) -> None:
    with slack_in_thread(events=50) as slack, running(slack, tmp_path) as process:
        process.send_signal(number)
        _, told = process.communicate(timeout=20)
        assert process.returncode in (-number, 128 + number)
        assert b"Traceback" not in told


def test_entries_go_to_standard_output_and_logs_do_not(tmp_path: Path) -> None:
    with slack_in_thread(events=50) as slack:
        slack.clock(advance=100)
        run = once(slack.url, tmp_path, "--sink", "stdout")
        assert sorted(event["metadata"]["uid"] for event in run.events) == published(slack)


def test_logs_are_json_lines_without_entries_or_token(tmp_path: Path) -> None:
    with slack_in_thread("status=503,count=2", events=50) as slack:
        slack.clock(advance=100)
        run = once(slack.url, tmp_path, "--log-level", "debug")
        assert all(isinstance(json.loads(line), dict) for line in run.told.splitlines())
        assert TOKEN not in run.told
        assert not any(entry["id"] in run.told for entry in slack.entries())
        assert not any(
            b"xoxp" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()
        )


def test_backfill_and_status_work_with_the_same_line(tmp_path: Path) -> None:
    with slack_in_thread(events=100) as slack:
        given = arguments(slack.url, tmp_path)
        given[given.index("--oldest") + 1] = str(LATEST)
        assert slack_ocsf("collect", "--once", *given, SLACK_OCSF_TOKEN=TOKEN).status == 0
        run = slack_ocsf("backfill", "--from", str(OLDEST), *given, SLACK_OCSF_TOKEN=TOKEN)
        assert run.status == 0, run.told
        assert '"percent":100' in run.told.replace(" ", "")
        there = {e["id"] for e in slack.entries() if e["date_create"] < LATEST}
        assert set(uids(tmp_path / "out")) == there


def test_backfill_beside_a_running_collect_ends_with_all_delivered(tmp_path: Path) -> None:
    with slack_in_thread(events=100) as slack:
        first = arguments(slack.url, tmp_path)
        first[first.index("--oldest") + 1] = str(LATEST - 100)
        assert slack_ocsf("collect", "--once", *first, SLACK_OCSF_TOKEN=TOKEN).status == 0
        (tmp_path / "out").mkdir(exist_ok=True)
        slack.clock(advance=100)
        with running(slack, tmp_path) as process:
            given = arguments(slack.url, tmp_path)
            run = slack_ocsf("backfill", "--from", str(OLDEST), *given, SLACK_OCSF_TOKEN=TOKEN)
            process.terminate()
        assert run.status == 0, run.told
        assert set(uids(tmp_path / "out")) == set(published(slack))
