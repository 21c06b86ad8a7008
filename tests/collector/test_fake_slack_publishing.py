"""What the fake Slack's audit log holds, and when."""

import threading
from contextlib import closing

import pytest
from fake_slack_thread import LATEST, LOGS, OLDEST, slack_in_thread

from slack_ocsf_collector.fake_slack.publishing import Lateness
from slack_ocsf_collector.fake_slack.store import Store


def test_the_log_holds_as_many_entries_as_asked_for_over_its_whole_span() -> None:
    with slack_in_thread(events=500) as slack:
        dates = [entry["date_create"] for entry in slack.entries()]

    assert (len(dates), dates[0], dates[-1]) == (500, OLDEST, LATEST)
    assert dates == sorted(dates)
    assert len(set(dates)) < 500


def test_no_two_entries_have_one_id() -> None:
    with slack_in_thread(events=3000) as slack:
        assert len({entry["id"] for entry in slack.entries()}) == 3000


def test_a_seed_decides_everything() -> None:
    def log(seed: int) -> list[object]:
        with slack_in_thread(seed=seed, rate=1.0, lateness=Lateness(0.5, 5, 50)) as slack:
            slack.clock(advance=100)
            return [slack.publications(), slack.logins(), slack.changes()]

    assert log(4) == log(4)
    assert log(4) != log(5)


def test_a_log_without_entries_is_an_empty_last_page() -> None:
    with slack_in_thread(events=0) as slack:
        assert slack.get(LOGS).json == {"entries": [], "response_metadata": {"next_cursor": ""}}


def test_new_entries_come_at_the_rate() -> None:
    with slack_in_thread(rate=5.0) as slack:
        slack.clock(advance=1000)
        new = slack.entries()[300:]

        assert len(new) == pytest.approx(5000, rel=0.1)
        assert all(LATEST <= entry["date_create"] <= LATEST + 1000 for entry in new)
        assert slack.get(LOGS, limit=1).ids == [new[-1]["id"]]


def test_nothing_new_comes_while_the_clock_stands() -> None:
    with slack_in_thread(rate=1e6) as slack:
        assert len(slack.entries()) == len(slack.entries()) == 300


def test_a_late_entry_can_be_read_only_after_its_delay() -> None:
    with slack_in_thread(lateness=Lateness(1.0, 600, 600)) as slack:
        assert {one["published"] - one["entry"]["date_create"] for one in slack.publications()} == {
            600
        }
        before = set(slack.get(LOGS, limit=9999).ids)
        slack.clock(advance=599)
        newest_is_missing = slack.get(LOGS, oldest=LATEST, limit=9999).ids
        slack.clock(advance=1)
        after = set(slack.get(LOGS, limit=9999).ids)

    assert before < after
    assert not newest_is_missing
    assert len(after) == 300


def test_a_share_of_the_entries_is_late_by_what_was_asked_for() -> None:
    with slack_in_thread(events=2000, lateness=Lateness(0.1, 10, 20)) as slack:
        slack.clock(advance=100)
        delays = [one["published"] - one["entry"]["date_create"] for one in slack.publications()]

    late = [delay for delay in delays if delay]
    assert len(late) == pytest.approx(200, rel=0.25)
    assert all(10 <= delay <= 20 for delay in late)


def test_the_clock_does_not_go_back() -> None:
    from urllib.error import HTTPError

    with slack_in_thread() as slack, pytest.raises(HTTPError, match="400"):
        slack.clock(advance=-1)


def test_the_clock_runs_when_told_to_and_stands_again() -> None:
    with slack_in_thread() as slack:
        started = slack.clock(running=True)
        stopped = slack.clock(running=False)

        assert LATEST <= started < stopped == slack.clock()


def test_an_entry_is_added_only_when_no_other_thread_reads_or_writes() -> None:
    store = Store()
    adding = threading.Thread(target=store.add, args=(b"{}", LATEST, LATEST, "user_login"))
    with closing(store):
        with store._lock:
            adding.start()
            adding.join(0.1)
            assert adding.is_alive()
        adding.join()
        assert store.line(0) == b"{}"
