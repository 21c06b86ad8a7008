"""What a network, or a hostile server, can do to a client: nothing that does not end."""

import gzip
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import repeat

import pytest
from fake_slack_server import fake_slack
from slack_clients import (
    SHORT,
    TestClock,
    ToldSlack,
    entry,
    head,
    page,
    sent,
    slack_client,
    told_slack,
)

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.failures import AnswerViolated, SlackUnreachable
from slack_ocsf_collector.slack.audit import newest_page
from slack_ocsf_collector.slack.body import whole_body
from slack_ocsf_collector.slack.patience import Timeouts
from slack_ocsf_collector.waiting import Stopped, SystemClock

Answer = Callable[[bytes], Iterable[bytes]]
PAUSE = 0.02


def became_of(slack: ToldSlack, timeouts: Timeouts = SHORT) -> object:
    """Send one request, once, and return what became of it."""
    with slack_client(slack.url, timeouts=timeouts) as client:
        return client._received(client._http.build_request("GET", f"{slack.url}/audit/v1/logs"))


def then(start: bytes, piece: bytes = b"") -> tuple[Answer, threading.Event]:
    """Return an answer that begins and then never ends: in silence, or with pieces for ever."""
    ended = threading.Event()

    def answer(_request: bytes) -> Iterable[bytes]:
        yield start
        while not ended.wait(PAUSE):
            yield piece

    return answer, ended


def unreachable(start: bytes, piece: bytes = b"") -> str:
    answer, ended = then(start, piece)
    with told_slack(answer) as slack:
        try:
            became = became_of(slack)
        finally:
            ended.set()
    assert isinstance(became, SlackUnreachable)
    return str(became)


def test_a_server_that_says_nothing() -> None:
    assert "no answer in time" in unreachable(b"")


def test_a_body_that_stops() -> None:
    assert "no answer in time" in unreachable(head(length=9) + b"x")


