"""The pages of a window, as a server that behaves like Slack gives them."""

import json
from collections.abc import Iterator
from itertools import islice

import pytest
from fake_slack_server import FakeSlack, fake_slack
from slack_clients import NOW, WINDOW, entry, page, sent, slack_client, told_slack

from slack_ocsf_collector.slack.audit import actions, audit_pages, newest_page, schemas
from slack_ocsf_collector.slack.client import SlackClient
from slack_ocsf_collector.slack.page import Page, Window

OLDEST, LATEST = NOW - 86_400, NOW
ALL = Window(OLDEST, LATEST)
ODD = ("--short", 0.3, "--empty", 0.3, "--limit-per-minute", 0)


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    span = ("--events", 600, "--oldest", OLDEST, "--latest", LATEST, "--stopped")
    with fake_slack(*span, *ODD) as server:
        yield server


@pytest.fixture
def client(slack: FakeSlack) -> Iterator[SlackClient]:
    with slack_client(slack.url) as client:
        yield client


def ids(pages: Iterator[Page] | list[Page]) -> list[str]:
    return [json.loads(element.raw)["id"] for one in pages for element in one.elements]


def test_all_entries_come_once_newest_first(slack: FakeSlack, client: SlackClient) -> None:
    expected = [one["id"] for one in reversed(slack.entries())]
    assert ids(audit_pages(client, ALL, limit=20)) == expected


def test_only_entries_of_the_window_come(slack: FakeSlack, client: SlackClient) -> None:
    window = Window(OLDEST + 20_000, OLDEST + 40_000)
    expected = {
        one["id"] for one in slack.entries() if window.oldest <= one["date_create"] <= window.latest
    }
    assert set(ids(audit_pages(client, window, limit=20))) == expected


def test_window_limit_and_filters_are_repeated_as_integers_with_each_cursor(
    slack: FakeSlack, client: SlackClient
) -> None:
    before = len(slack.requests())
    window = Window(OLDEST + 1, LATEST - 1)
    list(audit_pages(client, window, limit=5, filters={"action": "user_login"}))
    asked = [one["parameters"] for one in slack.requests()[before:]]
    fixed = [{name: value for name, value in one.items() if name != "cursor"} for one in asked]
    told = {"oldest": f"{window.oldest}", "latest": f"{window.latest}", "limit": "5"}
    assert len(fixed) > 1
    assert fixed == [told | {"action": "user_login"}] * len(fixed)


def test_reading_goes_on_with_the_cursor_of_any_page(client: SlackClient) -> None:
    pages = list(audit_pages(client, ALL, limit=150))
    for at, one in enumerate(pages[:-1]):
        rest = ids(audit_pages(client, ALL, one.cursor, limit=150))
        assert rest == ids(pages[at + 1 :])


def test_nothing_is_asked_before_it_is_wanted(slack: FakeSlack, client: SlackClient) -> None:
    before = len(slack.requests())
    list(islice(audit_pages(client, ALL, limit=10), 2))
    assert len(slack.requests()) == before + 2


def test_rows_are_the_bytes_that_slack_sent() -> None:
    raw = b'{"date_create": %d,  "x": "\\u00e9\\/", "n": 1.50}' % NOW
    body = b'{"entries": [\n%b ], "response_metadata": {"next_cursor": ""}}' % raw
    with told_slack(sent(body)) as slack, slack_client(slack.url) as client:
        (one,) = audit_pages(client, WINDOW)
    assert [element.raw for element in one.elements] == [raw]


def test_cursors_are_percent_encoded_whole() -> None:
    with (
        told_slack(page(entry(1), cursor="a+b/c&d=e=="), page(entry(2))) as slack,
        slack_client(slack.url) as client,
    ):
        list(audit_pages(client, WINDOW))
        assert b"cursor=a%2Bb%2Fc%26d%3De%3D%3D" in slack.requests[1]


@pytest.mark.parametrize("end", ["empty", "null", "absent", "nothing"])
def test_a_window_ends_however_slack_says_so(end: str) -> None:
    with fake_slack("--events", 7, "--end", end) as slack, slack_client(slack.url) as client:
        pages = list(audit_pages(client, Window(0, NOW * 2)))
    assert pages[-1].cursor == ""
    assert len(ids(pages)) == 7


def test_a_page_tells_slacks_time(client: SlackClient) -> None:
    assert newest_page(client).server_time == LATEST


def test_the_newest_page_has_the_newest_entry(slack: FakeSlack, client: SlackClient) -> None:
    assert ids([newest_page(client)])[0] == slack.entries()[-1]["id"]


def test_schemas_and_actions_are_asked_for_without_a_token() -> None:
    body = b'{"schemas": [], "actions": {}}'
    with told_slack(sent(body)) as slack, slack_client(slack.url) as client:
        assert schemas(client) == actions(client) == {"schemas": [], "actions": {}}
        assert not any(b"authorization" in one.lower() for one in slack.requests)


def test_what_slack_publishes_is_returned(client: SlackClient) -> None:
    assert len(schemas(client)["schemas"]) > 5
    assert "user" in actions(client)["actions"]


def test_connections_are_kept_and_bodies_compressed() -> None:
    with told_slack(page()) as slack, slack_client(slack.url) as client:
        newest_page(client)
        request = slack.requests[0].lower()
    assert b"connection: keep-alive" in request
    assert b"accept-encoding: gzip\r\n" in request


def test_requests_say_who_asks() -> None:
    with told_slack(page()) as slack, slack_client(slack.url) as client:
        newest_page(client)
        assert b"\r\nUser-Agent: slack-ocsf/" in slack.requests[0]
