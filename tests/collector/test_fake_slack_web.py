"""The fake Web API answers as Slack's does."""

from collections.abc import Iterator

import pytest
from fake_slack_thread import LATEST, OLDEST, Thread, slack_in_thread

ACCESS, INTEGRATIONS = "/api/team.accessLogs", "/api/team.integrationLogs"
CLIENT = ("user_id", "ip", "user_agent", "date_first")


@pytest.fixture(scope="module")
def slack() -> Iterator[Thread]:
    with slack_in_thread() as running:
        yield running


def newest_logins(slack: Thread) -> list[dict[str, object]]:
    return [login["row"] for login in reversed(slack.logins())]


def test_access_logs_come_in_pages_by_number(slack: Thread) -> None:
    pages = [slack.get(ACCESS, count=100, page=page).json for page in (1, 2, 3)]

    assert [row for page in pages for row in page["logins"]] == newest_logins(slack)
    assert pages[2]["ok"] is True
    assert pages[2]["paging"] == {"count": 100, "total": 250, "page": 3, "pages": 3}


def test_access_logs_come_in_pages_by_cursor(slack: Thread) -> None:
    rows, cursor = [], ""
    while True:
        page = slack.get(ACCESS, limit=60, cursor=cursor).json
        rows += page["logins"]
        if not (cursor := page["response_metadata"]["next_cursor"]):
            break

    assert rows == newest_logins(slack)


def test_access_logs_are_newest_first_by_date_first(slack: Thread) -> None:
    firsts = [row["date_first"] for row in slack.get(ACCESS, count=1000).json["logins"]]

    assert firsts == sorted(firsts, reverse=True)


def test_before_is_inclusive(slack: Thread) -> None:
    before = newest_logins(slack)[40]["date_first"]

    rows = slack.get(ACCESS, count=1000, before=before).json["logins"]

    assert rows[0]["date_first"] == before
    assert rows == [row for row in newest_logins(slack) if row["date_first"] <= before]


def test_team_id_gives_the_rows_of_one_workspace(slack: Thread) -> None:
    team = slack.logins()[0]["team"]

    rows = slack.get(ACCESS, count=1000, team_id=team).json["logins"]

    of_team = [login["row"] for login in reversed(slack.logins()) if login["team"] == team]
    assert rows == of_team
    assert 0 < len(rows) < 250


def test_no_two_logins_are_of_the_same_client_from_the_same_second_on() -> None:
    with slack_in_thread(logins=20_000) as slack:
        rows = newest_logins(slack)

    assert len({tuple(row[name] for name in CLIENT) for row in rows}) == 20_000


def test_rows_grow_while_the_server_runs() -> None:
    with slack_in_thread(login_rate=10.0) as slack:
        before = newest_logins(slack)
        slack.clock(advance=20)
        after = newest_logins(slack)

    counts = {tuple(row[name] for name in CLIENT): row["count"] for row in after}
    grown = [row for row in before if counts[tuple(row[name] for name in CLIENT)] > row["count"]]
    assert grown
    assert len(after) > len(before)
    assert max(row["date_last"] for row in after) > LATEST


def test_logins_happen_within_the_span(slack: Thread) -> None:
    assert all(OLDEST <= row["date_last"] <= LATEST for row in newest_logins(slack))


def test_integration_logs_come_in_pages_by_number_alone(slack: Thread) -> None:
    pages = [slack.get(INTEGRATIONS, count=50, page=page, cursor="x").json for page in (1, 2, 3)]

    rows = [row for page in pages for row in page["logs"]]
    assert rows == slack.changes()
    dates = [int(row["date"]) for row in rows]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("member", ["app_id", "change_type"])
def test_integration_logs_filter(slack: Thread, member: str) -> None:
    value = next(row[member] for row in slack.changes() if member in row)

    rows = slack.get(INTEGRATIONS, **{member: value}, count=1000).json["logs"]

    assert rows == [row for row in slack.changes() if row.get(member) == value]


def test_logs_is_missing_from_every_other_answer_without_rows() -> None:
    with slack_in_thread(changes=0) as slack:
        assert ["logs" in slack.get(INTEGRATIONS).json for _ in range(4)] == [
            False,
            True,
            False,
            True,
        ]


@pytest.mark.parametrize(
    ("path", "query", "error"),
    [
        (ACCESS, {"page": 101}, "over_pagination_limit"),
        (ACCESS, {"count": 1001}, "over_pagination_limit"),
        (ACCESS, {"limit": 1001}, "invalid_limit"),
        (ACCESS, {"limit": 10, "cursor": "none"}, "invalid_cursor"),
        (ACCESS, {"team_id": "T0NONE"}, "invalid_team_id"),
        (INTEGRATIONS, {"team_id": "T0NONE"}, "invalid_auth"),
        ("/api/team.noSuchLogs", {}, "unknown_method"),
    ],
)
def test_errors_are_200_and_not_ok(
    slack: Thread, path: str, query: dict[str, object], error: str
) -> None:
    reply = slack.get(path, **query)

    assert (reply.status, reply.json) == (200, {"ok": False, "error": error})


def test_the_web_api_without_its_token_is_200_and_not_ok(slack: Thread) -> None:
    assert slack.get(ACCESS, {}).json["error"] == "not_authed"
    wrong = slack.get(ACCESS, {"Authorization": "Bearer xoxb-other"})
    assert (wrong.status, wrong.json["error"]) == (200, "invalid_auth")


def test_the_token_can_be_a_parameter(slack: Thread) -> None:
    assert slack.get(ACCESS, {}, token="xoxp-fake").json["ok"] is True  # noqa: S106 - not secret


def test_a_form_can_be_posted(slack: Thread) -> None:
    import json
    import urllib.request

    address = f"{slack.url}{ACCESS}"
    with urllib.request.urlopen(address, b"token=xoxp-fake&count=7") as answer:  # noqa: S310 - http
        assert len(json.loads(answer.read())["logins"]) == 7


def test_auth_test_tells_who_and_with_what_scopes(slack: Thread) -> None:
    reply = slack.get("/api/auth.test")
    enterprise = next(
        entry["context"]["location"]["id"]
        for entry in slack.entries()
        if entry["entity"]["type"] == "enterprise"
    )

    assert reply.json["enterprise_id"] == reply.json["team_id"] == enterprise
    assert reply.json["user_id"][0] in "UW"
    assert reply.headers["x-oauth-scopes"] == "admin,auditlogs:read"


def test_each_method_has_a_limit_of_its_own() -> None:
    with slack_in_thread(web_per_minute=1) as slack:
        assert [slack.get(path).status for path in (ACCESS, INTEGRATIONS, ACCESS)] == [
            200,
            200,
            429,
        ]
        assert slack.get(ACCESS).json == {"ok": False, "error": "ratelimited"}
