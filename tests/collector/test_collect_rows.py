"""Access logs as versions of rows that change, and integration logs, each row once."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from collecting import (
    Together,
    Told,
    collect_for,
    collect_once,
    collecting,
    lines_in,
    organization,
    records,
    settings,
)
from fake_slack_server import FakeSlack
from fake_slack_thread import slack_in_thread

from slack_ocsf_collector.failures import CollectorFailed
from slack_ocsf_collector.settings.settings import Settings
from slack_ocsf_collector.slack import numbered
from slack_ocsf_collector.waiting import Stopped

ACCESS, INTEGRATION = "/api/team.accessLogs", "/api/team.integrationLogs"


def access(slack: FakeSlack, folder: Path, *sources: Any) -> Settings:  # noqa: ANN401 - literals
    """Return settings with a sink of events and one of untouched rows."""
    out = folder / "out"
    one = organization(slack, sources=sources or ("access",), requests_per_minute=50)
    return settings(folder, one, lines_in(out), lines_in(out, "raw"))


def key(row: dict[str, Any]) -> tuple[object, ...]:
    return row["user_id"], row["ip"], row["user_agent"], row["date_first"]


def latest(folder: Path) -> dict[tuple[object, ...], dict[str, Any]]:
    """The last version of each row of an access log."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in records(folder, "raw"):
        former = found.get(key(row))
        if former is None or row["count"] >= former["count"]:
            found[key(row)] = row
    return found


def versions(folder: Path) -> Counter[str]:
    """How often each id stands in the events."""
    return Counter(event["metadata"]["uid"] for event in records(folder))


def test_rows_that_change_come_as_new_versions_and_none_twice(tmp_path: Path) -> None:
    with slack_in_thread(events=0, logins=300, login_rate=0.05) as slack:
        given = access(slack, tmp_path)
        collect_for(given, slack, 3 * 3600, pace=60)
        slack.clock(advance=2 * 3600)
        collect_once(given)
        there = {key(one["row"]): one["row"] for one in slack.logins()}
        assert latest(tmp_path / "out") == there
        assert set(versions(tmp_path / "out").values()) == {1}
        assert len(versions(tmp_path / "out")) > len(there) + 100


def test_versions_of_a_row_share_an_identity(tmp_path: Path) -> None:
    with slack_in_thread(events=0, logins=5, login_rate=0.01) as slack:
        given = access(slack, tmp_path)
        for _ in range(3):
            slack.clock(advance=3700)
            collect_once(given)
        identities = {e["metadata"]["correlation_uid"] for e in records(tmp_path / "out")}
        assert len(identities) == len({key(one["row"]) for one in slack.logins()})
        assert len(versions(tmp_path / "out")) > len(identities)


def test_rows_beyond_the_last_page_that_slack_gives_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbered, "_MOST_PAGES", 2)
    with slack_in_thread(events=0, logins=6500, changes=0) as slack:
        collect_once(access(slack, tmp_path))
        there = {key(one["row"]): one["row"] for one in slack.logins()}
        assert latest(tmp_path / "out") == there
        assert set(versions(tmp_path / "out").values()) == {1}
        assert any("before" in one["parameters"] for one in slack.requests(ACCESS))


def test_rows_of_integration_logs_come_once(tmp_path: Path) -> None:
    with slack_in_thread(events=0, changes=2500) as slack:
        given = access(slack, tmp_path, "integration")
        for _ in range(3):
            slack.clock(advance=3700)
            collect_once(given)
        assert len(records(tmp_path / "out")) == len({str(one) for one in slack.changes()})
        assert set(versions(tmp_path / "out").values()) == {1}


def test_a_second_look_within_the_hour_asks_for_one_page(tmp_path: Path) -> None:
    with slack_in_thread(events=0, logins=3500) as slack:
        given = access(slack, tmp_path)
        collect_once(given)
        before = len(slack.requests(ACCESS))
        slack.clock(advance=600)
        collect_once(given)
        assert len(slack.requests(ACCESS)) == before + 1


def test_a_look_after_more_than_an_hour_reads_all(tmp_path: Path) -> None:
    with slack_in_thread(events=0, logins=3500) as slack:
        given = access(slack, tmp_path)
        collect_once(given)
        first = len(slack.requests(ACCESS))
        slack.clock(advance=3601)
        collect_once(given)
        assert len(slack.requests(ACCESS)) == 2 * first + 1


def test_a_long_sweep_keeps_no_other_log_from_being_read(tmp_path: Path) -> None:
    with slack_in_thread(events=0, rate=0.05, logins=9500) as slack:
        given = access(slack, tmp_path, "access", "audit")
        with collecting(given, Together(slack, 3600)) as (_, running):
            for _ in range(4):
                running._turn_all()
        paths = [one["path"] for one in slack.requests()]
        assert paths[:4].count(ACCESS) < 4
        assert paths.count(ACCESS) == 4


@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_sweep_that_was_broken_off_goes_on_at_its_page(tmp_path: Path, after: int) -> None:
    fault = f"status=403,after={after},path={ACCESS}"
    with slack_in_thread(fault, events=0, logins=5500) as slack:
        given = access(slack, tmp_path)
        with pytest.raises(CollectorFailed):
            collect_once(given)
        slack.clear()
        before = len(slack.requests(ACCESS))
        collect_once(given)
        pages = [int(one["parameters"]["page"]) for one in slack.requests(ACCESS)[before:]]
        assert pages == [*range(after + 1, 7), 1]
        assert set(versions(tmp_path / "out").values()) == {1}
        assert len(latest(tmp_path / "out")) == 5500


def test_a_sweep_that_is_taken_up_hours_later_finds_what_changed_meanwhile(tmp_path: Path) -> None:
    fault = f"status=403,after=3,path={ACCESS}"
    with slack_in_thread(fault, events=0, logins=5500, login_rate=0.01) as slack:
        given = access(slack, tmp_path)
        with pytest.raises(CollectorFailed):
            collect_once(given)
        slack.clear()
        slack.clock(advance=2 * 3600)
        collect_once(given)
        assert latest(tmp_path / "out") == {key(one["row"]): one["row"] for one in slack.logins()}
        assert set(versions(tmp_path / "out").values()) == {1}


def test_stopped_amid_a_sweep_nothing_is_lost(tmp_path: Path) -> None:
    class Stopping(Together):
        def check(self) -> None:
            super().check()
            if len(self.waits) > 3:
                self.stop()

    with slack_in_thread(events=0, logins=9500) as slack:
        given = access(slack, tmp_path)
        told = Told()
        with (
            collecting(given, Stopping(slack, 10**6), told) as (_, running),
            pytest.raises(Stopped),
        ):
            running.run()
        assert 0 < len(told.pages) < 10
        collect_once(given)
        assert len(latest(tmp_path / "out")) == 9500
        assert set(versions(tmp_path / "out").values()) == {1}
