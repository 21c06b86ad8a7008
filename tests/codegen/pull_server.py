"""A Slack on loopback that answers `/actions` and `/schemas` as a test wants."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Respond = Callable[[BaseHTTPRequestHandler], None]

ACTIONS = {"actions": {"user": ["user_login", "user_logout"], "file": ["file_uploaded"]}}
SCHEMAS = {
    "schemas": [
        {"type": "user", "user": {"id": "string", "email": "string"}},
        {"type": "file", "file": {"id": "string"}},
    ]
}


@dataclass
class FakeSlack:
    """Its address, what it answers by path, and the requests that came."""

    url: str
    answers: dict[str, Respond]
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def plain(
    content: bytes, status: int = 200, form: str = "application/json", **headers: str
) -> Respond:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", form)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return respond


def document(content: object) -> Respond:
    return plain(json.dumps(content).encode())


def raw(*parts: bytes) -> Respond:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        for part in parts:
            handler.wfile.write(part)

    return respond


def dripping(slack: FakeSlack) -> Respond:
    """Send a byte now and then, for ever."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        while not slack.over.wait(0.05):
            handler.wfile.write(b" ")

    return respond


def hanging(slack: FakeSlack) -> Respond:
    return lambda _: void(slack.over.wait(10))


def void(_: object) -> None:
    """Take a result and give none."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    slack: FakeSlack

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        slack = self.server.slack
        slack.requests.append((self.command, self.path, dict(self.headers)))
        slack.answers[self.path](self)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def fake_slack() -> Iterator[FakeSlack]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        answers = {"/audit/actions": document(ACTIONS), "/audit/schemas": document(SCHEMAS)}
        server.slack = FakeSlack(f"http://127.0.0.1:{server.server_port}/audit", answers)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.slack
        finally:
            server.slack.over.set()
            server.shutdown()
            thread.join()
