"""The access and integration logs, whose pages have numbers."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from fake_slack_server import FakeSlack, fake_slack
from slack_clients import NOW, TestClock, sent, slack_client, told_slack

from slack_ocsf_collector.failures import AnswerViolated, CursorRefused
from slack_ocsf_collector.slack.client import SlackClient
from slack_ocsf_collector.slack.identity import auth_test
from slack_ocsf_collector.slack.numbered import access_pages, integration_pages
from slack_ocsf_collector.slack.page import Page

LOGINS, CHANGES = 1203, 250


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    size = ("--logins", LOGINS, "--changes", CHANGES, "--events", 0)
    with fake_slack(*size, "--web-limit-per-minute", 0) as server:
        yield server


@pytest.fixture
def client(slack: FakeSlack) -> Iterator[SlackClient]:
    with slack_client(slack.url) as client:
        yield client


def rows(pages: Iterator[Page] | list[Page]) -> list[dict[str, Any]]:
    return [json.loads(element.raw) for one in pages for element in one.elements]


def test_all_access_logs_come(slack: FakeSlack, client: SlackClient) -> None:
    expected = [one["row"] for one in slack.logins()]
    assert sorted(rows(access_pages(client, count=100)), key=repr) == sorted(expected, key=repr)


def test_access_logs_go_on_past_page_100(slack: FakeSlack, client: SlackClient) -> None:
    expected = {json.dumps(one["row"]) for one in slack.logins()}
    pages = list(access_pages(client, count=5))
    assert len(pages) > 200
    assert {json.dumps(one) for one in rows(pages)} == expected


def test_no_row_is_lost_of_the_second_that_page_100_ends_in() -> None:
    log = [{"date_first": NOW - (at + 1) // 2, "at": at} for at in range(205)]

    def answer(request: bytes) -> Iterator[bytes]:
        query = dict(parse_qsl(urlsplit(request.split(b" ")[1].decode()).query))
        left = [row for row in log if row["date_first"] <= int(query.get("before", NOW))]
        end = 2 * int(query["page"])
        yield sent({"logins": left[end - 2 : end], "paging": {"pages": (len(left) + 1) // 2}})

    with told_slack(answer) as slack, slack_client(slack.url) as client:
        found = {row["at"] for row in rows(access_pages(client, count=2))}
    assert found == set(range(205))


def test_a_log_that_fills_page_100_to_its_last_row_ends_there() -> None:
    with fake_slack("--logins", 200, "--events", 0, "--web-limit-per-minute", 0) as slack:
        expected = {json.dumps(one["row"]) for one in slack.logins()}
        with slack_client(slack.url) as client:
            found = rows(access_pages(client, count=2))
    assert {json.dumps(one) for one in found} == expected


def test_all_access_logs_come_while_new_ones_are_made() -> None:
    with fake_slack("--logins", 300, "--login-rate", 200, "--events", 0) as slack:
        known = {key(one["row"]) for one in slack.logins()}
        with slack_client(slack.url) as client:
            found = {key(one) for one in rows(access_pages(client, count=50))}
    assert found >= known


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("user_id", "ip", "user_agent", "date_first"))


def test_one_before_is_sent_with_all_pages_but_the_first(
    client: SlackClient, slack: FakeSlack
) -> None:
    asked = len(slack.requests())
    list(access_pages(client, count=300))
    first, *others = (one["parameters"] for one in slack.requests()[asked:])
    assert "before" not in first
    assert len({one["before"] for one in others}) == 1


def test_no_row_after_a_given_before_comes(client: SlackClient, slack: FakeSlack) -> None:
    dates = sorted(one["row"]["date_first"] for one in slack.logins())
    before = dates[LOGINS // 2]
    found = rows(access_pages(client, before=before, count=100))
    assert len(found) == sum(date <= before for date in dates)


def test_access_logs_of_a_workspace(client: SlackClient, slack: FakeSlack) -> None:
    team = slack.logins()[0]["team"]
    expected = [one["row"] for one in slack.logins() if one["team"] == team]
    assert len(rows(access_pages(client, team, count=100))) == len(expected)


@pytest.mark.parametrize("read", [access_pages, integration_pages])
def test_reading_goes_on_with_the_cursor_of_any_page(read: Any, client: SlackClient) -> None:  # noqa: ANN401 - either function
    pages = list(read(client, count=100))
    for at, one in enumerate(pages[:-1]):
        assert rows(read(client, cursor=one.cursor, count=100)) == rows(pages[at + 1 :])
    assert pages[-1].cursor == ""


@pytest.mark.parametrize("read", [access_pages, integration_pages])
def test_a_cursor_of_another_log_is_refused(read: Any, client: SlackClient) -> None:  # noqa: ANN401 - either function
    with pytest.raises(CursorRefused):
        list(read(client, cursor="dXNlcg=="))


def test_all_integration_logs_come(slack: FakeSlack, client: SlackClient) -> None:
    found = rows(integration_pages(client, count=100))
    assert sorted(found, key=repr) == sorted(slack.changes(), key=repr)


def test_integration_logs_may_lack_their_list_where_there_are_none() -> None:
    with told_slack(sent({"ok": True})) as slack, slack_client(slack.url) as client:
        assert rows(integration_pages(client)) == []


def web(key: str, dates: list[int], **paging: int) -> bytes:
    date = "date_first" if key == "logins" else "date"
    listed = [{date: NOW - seconds, "at": at} for at, seconds in enumerate(dates)]
    return sent({"ok": True, key: listed, "paging": paging})


def violation(*answers: bytes, before: int | None = None) -> str:
    with told_slack(*answers) as slack, slack_client(slack.url) as client:
        with pytest.raises(AnswerViolated) as raised:
            list(access_pages(client, before=before, count=3))
        return str(raised.value)


def test_access_logs_lack_no_list() -> None:
    assert "`logins`" in violation(sent({"ok": True}))


def test_rows_in_the_wrong_order() -> None:
    assert "not newest first" in violation(web("logins", [5, 4], pages=1))


def test_a_row_that_is_not_before() -> None:
    assert "is not before" in violation(web("logins", [5], pages=1), before=NOW - 6)


def test_another_page_than_was_asked_for() -> None:
    assert "page 7 came, 1 was asked for" in violation(web("logins", [5], page=7, pages=9))


def test_the_same_page_again() -> None:
    assert "page 2 has no row" in violation(web("logins", [5, 6], pages=3))


def test_pages_go_on_until_one_is_empty_where_slack_does_not_say_how_many() -> None:
    answers = [web("logins", [5, 6]), web("logins", [7]), web("logins", [])]
    with told_slack(*answers) as slack, slack_client(slack.url) as client:
        assert len(rows(access_pages(client))) == 3


def test_a_hundred_pages_of_one_second_are_told_to_have_no_end() -> None:
    pages = [
        sent({"logins": [{"date_first": NOW, "at": at}], "paging": {"pages": 200}})
        for at in range(100)
    ]
    clock = TestClock()
    with told_slack(*pages) as slack, slack_client(slack.url, clock) as client:
        reading = access_pages(client, count=1)
        with pytest.raises(AnswerViolated, match="no end"):
            list(reading)
        assert len(slack.requests) == 100


def test_no_row_is_lost_where_slacks_clock_is_behind_its_rows() -> None:
    rows_ahead = web("logins", [-3, -2, 0], pages=2)
    with told_slack(rows_ahead, web("logins", [4], pages=2)) as slack:
        with slack_client(slack.url) as client:
            assert len(rows(access_pages(client, count=3))) == 4
        assert f"before={NOW + 3}".encode() in slack.requests[1]


def test_whose_token_it_is(client: SlackClient) -> None:
    identity = auth_test(client)
    assert identity.scopes == {"admin", "auditlogs:read"}
    assert identity.enterprise_id.startswith("E")
    assert identity.is_on_organization


def test_what_slack_does_not_say_of_a_token_is_empty() -> None:
    with told_slack(sent({"ok": True, "team_id": None})) as slack, slack_client(slack.url) as one:
        identity = auth_test(one)
    assert (identity.team_id, identity.scopes) == ("", frozenset())
    assert not identity.is_on_organization