def test_a_head_that_drips() -> None:
    assert "no whole answer within 0.6 s" in unreachable(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")


def test_a_body_that_drips() -> None:
    assert "no whole answer within 0.6 s" in unreachable(head(length=10**6), b"x")


def test_a_body_that_breaks_off() -> None:
    with told_slack(head(length=9) + b"x") as slack:
        became = became_of(slack)
    assert isinstance(became, SlackUnreachable)
    assert "broke off" in str(became)


def test_a_connection_that_ends_without_an_answer() -> None:
    with told_slack(b"") as slack:
        assert isinstance(became_of(slack), SlackUnreachable)


def test_what_is_no_http_is_not_repeated() -> None:
    with told_slack(b"SSH-2.0-the-content\r\n") as slack:
        became = became_of(slack)
    assert isinstance(became, SlackUnreachable)
    assert "content" not in str(became)


def test_nobody_listens() -> None:
    with told_slack(b"") as slack:
        pass
    became = became_of(slack)
    assert isinstance(became, SlackUnreachable)
    where = slack.url.removeprefix("http://")
    assert f"{where}/audit/v1/logs: the network fails" in str(became)


@contextmanager
def busy_server() -> Iterator[str]:
    """Listen, and let no connection come about: there is room for one, and it is taken."""
    with (
        socket.create_server(("127.0.0.1", 0), backlog=0) as listening,
        socket.create_connection(listening.getsockname()),
    ):
        yield "http://{}:{}".format(*listening.getsockname())


def test_a_connection_that_does_not_come_about() -> None:
    with busy_server() as url, slack_client(url, timeouts=SHORT) as client:
        became = client._received(client._http.build_request("GET", url))
    assert isinstance(became, SlackUnreachable)
    assert "no connection in time" in str(became)


def test_waiting_for_a_connection_ends_when_somebody_asks_to_stop() -> None:
    clock = TestClock()
    with busy_server() as url, slack_client(url, clock) as client:
        threading.Timer(0.1, clock.stop).start()
        with pytest.raises(Stopped):
            client.audit("logs")


def test_a_broken_answer_is_asked_again() -> None:
    clock = TestClock()
    answers = (b"", head(length=9), page(entry(1)))
    with told_slack(*answers) as slack, slack_client(slack.url, clock) as client:
        assert len(newest_page(client).elements) == 1
    assert len(clock.waits) == 2


def test_a_compressed_body_is_inflated() -> None:
    body = gzip.compress(b'{"entries": []}')
    with told_slack(sent(body, Content_Encoding="gzip")) as slack, slack_client(slack.url) as one:
        assert one.audit("logs").members == {"entries": []}


def test_an_inflated_body_has_a_largest_size() -> None:
    body = gzip.compress(bytes(2_000_000))
    with pytest.raises(AnswerViolated, match="larger than 1,000,000 bytes"):
        whole_body([body], "gzip", 1_000_000)


def test_a_gzip_bomb_is_left_at_the_largest_size() -> None:
    pieces = repeat(gzip.compress(bytes(10_000_000)))
    with pytest.raises(AnswerViolated):
        whole_body(pieces, "gzip", 1_000_000)


def test_a_body_that_is_not_compressed_has_a_largest_size() -> None:
    with pytest.raises(AnswerViolated, match="larger"):
        whole_body(repeat(bytes(1000)), "", 10_000)


def test_a_body_of_the_largest_size_is_read() -> None:
    assert len(whole_body([bytes(1000)], "", 1000)) == 1000
    assert len(whole_body([gzip.compress(bytes(1000))], "gzip", 1000)) == 1000


@pytest.mark.parametrize(
    "body",
    [
        b"no gzip",
        gzip.compress(b"x" * 99, mtime=0)[:-9],
        gzip.compress(b"x", mtime=0) + b"more",
    ],
)
def test_gzip_that_is_none(body: bytes) -> None:
    with pytest.raises(AnswerViolated, match="gzip"):
        whole_body([body], "gzip")


def test_an_encoding_that_was_not_asked_for() -> None:
    with told_slack(sent(b"x", Content_Encoding="br")) as slack:
        assert "encoding" in str(became_of(slack))


@pytest.mark.parametrize(
    "url",
    [
        "http://api.slack.com",
        "http://localhost.example.com",
        "http://10.0.0.1",
        "http://[2001:db8::1]:80",
        "https://user:xoxp-CANARY@api.slack.com",
        "https://api.slack.com?token=xoxp-CANARY",
        "https://api.slack.com#x",
        "ftp://api.slack.com",
        "api.slack.com",
        "https://",
        "https://[",
        "https://host:port",
        "",
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(Misconfigured) as raised, slack_client(url):
        pass
    assert "https://" in str(raised.value) or "base URL" in str(raised.value)
    assert "CANARY" not in str(raised.value)


@pytest.mark.parametrize(
    "url", ["https://api.slack.com/", "http://127.0.0.2:9", "http://[::1]", "http://localhost:1"]
)
def test_addresses_that_are_taken(url: str) -> None:
    with slack_client(url):
        pass


def test_connections_are_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "httpcore")
    with fake_slack("--events", 5) as slack, slack_client(slack.url) as client:
        for _ in range(4):
            newest_page(client)
    assert caplog.text.count("connect_tcp.complete") == 1


def test_a_proxy_is_not_asked_about_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with told_slack(page()) as slack, told_slack(b"") as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        with slack_client(slack.url) as client:
            newest_page(client)
        assert proxy.requests == []


def test_slack_is_reached_through_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with told_slack(sent(b"", 407)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url.replace("//", "//user:word@"))
        with slack_client("https://slack.invalid") as client:
            became = client._received(client._http.build_request("GET", "https://slack.invalid/x"))
        assert proxy.requests[0].startswith(b"CONNECT slack.invalid:443 ")
        assert b"\r\nproxy-authorization: basic " in proxy.requests[0].lower()
    assert "HTTPS_PROXY" in str(became)


@pytest.mark.parametrize("scheme", ["foo", "socks5"])
def test_a_proxy_of_another_kind_is_not_repeated(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"{scheme}://user:xoxp-CANARY@host")
    with slack_client("https://slack.invalid") as client, pytest.raises(Misconfigured) as raised:
        client.audit("logs")
    assert "CANARY" not in str(raised.value)


def test_a_request_in_flight_ends_when_somebody_asks_to_stop() -> None:
    answer, ended = then(b"")
    clock = TestClock()
    with told_slack(answer) as slack, slack_client(slack.url, clock) as client:
        threading.Timer(0.1, clock.stop).start()
        try:
            with pytest.raises(Stopped):
                client.audit("logs")
        finally:
            ended.set()
    assert clock.waits == []


def test_no_request_is_sent_after_somebody_asked_to_stop() -> None:
    clock = TestClock()
    clock.stop()
    with told_slack(page()) as slack, slack_client(slack.url, clock) as client:
        with pytest.raises(Stopped):
            client.audit("logs")
        assert slack.requests == []


def test_a_wait_ends_when_a_signal_asks_to_stop() -> None:
    clock = SystemClock()
    former = signal.signal(signal.SIGUSR1, lambda *_: clock.stop())
    try:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
        with pytest.raises(Stopped):
            clock.wait(60)
    finally:
        signal.signal(signal.SIGUSR1, former)
    with pytest.raises(Stopped):
        clock.check()
