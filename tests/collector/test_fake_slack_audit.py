"""The fake Audit Logs API answers as Slack's does."""

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import pytest
from fake_slack_thread import LATEST, LOGS, OLDEST, Thread, slack_in_thread

from slack_ocsf_collector.fake_slack.cursors import Position, cursor_of, position_of
from slack_ocsf_collector.fake_slack.paging import Habits


@pytest.fixture(scope="module")
def slack() -> Iterator[Thread]:
    with slack_in_thread() as running:
        yield running


def newest_first(slack: Thread) -> list[str]:
    return [entry["id"] for entry in reversed(slack.entries())]


def test_a_page_holds_the_newest_first(slack: Thread) -> None:
    assert slack.get(LOGS, limit=20).ids == newest_first(slack)[:20]


def test_a_page_without_limit_holds_100(slack: Thread) -> None:
    assert len(slack.get(LOGS).ids) == 100


def test_pages_end_to_end_are_the_log(slack: Thread) -> None:
    pages = slack.pages(limit=37)

    assert [code for page in pages for code in page.ids] == newest_first(slack)
    assert len(pages) == 9


def test_the_bounds_are_inclusive(slack: Thread) -> None:
    dates = sorted({entry["date_create"] for entry in slack.entries()})
    oldest, latest = dates[10], dates[20]

    page = slack.get(LOGS, oldest=oldest, latest=latest, limit=1000)

    found = {entry["date_create"] for entry in page.json["entries"]}
    assert found == set(dates[10:21])


def test_a_cursor_without_the_bounds_pages_through_all_history(slack: Thread) -> None:
    middle = (OLDEST + LATEST) // 2
    first = slack.get(LOGS, oldest=middle, limit=10)

    second = slack.get(LOGS, limit=1000, cursor=first.cursor)

    assert second.json["entries"][-1]["date_create"] == OLDEST


def test_a_cursor_is_a_position_in_base64_that_ends_in_an_equals_sign(slack: Thread) -> None:
    cursor = slack.get(LOGS, limit=10).cursor

    assert cursor.endswith("=")
    assert b64decode(cursor).endswith(b":290")


def test_every_cursor_ends_in_an_equals_sign_and_leads_back_to_its_position() -> None:
    positions = [
        Position(place, after_empty=after_empty)
        for place in (*range(2000), 10**12)
        for after_empty in (False, True)
    ]

    assert all(cursor_of(position).endswith("=") for position in positions)
    assert [position_of(cursor_of(position)) for position in positions] == positions


def test_a_page_goes_beyond_limit_to_the_end_of_its_second() -> None:
    with slack_in_thread(habits=Habits(over=1.0)) as slack:
        per_second = Counter(entry["date_create"] for entry in slack.entries())
        pages = slack.pages(limit=1)

        assert [len(page.ids) for page in pages] == [
            per_second[second] for second in sorted(per_second, reverse=True)
        ]
        assert max(per_second.values()) > 1


def test_a_short_page_has_a_cursor_and_nothing_is_left_out() -> None:
    with slack_in_thread(habits=Habits(over=0, short=0.5)) as slack:
        pages = slack.pages(limit=20)

        assert {10, 20} <= {len(page.ids) for page in pages}
        assert [code for page in pages for code in page.ids] == newest_first(slack)


def test_an_empty_page_has_a_cursor_and_nothing_is_left_out() -> None:
    with slack_in_thread(habits=Habits(over=0, empty=0.5)) as slack:
        pages = slack.pages(limit=20)

        assert any(not page.ids and page.cursor for page in pages)
        assert [code for page in pages for code in page.ids] == newest_first(slack)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("empty", {"response_metadata": {"next_cursor": ""}}),
        ("null", {"response_metadata": {"next_cursor": None}}),
        ("absent", {"response_metadata": {}}),
        ("nothing", {}),
    ],
)
def test_the_last_page_says_so_in_four_ways(end: str, said: dict[str, object]) -> None:
    with slack_in_thread(events=3, end=end) as slack:
        answer = slack.get(LOGS).json

    assert {name: answer[name] for name in answer if name != "entries"} == said


def test_success_has_no_ok(slack: Thread) -> None:
    assert "ok" not in slack.get(LOGS).json


def test_slashes_are_escaped(slack: Thread) -> None:
    body = slack.get(LOGS).body

    assert rb"\/" in body
    assert body.count(b"/") == body.count(rb"\/")


