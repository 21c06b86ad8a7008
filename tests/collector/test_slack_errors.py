"""What Slack refuses, by class: each name of an error, each status, each way to say later."""

from email.utils import formatdate
from typing import Any

import pytest
from slack_clients import NOW, WINDOW, TestClock, page, sent, slack_client, told_slack

from slack_ocsf_collector.failures import (
    AnswerViolated,
    CollectorFailed,
    CursorRefused,
    PlanMissing,
    RateLimited,
    ScopeMissing,
    SlackRefused,
    SlackUnreachable,
    TokenRefused,
)
from slack_ocsf_collector.slack.audit import audit_pages
from slack_ocsf_collector.slack.budget import AUDIT, Lane
from slack_ocsf_collector.slack.error_names import MEANINGS, Cause

NAMES = {
    TokenRefused: [
        "missing_authentication",
        "invalid_authentication",
        "not_authed",
        "invalid_auth",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "not_allowed_token_type",
        "org_login_required",
        "two_factor_setup_required",
        "invalid_workspace",
    ],
    ScopeMissing: [
        "missing_scope",
        "no_permission",
        "user_not_authorized",
        "team_not_authorized",
        "enterprise_is_restricted",
        "access_denied",
        "ekm_access_denied",
    ],
    PlanMissing: ["feature_not_enabled", "paid_only"],
    RateLimited: ["rate_limited", "ratelimited"],
    CursorRefused: ["invalid_cursor"],
    SlackUnreachable: ["internal_error", "fatal_error", "service_unavailable", "team_added_to_org"],
    SlackRefused: [
        "missing_argument",
        "invalid_limit",
        "invalid_team_id",
        "over_pagination_limit",
        "a_name_of_tomorrow",
    ],
}
ALL = [(kind, name) for kind, names in NAMES.items() for name in names]


def failure(answer: bytes, cursor: str = "", clock: TestClock | None = None) -> CollectorFailed:
    with told_slack(answer) as slack, slack_client(slack.url, clock) as client:
        with pytest.raises(CollectorFailed) as raised:
            list(audit_pages(client, WINDOW, cursor))
        return raised.value


def refusal(name: Any, status: int = 200, **fields: object) -> bytes:  # noqa: ANN401 - any JSON
    return sent({"ok": False, "error": name}, status, **fields)


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_the_audit_api_names_it(kind: type[Exception], name: str) -> None:
    error = failure(refusal(name, 400))
    assert type(error) is kind
    assert name in str(error)


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_the_web_api_names_it(kind: type[Exception], name: str) -> None:
    with (
        told_slack(refusal(name)) as slack,
        slack_client(slack.url) as client,
        pytest.raises(kind, match=f"/api/team.accessLogs: Slack says {name}") as raised,
    ):
        client.web("team.accessLogs")
    assert type(raised.value) is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, AnswerViolated),
        (400, AnswerViolated),
        (401, TokenRefused),
        (402, PlanMissing),
        (403, ScopeMissing),
        (404, AnswerViolated),
        (408, SlackUnreachable),
        (429, RateLimited),
        (500, SlackUnreachable),
        (502, SlackUnreachable),
        (503, SlackUnreachable),
        (504, SlackUnreachable),
    ],
)
def test_the_status_says_it_where_there_is_no_name(status: int, kind: type[Exception]) -> None:
    error = failure(sent(b"<html>the-content</html>", status))
    assert type(error) is kind
    assert f"HTTP status {status}" in str(error)


def test_the_name_counts_more_than_the_status() -> None:
    assert type(failure(refusal("feature_not_enabled", 500))) is PlanMissing


def test_any_status_400_refuses_a_cursor_that_was_sent() -> None:
    assert type(failure(sent(b"Bad Request", 400), "abc=")) is CursorRefused


def test_a_bad_request_with_a_cursor_can_be_another_mistake() -> None:
    assert type(failure(refusal("invalid_limit", 400), "abc=")) is SlackRefused


@pytest.mark.parametrize("name", ["The file Plan is secret", "x" * 1000, 7, None, ["a"]])
def test_what_is_no_name_is_not_repeated(name: object) -> None:
    error = failure(refusal(name, 400))
    assert "Plan" not in str(error)
    assert len(str(error)) < 200


