"""What `status` says of each situation."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from collecting import (
    Told,
    collect_once,
    collecting,
    lines_in,
    organization,
    settings,
)
from fake_slack_server import TOKEN
from fake_slack_thread import LATEST, OLDEST, Thread, slack_in_thread
from map_runs import Run, slack_ocsf
from slack_clients import TestClock

from slack_ocsf_collector.collect import backfilling
from slack_ocsf_collector.collect.assembly import alone, parts
from slack_ocsf_collector.collect.delivery_lock import DeliveryLock
from slack_ocsf_collector.collect.standing import Standing, standing
from slack_ocsf_collector.failures import CollectorFailed, SinkFailed, StateUnusable
from slack_ocsf_collector.settings.settings import Settings


def failing(given: Settings) -> list[tuple[str, str]]:
    return [(one.part, one.kind) for one in standing(given, LATEST).troubles]


def status(slack: Thread, folder: Path, *more: str) -> Run:
    """Run the command with the settings that `settings` makes."""
    return slack_ocsf(
        "status",
        *("--organization", "acme", "--api-url", slack.url, "--state", folder / "state"),
        *("--sink", f"ndjson:{folder / 'out'}", *more),
        SLACK_OCSF_TOKEN=TOKEN,
    )


def test_before_the_first_run_there_is_no_state(tmp_path: Path) -> None:
    with slack_in_thread(events=0) as slack:
        given = settings(tmp_path, organization(slack))
        with pytest.raises(StateUnusable, match="nothing was collected yet"):
            standing(given, LATEST)
        assert not (tmp_path / "state").exists()


def test_a_state_that_is_damaged_inside_is_told_with_the_fix(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack))
        collect_once(given)
    file = given.state / "state.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StateUnusable, match="it is damaged: move it away"):
        standing(given, LATEST)


def test_after_a_look_walkers_ledger_and_cover_are_told(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack))
        collect_once(given)
        found: Standing = standing(given, LATEST + 100)
        (stream,) = found.streams
        by_name = {one.name: one for one in stream.walkers}
        assert {name: one.lag for name, one in by_name.items()} == {
            "settle": 60,
            "reread": 900,
            "slow_reread": LATEST + 101 - OLDEST,
        }
        assert [(one.oldest, one.latest) for one in stream.covered] == [(OLDEST, LATEST + 40)]
        assert (found.ledger, found.dead_letters, found.troubles) == (40, 0, [])
        assert [(one.records, one.size) for one in found.sinks] == [(0, 0)]
        assert not found.is_running


def test_that_a_collect_runs_is_told(tmp_path: Path) -> None:
    with slack_in_thread(events=0) as slack:
        given = settings(tmp_path, organization(slack))
        with collecting(given):
            assert standing(given, LATEST).is_running
        assert not standing(given, LATEST).is_running


def test_asking_keeps_no_collect_from_starting(tmp_path: Path) -> None:
    with slack_in_thread(events=0) as slack:
        given = settings(tmp_path, organization(slack))
        collect_once(given)
        standing(given, LATEST)
        collect_once(given)


def test_an_open_window_is_told_with_its_page(tmp_path: Path) -> None:
    with slack_in_thread("status=403,after=4", events=100) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack, page_size=10))
        with pytest.raises(CollectorFailed):
            collect_once(given)
        (settle,) = [
            one for one in standing(given, LATEST).streams[0].walkers if one.name == "settle"
        ]
        assert settle.window is not None
        assert (settle.window.oldest, settle.pages > 0) == (OLDEST, True)


def test_a_stream_that_fails_is_told_until_it_works_again(tmp_path: Path) -> None:
    with slack_in_thread("error=missing_scope", events=10) as slack:
        given = settings(tmp_path, organization(slack))
        with pytest.raises(CollectorFailed):
            collect_once(given)
        assert failing(given) == [("acme/audit", "scope")]
        slack.clear()
        slack.clock(advance=100)
        collect_once(given)
        assert failing(given) == []


def test_what_failed_for_another_process_is_over_when_this_one_works(tmp_path: Path) -> None:
    with slack_in_thread(events=100, rate=0.1) as slack:
        given = settings(tmp_path, organization(slack, oldest=None))
        with collecting(given) as (_, running):
            running._turn_all()
            slack.clock(advance=300)
            slack.fault("status=403")
            with pytest.raises(CollectorFailed), parts(given, TestClock(), Told()) as made:
                backfilling.backfill(made, OLDEST, None)
            assert failing(given) == [("acme/audit", "scope")]
            slack.clear()
            running._clock.wait(600)
            running._turn_all()
            assert failing(given) == []


def blocked(tmp_path: Path, slack: Thread) -> Settings:
    """Return settings, a sink of which has failed."""
    slack.clock(advance=100)
    (tmp_path / "bad").write_text("in the way")
    given = settings(tmp_path, organization(slack), lines_in(tmp_path / "bad"))
    with pytest.raises(SinkFailed):
        collect_once(given)
    return given


def test_a_sink_that_fails_is_told_with_what_waits_for_it(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        given = blocked(tmp_path, slack)
        assert failing(given) == [(given.sinks[0].name, "sink")]
        assert standing(given, LATEST).sinks[0].records == 40
        (tmp_path / "bad").unlink()
        collect_once(given)
        assert failing(given) == []
        assert standing(given, LATEST).sinks[0].records == 0


def test_a_sink_that_is_no_longer_wanted_fails_no_more(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        blocked(tmp_path, slack)
        assert failing(settings(tmp_path, organization(slack))) == []


def test_a_sink_that_failed_with_nothing_to_deliver_is_over_when_it_opens(tmp_path: Path) -> None:
    with slack_in_thread(events=0) as slack:
        given = blocked(tmp_path, slack)
        (tmp_path / "bad").unlink()
        collect_once(given)
        assert failing(given) == []


def test_a_sink_that_recovers_with_nothing_to_deliver_is_told_to_work(tmp_path: Path) -> None:
    with slack_in_thread(events=0) as slack:
        (tmp_path / "bad").write_text("in the way")
        given = settings(tmp_path, organization(slack), lines_in(tmp_path / "bad"))
        with collecting(given, TestClock()) as (made, running):
            running._turn_all()
            made.delivering.run()
            assert failing(given) == [(given.sinks[0].name, "sink")]
            (tmp_path / "bad").unlink()
            running._clock.wait(10)
            made.delivering.run()
            assert failing(given) == []


def test_since_when_it_fails_stays_when_it_fails_again(tmp_path: Path) -> None:
    with slack_in_thread("error=missing_scope", events=10) as slack:
        given = settings(tmp_path, organization(slack))
        begin = int(time.time())
        for _ in range(2):
            with pytest.raises(CollectorFailed):
                collect_once(given)
        (trouble,) = standing(given, LATEST).troubles
        assert begin <= trouble.since <= int(time.time())


def test_the_text_names_what_an_operator_looks_for(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        slack.clock(advance=100)
        collect_once(settings(tmp_path, organization(slack)))
        run = status(slack, tmp_path)
        assert run.status == 0, run.told
        text = run.output.decode()
        assert "no collect is running" in text
        assert "acme/audit: " in text
        assert "settle: read up to " in text
        assert "ledger: 40 ids" in text
        assert f"events:ndjson:{tmp_path / 'out'}: 0 records wait (0 bytes)" in text


def test_the_json_is_one_object_of_the_same(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        slack.clock(advance=100)
        collect_once(settings(tmp_path, organization(slack)))
        run = status(slack, tmp_path, "--json")
        found: dict[str, Any] = json.loads(run.output)
        assert (found["ledger"], found["is_running"], found["troubles"]) == (40, False, [])
        assert found["streams"][0]["stream"] == "acme/audit"


def test_the_exit_status_is_1_while_something_fails(tmp_path: Path) -> None:
    with slack_in_thread("error=missing_scope", events=10) as slack:
        with pytest.raises(CollectorFailed):
            collect_once(settings(tmp_path, organization(slack)))
        run = status(slack, tmp_path)
        assert run.status == 1
        assert b"failing: acme/audit: scope since " in run.output
        assert b"xoxp-" not in run.output + run.told.encode()


def test_a_collector_that_starts_while_status_looks_waits_for_it(tmp_path: Path) -> None:
    class Looking(TestClock):
        """Has the look of another process end during the first wait."""

        def wait(self, seconds: float) -> None:
            super().wait(seconds)
            look.release()

    look = DeliveryLock(tmp_path, "collect")
    assert look.is_held
    clock = Looking()

    with alone(tmp_path, "collect", clock):
        assert clock.waits == [0.2]