def test_the_body_is_gzip_for_whoever_accepts_it(slack: Thread) -> None:
    import gzip

    headers = {"Authorization": "Bearer xoxp-fake", "Accept-Encoding": "gzip"}
    reply = slack.get(LOGS, headers)

    assert reply.headers["content-encoding"] == "gzip"
    assert gzip.decompress(reply.body) == slack.get(LOGS).body


def test_the_header_date_is_of_the_server_s_clock(slack: Thread) -> None:
    date = parsedate_to_datetime(slack.get(LOGS).headers["date"])

    assert date.timestamp() == slack.clock()


def test_actions_filter(slack: Thread) -> None:
    wanted = {"file_downloaded", "user_login"}
    pages = slack.pages(limit=7, action=",".join(wanted))

    assert [code for page in pages for code in page.ids] == [
        entry["id"] for entry in reversed(slack.entries()) if entry["action"] in wanted
    ]


@pytest.mark.parametrize("name", ["actor", "entity"])
def test_actor_and_entity_filter(slack: Thread, name: str) -> None:
    def of(entry: dict[str, dict[str, dict[str, str]]]) -> str | None:
        part = entry[name]
        return part[str(part["type"])].get("id")

    entries = slack.entries()
    (code, count) = Counter(map(of, entries)).most_common(1)[0]

    page = slack.get(LOGS, limit=1000, **{name: code})

    assert page.ids == [entry["id"] for entry in reversed(entries) if of(entry) == code]
    assert count < 300


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"cursor": "!"}, "invalid_cursor"),
        ({"cursor": "bm9uZQ=="}, "invalid_cursor"),
        ({"action": "user_login,no_such_action"}, "invalid_action"),
        ({"action": ",".join(f"a{number}" for number in range(31))}, "invalid_arguments"),
        ({"oldest": "1.566215192e+09"}, "invalid_arguments"),
        ({"limit": "10000"}, "invalid_limit"),
    ],
    ids=["no base64", "no position", "unknown action", "31 actions", "scientific", "10000"],
)
def test_a_query_that_makes_no_sense_is_400(
    slack: Thread, query: dict[str, str], error: str
) -> None:
    reply = slack.get(LOGS, **query)

    assert (reply.status, reply.json) == (400, {"ok": False, "error": error})


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({}, "missing_authentication"),
        ({"Authorization": "Bearer xoxp-other"}, "invalid_authentication"),
    ],
)
def test_logs_without_the_token_is_401(slack: Thread, headers: dict[str, str], error: str) -> None:
    reply = slack.get(LOGS, headers)

    assert (reply.status, reply.json) == (401, {"ok": False, "error": error})


def test_schemas_and_actions_need_no_token(slack: Thread) -> None:
    schemas = slack.get("/audit/v1/schemas", {}).json["schemas"]
    actions = slack.get("/audit/v1/actions", {}).json["actions"]

    assert {"user", "enterprise", "file"} <= {schema["type"] for schema in schemas}
    assert "user_login" in actions["user"]


def test_an_address_that_slack_does_not_know_is_a_page_of_html(slack: Thread) -> None:
    reply = slack.get("/wherever")

    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_the_limit_counts_all_requests_of_a_minute_under_audit() -> None:
    with slack_in_thread(per_minute=3) as slack:
        paths = (LOGS, "/audit/v1/schemas", "/audit/v1/actions")
        assert [slack.get(path).status for path in (*paths, LOGS)] == [200, 200, 200, 429]

        refused = slack.get(LOGS)
        assert refused.json == {"ok": False, "error": "rate_limited"}
        assert refused.headers["retry-after"] == "60"

        slack.clock(advance=60)
        assert slack.get(LOGS).status == 200


def test_retry_after_can_be_a_date() -> None:
    with slack_in_thread(per_minute=1, retry_after="date") as slack:
        slack.get(LOGS)
        date = parsedate_to_datetime(slack.get(LOGS).headers["retry-after"])

        assert date.timestamp() == slack.clock() + 60


def test_requests_are_told_without_the_token(slack: Thread) -> None:
    slack.get(LOGS, limit=5, token="xoxp-CANARY")  # noqa: S106 - to be found nowhere

    told = slack.requests(LOGS)[-1]
    assert (told["parameters"], told["status"], told["rows"]) == ({"limit": "5"}, 200, 5)
    assert "xoxp" not in json.dumps(slack.requests())