def test_needed_and_provided_scopes_are_told() -> None:
    body = {"ok": False, "error": "missing_scope", "needed": "auditlogs:read", "provided": "a,b"}
    assert "needed is auditlogs:read, the token has a,b" in str(failure(sent(body, 403)))


def test_scopes_that_are_none_are_not_repeated() -> None:
    body = {"ok": False, "error": "missing_scope", "needed": "The Content", "provided": []}
    assert "Content" not in str(failure(sent(body, 403)))


@pytest.mark.parametrize("name", [one for one in MEANINGS if MEANINGS[one].cause is not Cause.RATE])
def test_each_message_says_what_to_do(name: str) -> None:
    assert len(str(failure(refusal(name, 400))).partition(name)[2]) > 30


@pytest.mark.parametrize(
    ("field", "seconds"),
    [
        ("17", 17),
        ("17.5", 17.5),
        (formatdate(NOW + 40, usegmt=True), 40),
        (None, 30),
        ("soon", 30),
        ("nan", 30),
        ("0", 1),
        ("-5", 1),
        (formatdate(NOW - 40, usegmt=True), 1),
        ("inf", 900),
        ("99999999999999999999", 900),
        (formatdate(NOW + 10**9, usegmt=True), 900),
    ],
)
def test_retry_after(field: str | None, seconds: float) -> None:
    error = failure(refusal("ratelimited", 429, Retry_After=field))
    assert isinstance(error, RateLimited)
    assert error.seconds == seconds


def test_a_limit_is_told_at_once_and_not_asked_again() -> None:
    clock = TestClock()
    with told_slack(refusal("ratelimited", 429)) as slack:
        with slack_client(slack.url, clock) as client, pytest.raises(RateLimited):
            client.audit("logs")
        assert len(slack.requests) == 1
    assert clock.waits == []


def test_the_next_request_waits_as_slack_asked() -> None:
    clock = TestClock()
    answers = (refusal("ratelimited", 429, Retry_After=17), page())
    with told_slack(*answers) as slack, slack_client(slack.url, clock) as client:
        with pytest.raises(RateLimited):
            client.audit("logs")
        client.audit("logs")
    assert clock.waits[0] == pytest.approx(17, abs=0.5)


def test_who_reads_a_tail_is_told_of_a_long_wait() -> None:
    clock = TestClock()
    with told_slack(page()) as slack, slack_client(slack.url, clock) as client:
        client._budget.record_retry_after(AUDIT, 100)
        with pytest.raises(RateLimited) as raised:
            client.audit("logs")
    assert raised.value.seconds == pytest.approx(100, abs=0.5)
    assert clock.waits == []


@pytest.mark.parametrize("lane", ["backfill", "verify"])
def test_others_wait_however_long(lane: Lane) -> None:
    clock = TestClock()
    with told_slack(page()) as slack, slack_client(slack.url, clock, lane=lane) as client:
        client._budget.record_retry_after(AUDIT, 100)
        client.audit("logs")
    assert sum(clock.waits) >= 99


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_of_slacks_is_asked_again(status: int) -> None:
    clock = TestClock()
    answers = (sent(b"", status), sent(b"", status), page())
    with told_slack(*answers) as slack, slack_client(slack.url, clock) as client:
        assert client.audit("logs").members["entries"] == []
    assert len(clock.waits) == 2


def test_a_fault_that_stays_ends_after_four_requests_and_longer_and_longer_pauses() -> None:
    clock = TestClock()
    with told_slack(sent(b"", 502)) as slack, slack_client(slack.url, clock) as client:
        with pytest.raises(SlackUnreachable):
            client.audit("logs")
        assert len(slack.requests) == 4
    assert [int(pause) for pause in clock.waits] >= [1, 2, 4]


def test_each_request_counts_in_the_budget() -> None:
    clock = TestClock()
    with told_slack(page()) as slack, slack_client(slack.url, clock) as client:
        for _ in range(6):
            client.audit("logs")
    assert clock.waits == [pytest.approx(2, abs=0.5)]
