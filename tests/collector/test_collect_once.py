"""One look at what is there: all of it is delivered, each entry once."""

from pathlib import Path

import pytest
from collecting import (
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
from slack_clients import TestClock

from slack_ocsf_collector.failures import CollectorFailed, StateUnusable
from slack_ocsf_collector.settings.settings import Timing
from slack_ocsf_collector.state import covered, outbox
from slack_ocsf_collector.waiting import Stopped


def test_every_entry_is_delivered_once(tmp_path: Path) -> None:
    with slack_in_thread(events=400) as slack:
        slack.clock(advance=100)
        collect_once(settings(tmp_path, organization(slack)))
        assert uids(tmp_path / "out") == published(slack)


def test_a_second_look_delivers_only_what_is_new(tmp_path: Path) -> None:
    with slack_in_thread(events=100, rate=0.5) as slack:
        given = settings(tmp_path, organization(slack))
        slack.clock(advance=100)
        collect_once(given)
        slack.clock(advance=500)
        collect_once(given)
        there = published(slack)
        slack.clock(advance=100)
        collect_once(given)
        assert set(there) <= set(uids(tmp_path / "out"))
        assert len(uids(tmp_path / "out")) == len(set(uids(tmp_path / "out")))


def test_events_of_a_file_are_in_the_order_of_time_within_a_page(tmp_path: Path) -> None:
    with slack_in_thread(events=40) as slack:
        slack.clock(advance=100)
        collect_once(settings(tmp_path, organization(slack, page_size=1000)))
        times = [event["time"] for event in records(tmp_path / "out")]
        assert len(times) == 40
        assert times == sorted(times)


def test_it_ends_while_entries_keep_coming(tmp_path: Path) -> None:
    with slack_in_thread(events=50, rate=20) as slack:
        timing = Timing(settle=0)
        there = set(published(slack))
        slack.clock(advance=1, running=True)
        collect_once(settings(tmp_path, organization(slack, page_size=10), timing=timing))
        assert there <= set(uids(tmp_path / "out"))


def test_without_oldest_it_begins_at_slacks_time_of_the_first_look(tmp_path: Path) -> None:
    with slack_in_thread(events=50, rate=0.1) as slack:
        begin = slack.clock()
        given = settings(tmp_path, organization(slack, oldest=None))
        collect_once(given)
        assert uids(tmp_path / "out") == []
        slack.clock(advance=1000)
        collect_once(given)
        wanted = [e["id"] for e in slack.entries() if begin <= e["date_create"] <= begin + 940]
        assert uids(tmp_path / "out") == sorted(wanted)
        assert len(wanted) > 20


def test_a_log_that_is_empty_is_no_failure(tmp_path: Path) -> None:
    with slack_in_thread(events=0) as slack:
        assert collect_once(settings(tmp_path, organization(slack))).failures == []


def test_an_organisation_that_fails_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    with (
        slack_in_thread(events=30) as slack,
        slack_in_thread("error=missing_scope", events=30) as ill,
    ):
        slack.clock(advance=100)
        both = (organization(ill, "ill"), organization(slack, "well"))
        with pytest.raises(CollectorFailed, match="auditlogs:read"):
            collect_once(settings(tmp_path, both))
        assert uids(tmp_path / "out") == published(slack)


def test_organisations_with_the_same_ids_are_kept_apart(tmp_path: Path) -> None:
    with (
        slack_in_thread(events=30) as one,
        slack_in_thread(events=30) as other,
    ):
        for slack in (one, other):
            slack.clock(advance=100)
        assert published(one) == published(other)
        both = (organization(one, "one"), organization(other, "other"))
        collect_once(settings(tmp_path, both))
        assert uids(tmp_path / "out") == sorted(published(one) * 2)


def test_all_sources_of_an_organisation_come_into_one_folder(tmp_path: Path) -> None:
    with slack_in_thread(events=30, logins=40, changes=20) as slack:
        slack.clock(advance=100)
        sources = ("audit", "access", "integration")
        collect_once(settings(tmp_path, organization(slack, sources=sources)))
        found = records(tmp_path / "out")
        names = [event["metadata"]["log_name"] for event in found]
        assert {name: names.count(name) for name in set(names)} == {
            "audit": 30,
            "access": len(slack.logins()),
            "integration": len(slack.changes()),
        }


def test_untouched_entries_stand_beside_the_events(tmp_path: Path) -> None:
    with slack_in_thread(events=60) as slack:
        slack.clock(advance=100)
        out = tmp_path / "out"
        collect_once(settings(tmp_path, organization(slack), lines_in(out), lines_in(out, "raw")))
        by_id = {entry["id"]: entry for entry in slack.entries()}
        assert {entry["id"]: entry for entry in records(out, "raw")} == by_id
        assert len(records(out, "raw")) == len(by_id)
        assert uids(out) == published(slack)


def test_nothing_waits_when_all_is_delivered(tmp_path: Path) -> None:
    with slack_in_thread(events=60) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack))
        with collecting(given, once=True) as (made, running):
            running.run_once()
            assert outbox.held(made.state, {"events", "raw"}) == (0, 0)


def test_all_of_the_time_up_to_the_settled_is_noted_as_covered(tmp_path: Path) -> None:
    with slack_in_thread(events=60) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack))
        with collecting(given, once=True) as (made, running):
            running.run_once()
            (stretch,) = covered.every(made.state, running._readers[0].stream)
        begin = given.organizations[0].oldest
        assert (stretch.oldest, stretch.latest) == (begin, int(slack.clock()) - 60)


def test_a_second_collect_on_the_same_state_is_refused(tmp_path: Path) -> None:
    with slack_in_thread(events=0) as slack:
        given = settings(tmp_path, organization(slack))
        with collecting(given), pytest.raises(StateUnusable, match="another slack-ocsf collect"):
            collect_once(given)


@pytest.mark.parametrize("checks", [1, 5, 20, 60])
def test_stopped_at_any_check_it_goes_on_where_it_was(tmp_path: Path, checks: int) -> None:
    class Stopping(TestClock):
        left = checks

        def check(self) -> None:
            self.left -= 1
            if self.left <= 0:
                self.stop()
            super().check()

    with slack_in_thread(events=120) as slack:
        slack.clock(advance=100)
        given = settings(tmp_path, organization(slack, page_size=10))
        with pytest.raises(Stopped):
            collect_once(given, Stopping())
        asked = len(slack.requests("/audit/v1/logs"))
        collect_once(given)
        assert uids(tmp_path / "out") == published(slack)
        whole = [one for one in slack.requests("/audit/v1/logs")[:asked] if one["status"] == 200]
        assert len(whole) <= asked
