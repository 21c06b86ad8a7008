"""Invented rows of access and integration logs: reproducible, with Slack's quirks."""

import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from slack_ocsf_collector.entries import access_rows, entries, integration_rows

ACCESS_MEMBERS = {
    *("user_id", "username", "date_first", "date_last", "count"),
    *("ip", "user_agent", "isp", "country", "region"),
}
KNOWN_CHANGES = {"added", "removed", "enabled", "disabled", "updated", "expanded"}

Rows = Callable[[int, int], Iterator[dict[str, Any]]]


def digest(rows: list[dict[str, object]]) -> str:
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def test_the_same_seed_gives_the_same_rows_in_every_version_of_python() -> None:
    assert digest(list(access_rows(1, 500))) == "de375ad6d456582a"
    assert digest(list(integration_rows(1, 500))) == "36723208edb43be6"


@pytest.mark.parametrize("rows", [access_rows, integration_rows])
def test_first_rows_do_not_depend_on_the_number(rows: Rows) -> None:
    assert list(rows(3, 20)) == list(rows(3, 200))[:20]


@pytest.mark.parametrize("rows", [access_rows, integration_rows])
def test_no_rows_when_none_are_asked_for(rows: Rows) -> None:
    assert list(rows(3, 0)) == list(rows(3, -1)) == []


def test_access_rows_have_slacks_ten_members() -> None:
    assert all(row.keys() - {"device"} == ACCESS_MEMBERS for row in access_rows(2, 2000))


def test_access_rows_are_of_the_people_of_the_entries() -> None:
    actors = {entry["actor"]["user"]["id"] for entry in entries(2, 3000)}
    users = {row["user_id"] for row in access_rows(2, 300)}
    assert len(users & actors) > len(users) / 2


def test_an_access_begins_before_it_ends_and_counts_at_least_one() -> None:
    for row in access_rows(4, 2000):
        assert row["date_first"] <= row["date_last"]
        assert row["count"] >= 1


def test_the_last_access_never_falls() -> None:
    for before, after in pairwise(access_rows(4, 2000)):
        assert before["date_last"] <= after["date_last"]


def test_integration_dates_are_strings_that_never_fall() -> None:
    for before, after in pairwise(integration_rows(4, 2000)):
        assert type(after["date"]) is str
        assert int(before["date"]) <= int(after["date"])


@pytest.mark.parametrize("ip", ["", None, "127.0.0."])
def test_addresses_are_missing_or_malformed(ip: str | None) -> None:
    assert any(row["ip"] == ip for row in access_rows(5, 5000))


@pytest.mark.parametrize("member", ["isp", "country", "region"])
def test_what_slack_guesses_of_an_address_may_be_null(member: str) -> None:
    assert {type(row[member]) for row in access_rows(5, 500)} == {str, type(None)}


def test_a_service_has_a_number_or_a_string_for_an_id() -> None:
    ids = {type(row["service_id"]) for row in integration_rows(5, 500) if "service_id" in row}
    assert ids == {int, str}


def test_every_change_that_slack_knows_occurs() -> None:
    changes = {row["change_type"] for row in integration_rows(5, 2000)}
    assert changes > KNOWN_CHANGES


def test_only_what_was_disabled_has_a_reason() -> None:
    rows = [row for row in integration_rows(5, 2000) if row["change_type"] in KNOWN_CHANGES]
    assert all(("reason" in row) == (row["change_type"] == "disabled") for row in rows)


def test_some_rows_are_of_rss_feeds() -> None:
    feeds = [row for row in integration_rows(5, 500) if row.get("rss_feed") is True]
    assert feeds
    assert all(row["rss_feed_url"].startswith("https://") for row in feeds)


def test_no_two_integration_rows_are_equal() -> None:
    rows = [json.dumps(row, sort_keys=True) for row in integration_rows(6, 5000)]
    assert len(set(rows)) == len(rows)
