"""Clients for tests, which never wait, and a Slack that answers what it is told to."""

import json
import socket
import sqlite3
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from email.utils import formatdate
from pathlib import Path
from typing import Any

from fake_slack_server import TOKEN

from slack_ocsf_collector.slack.budget import SCHEMA, Budget, Lane
from slack_ocsf_collector.slack.client import SlackClient
from slack_ocsf_collector.slack.page import Window
from slack_ocsf_collector.slack.patience import Timeouts
from slack_ocsf_collector.waiting import SystemClock

NOW = 1_790_000_000
WINDOW = Window(NOW - 1000, NOW)
SHORT = Timeouts(connect=0.5, read=0.2, total=0.6)
Answers = Callable[[bytes], Iterable[bytes]]


class TestClock(SystemClock):
    """The machine's clock, which waits put forward.

    Attributes:
        waits: Seconds of each.
    """

    __test__ = False

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return super().monotonic() + sum(self.waits)

    def wait(self, seconds: float) -> None:
        self.check()
        self.waits.append(seconds)


def state(path: Path | str = ":memory:", patience: float = 10) -> sqlite3.Connection:
    """Open a state that has a budget."""
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(SCHEMA)
    return connection


@contextmanager
def slack_client(  # noqa: PLR0913 - as the client's own
    url: str,
    clock: TestClock | None = None,
    read_token: Callable[[], str] = lambda: TOKEN,
    timeouts: Timeouts | None = None,
    *,
    lane: Lane = "tail",
    told: Callable[[str, str], None] = lambda _quota, _result: None,
) -> Iterator[SlackClient]:
    """Open a client for both APIs at one URL."""
    clock = clock or TestClock()
    with closing(state()) as connection:
        budget = Budget(connection, "acme", 30, clock)
        with SlackClient(
            read_token,
            budget,
            clock,
            lane=lane,
            api_url=url,
            web_url=url,
            timeouts=timeouts,
            told=told,
        ) as client:
            yield client


class ToldSlack:
    """Answers each request with the next of what it was told, the last one again and again.

    Attributes:
        url: Where it is.
        requests: What came, heads only.
        ended: Set when the test is over.
    """

    def __init__(self, answers: list[Answers | bytes], tls: ssl.SSLContext | None) -> None:
        self.requests: list[bytes] = []
        self.ended = threading.Event()
        self._answers = answers
        self._listening = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if tls else "http"
        self.url = "{}://{}:{}".format(scheme, *self._listening.getsockname())
        self._tls = tls

    def serve(self) -> None:
        while not self.ended.is_set():
            connection, _ = self._listening.accept()
            with connection, suppress(OSError), self._secured(connection) as secured:
                self._answer(secured)

    def close(self) -> None:
        self.ended.set()
        socket.create_connection(self._listening.getsockname()).close()

    def _answer(self, connection: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = connection.recv(65536)
            if not piece:
                return
            request += piece
        answer = self._answers[min(len(self.requests), len(self._answers) - 1)]
        self.requests.append(request)
        for piece in (answer,) if isinstance(answer, bytes) else answer(request):
            connection.sendall(piece)

    def _secured(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection


@contextmanager
def told_slack(*answers: Answers | bytes, tls: ssl.SSLContext | None = None) -> Iterator[ToldSlack]:
    """Run a server in a thread until the block ends."""
    slack = ToldSlack(list(answers), tls)
    thread = threading.Thread(target=slack.serve)
    thread.start()
    try:
        yield slack
    finally:
        slack.close()
        thread.join()
        slack._listening.close()


def head(status: int = 200, length: int | None = None, **fields: object) -> bytes:
    """Return the head of an answer; `Retry_After` is for `Retry-After`."""
    lines = [f"HTTP/1.1 {status} Whatever", "Connection: close"]
    lines += [f"Date: {formatdate(NOW, usegmt=True)}"] if "Date" not in fields else []
    lines += [] if length is None else [f"Content-Length: {length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([*lines, "", ""]).encode()


def sent(body: Any, status: int = 200, **fields: object) -> bytes:  # noqa: ANN401 - any JSON
    """Return an answer; the body is JSON unless it is bytes."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return head(status, len(raw), **fields) + raw


def entry(seconds_ago: float = 0, name: str = "x") -> dict[str, Any]:
    return {"id": f"{name}-{seconds_ago}", "date_create": NOW - seconds_ago}


def page(*entries: Any, cursor: str | None = "") -> bytes:  # noqa: ANN401 - any JSON
    return sent({"entries": entries, "response_metadata": {"next_cursor": cursor}})
