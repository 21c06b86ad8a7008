"""Several sinks, of which some fail, come and go: each gets everything once."""

from pathlib import Path

import pytest
from collecting import (
    Together,
    collect_once,
    collecting,
    lines_in,
    organization,
    published,
    records,
    settings,
    uids,
)
from fake_slack_thread import slack_in_thread
from http_receiver import receiving

from slack_ocsf_collector.collect import delivering
from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.settings.settings import SinkSetting
from slack_ocsf_collector.state import outbox
from slack_ocsf_collector.waiting import Stopped


def blocked(folder: Path) -> SinkSetting:
    """Return the setting of a sink that fails: a file is where its folder would be."""
    folder.write_text("in the way")
    return lines_in(folder)


def test_a_sink_that_fails_keeps_no_other_from_its_events(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        slack.clock(advance=100)
        bad, good = blocked(tmp_path / "bad"), lines_in(tmp_path / "good")
        with pytest.raises(SinkFailed):
            collect_once(settings(tmp_path, organization(slack), bad, good))
        assert uids(tmp_path / "good") == published(slack)


def test_a_sink_that_failed_for_long_gets_everything_once(tmp_path: Path) -> None:
    with slack_in_thread(events=40, rate=0.05) as slack:
        given = settings(
            tmp_path, organization(slack), blocked(tmp_path / "bad"), lines_in(tmp_path / "good")
        )
        for _ in range(3):
            slack.clock(advance=500)
            with pytest.raises(SinkFailed):
                collect_once(given)
        (tmp_path / "bad").unlink()
        collect_once(given)
        assert uids(tmp_path / "bad") == uids(tmp_path / "good")
        assert len(uids(tmp_path / "bad")) > 60


def test_while_a_sink_is_down_reading_stops_when_enough_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "_FULL_RECORDS", 100)
    with slack_in_thread(events=1000) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack, page_size=20), blocked(tmp_path / "bad"))
        with collecting(given, Together(slack, 300)) as (made, running):
            with pytest.raises(Stopped):
                running.run()
            waiting, _ = outbox.held(made.state, {"events"})
        assert 100 <= waiting <= 120
        (tmp_path / "bad").unlink()
        collect_once(given)
        assert uids(tmp_path / "bad") == published(slack)


def test_a_look_into_a_log_that_is_more_than_may_wait_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "_FULL_RECORDS", 50)
    lake = SinkSetting("parquet", str(tmp_path / "lake"), options={"records": 10**6, "age": 10**6})
    with slack_in_thread(events=300) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack), lake)
        with collecting(given, Together(slack, 300), once=True) as (made, running):
            running.run_once()
            assert outbox.held(made.state, {"events"}) == (0, 0)


def test_a_sink_that_comes_later_gets_what_comes_later(tmp_path: Path) -> None:
    with slack_in_thread(events=40, rate=0.1) as slack:
        slack.clock(advance=100)
        first, second = lines_in(tmp_path / "first"), lines_in(tmp_path / "second")
        collect_once(settings(tmp_path, organization(slack), first))
        before = uids(tmp_path / "first")
        slack.clock(advance=600)
        collect_once(settings(tmp_path, organization(slack), first, second))
        after = uids(tmp_path / "first")
        assert uids(tmp_path / "second") == sorted(set(after) - set(before))


def test_a_sink_that_is_taken_out_keeps_nothing_waiting(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        slack.clock(advance=100)
        bad, good = blocked(tmp_path / "bad"), lines_in(tmp_path / "good")
        with pytest.raises(SinkFailed):
            collect_once(settings(tmp_path, organization(slack), bad, good))
        slack.clock(advance=100)
        with collecting(settings(tmp_path, organization(slack), good), once=True) as (made, one):
            one.run_once()
            assert outbox.held(made.state, {"events"}) == (0, 0)


def test_a_sink_that_failed_and_was_away_comes_back_without_what_is_gone(tmp_path: Path) -> None:
    with slack_in_thread(events=40, rate=0.1) as slack:
        slack.clock(advance=100)
        good = lines_in(tmp_path / "good")
        with receiving(*[503] * 20) as receiver:
            http = SinkSetting("http", receiver.url)
            with pytest.raises(SinkFailed):
                collect_once(settings(tmp_path, organization(slack), http, good))
            slack.clock(advance=300)
            collect_once(settings(tmp_path, organization(slack), good))
            before = uids(tmp_path / "good")
            receiver.answers.clear()
            receiver.kept.clear()
            slack.clock(advance=300)
            collect_once(settings(tmp_path, organization(slack), http, good))
            assert receiver.uids == sorted(set(uids(tmp_path / "good")) - set(before))
            assert receiver.uids


def test_a_raw_sink_that_fails_keeps_no_event_waiting(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        slack.clock(advance=100)
        (tmp_path / "raw").write_text("in the way")
        raw, good = lines_in(tmp_path / "raw", "raw"), lines_in(tmp_path / "good")
        with pytest.raises(SinkFailed):
            collect_once(settings(tmp_path, organization(slack), raw, good))
        assert uids(tmp_path / "good") == published(slack)
        (tmp_path / "raw").unlink()
        collect_once(settings(tmp_path, organization(slack), raw, good))
        assert sorted(one["id"] for one in records(tmp_path / "raw", "raw")) == published(slack)


def test_a_receiver_that_fails_after_it_stored_gets_a_batch_again_under_its_name(
    tmp_path: Path,
) -> None:
    with slack_in_thread(events=120) as slack:
        slack.clock(advance=100)
        with receiving("drop", 500, "cut", 200, 500, "drop") as receiver:
            given = settings(
                tmp_path, organization(slack, page_size=30), SinkSetting("http", receiver.url)
            )
            while True:
                try:
                    collect_once(given)
                except SinkFailed:
                    continue
                break
            assert receiver.uids == published(slack)
            assert not receiver.repeats()
            assert len(receiver.kept) > len({one.key for one in receiver.kept})


def test_files_are_finished_by_size_and_none_is_changed_afterwards(tmp_path: Path) -> None:
    with slack_in_thread(events=60, rate=0.1) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack), lines_in(tmp_path / "out", size=20_000))
        collect_once(given)
        finished = {file: file.read_bytes() for file in (tmp_path / "out").glob("*.ndjson")}
        slack.clock(advance=1000)
        collect_once(given)
        assert len(finished) > 0
        assert {file: file.read_bytes() for file in finished} == finished
        assert len(uids(tmp_path / "out")) == len(set(uids(tmp_path / "out"))) > 100


def test_a_growing_file_that_was_taken_away_is_told_and_not_begun_anew(tmp_path: Path) -> None:
    with slack_in_thread(events=20, rate=0.1) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack))
        collect_once(given)
        (growing,) = (tmp_path / "out").glob("*.part")
        growing.unlink()
        slack.clock(advance=300)
        with pytest.raises(SinkFailed, match="verify --refill always"):
            collect_once(given)


def test_what_was_written_and_not_committed_is_cut_off(tmp_path: Path) -> None:
    with slack_in_thread(events=20, rate=0.1) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack))
        collect_once(given)
        (growing,) = (tmp_path / "out").glob("*.part")
        growing.write_bytes(growing.read_bytes() + b'{"half": "a li')
        slack.clock(advance=300)
        collect_once(given)
        assert len(uids(tmp_path / "out")) > 20
