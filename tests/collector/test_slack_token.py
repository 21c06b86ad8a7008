"""The token is read when it is needed, and goes nowhere but into a header."""

import logging
import traceback

import pytest
from slack_clients import SHORT, TestClock, head, page, sent, slack_client, told_slack

from slack_ocsf_collector.failures import CollectorFailed, RateLimited, TokenRefused
from slack_ocsf_collector.slack.token import Token

CANARY = "xoxp-CANARY"
REVOKED = sent({"ok": False, "error": "token_revoked"}, 401)


class Kept:
    """A token in a place, where it is replaced after each look."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = tokens
        self.looks = 0

    def read(self) -> str:
        self.looks += 1
        return self._tokens[min(self.looks, len(self._tokens)) - 1]


def test_it_is_sent_as_a_bearer_and_not_in_the_url() -> None:
    with told_slack(page()) as slack, slack_client(slack.url, read_token=lambda: CANARY) as client:
        client.audit("logs")
        assert b"\r\nAuthorization: Bearer xoxp-CANARY\r\n" in slack.requests[0]
        assert b"CANARY" not in slack.requests[0].split(b"\r\n")[0]


def test_it_is_read_once_while_it_is_taken() -> None:
    kept = Kept(CANARY)
    with told_slack(page()) as slack, slack_client(slack.url, read_token=kept.read) as client:
        client.audit("logs")
        client.web("auth.test")
    assert kept.looks == 1


def test_it_is_read_again_when_it_is_refused() -> None:
    kept = Kept("xoxp-old", "xoxp-new")
    answers = (REVOKED, page())
    with told_slack(*answers) as slack, slack_client(slack.url, read_token=kept.read) as client:
        client.audit("logs")
        assert [b"xoxp-new" in one for one in slack.requests] == [False, True]
    assert kept.looks == 2


def test_the_same_token_is_not_sent_again_at_once() -> None:
    kept = Kept(CANARY)
    with told_slack(REVOKED) as slack, slack_client(slack.url, read_token=kept.read) as client:
        with pytest.raises(TokenRefused):
            client.audit("logs")
        assert len(slack.requests) == 1
    assert kept.looks == 2


def test_a_new_token_that_is_refused_too_ends_it() -> None:
    kept = Kept("xoxp-old", "xoxp-new", "xoxp-third")
    with told_slack(REVOKED) as slack, slack_client(slack.url, read_token=kept.read) as client:
        with pytest.raises(TokenRefused):
            client.audit("logs")
        assert len(slack.requests) == 2


def test_it_is_read_again_at_the_next_request_after_a_refusal() -> None:
    kept = Kept("xoxp-old", "xoxp-old", "xoxp-new")
    answers = (REVOKED, page())
    with told_slack(*answers) as slack, slack_client(slack.url, read_token=kept.read) as client:
        with pytest.raises(TokenRefused):
            client.audit("logs")
        client.audit("logs")
        assert b"xoxp-new" in slack.requests[1]


@pytest.mark.parametrize("token", ["", CANARY + "\n", f" {CANARY}", f"{CANARY}é", "xoxp\0-CANARY"])
def test_what_cannot_be_a_token_is_not_sent(token: str) -> None:
    with told_slack(page()) as slack, slack_client(slack.url, read_token=lambda: token) as client:
        with pytest.raises(TokenRefused, match="what was read for the token"):
            client.audit("logs")
        assert slack.requests == []


ECHO = f"<html>{CANARY}</html>".encode()
FAULTS = {
    "granted": page(),
    "refused": REVOKED,
    "echoed as the name": sent({"ok": False, "error": CANARY, "needed": CANARY}, 403),
    "echoed in a page": sent(ECHO),
    "echoed in a page of an error": sent(ECHO, 500),
    "limited": sent({"ok": False, "error": "ratelimited"}, 429),
    "redirected": head(302, 0, Location=f"http://127.0.0.1/{CANARY}"),
    "broken off": head(length=9),
    "nothing": b"",
    "no HTTP": CANARY.encode() + b"\r\n\r\n",
    "a head that is none": b"HTTP/1.1 200 OK\r\n" + CANARY.encode() + b"\r\n\r\n",
    "no gzip": sent(ECHO, Content_Encoding="gzip"),
    "a date that is none": page().replace(b"Date: ", b"Date: xoxp-CANARY"),
}


@pytest.mark.parametrize("token", [CANARY, f"{CANARY}\r\n", f"{CANARY}é"])
@pytest.mark.parametrize("fault", FAULTS)
def test_no_failure_and_no_log_tells_it(
    fault: str, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    with (
        told_slack(FAULTS[fault]) as slack,
        slack_client(slack.url, TestClock(), lambda: token, SHORT) as client,
    ):
        told += [repr(client), str(vars(client))]
        try:
            client.audit("logs")
        except CollectorFailed as error:
            told += [repr(error), all_of(error)]
    assert "connect_tcp" in caplog.text or token != CANARY
    assert "CANARY" not in "".join([*told, caplog.text])


def all_of(error: BaseException) -> str:
    """Return what led to an error, with all local variables but the test's own."""
    assert error.__traceback__ is not None
    within = error.__traceback__.tb_next
    trace = traceback.TracebackException(type(error), error, within, capture_locals=True)
    return "".join(trace.format())


def test_locals_would_be_seen() -> None:
    def fail(text: str) -> None:
        raise RateLimited(f"{len(text)}", 1)

    with pytest.raises(RateLimited) as raised:
        fail(CANARY)
    assert CANARY in all_of(raised.value)


def test_it_has_no_repr() -> None:
    assert repr(Token(lambda: CANARY)) == "Token(...)"
