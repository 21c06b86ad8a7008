"""Serve over HTTP."""

from __future__ import annotations

import gzip
from email.utils import formatdate
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from slack_ocsf_collector.fake_slack.answer import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.fake_slack.answer import Answer
    from slack_ocsf_collector.fake_slack.organization import FakeSlack

_FORM = "application/x-www-form-urlencoded"
_FAST = 1
_WORTH_COMPRESSING = 1024


class Server(ThreadingHTTPServer):
    """Serves a fake Slack, one thread for each connection.

    Args:
        address: Host and port; port 0 for any that is free.
        slack: Answers.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], slack: FakeSlack) -> None:
        self.slack = slack
        super().__init__(address, Handler)

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"


class Handler(BaseHTTPRequestHandler):
    """Reads the requests of one connection and sends the answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Write nothing: the journal has the requests."""

    def _answer(self) -> None:
        answer = self.server.slack.answer(self._request())
        try:
            self._send(answer)
        except ConnectionError:
            self.close_connection = True

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        if self.headers.get_content_type() == _FORM:
            pairs += parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
        parameters = dict(pairs)
        token = parameters.pop("token", None)
        scheme, _, bearer = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            token = bearer.strip()
        return Request(self.command, parts.path, parameters, token, body)

    def _send(self, answer: Answer) -> None:
        if not isinstance(answer.body, bytes):
            self.wfile.write(self._head(answer, ("Transfer-Encoding", "chunked")))
            self._send_pieces(answer.body)
            return
        body, fields = answer.body, list(answer.headers)
        if len(body) >= _WORTH_COMPRESSING and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, _FAST)
            fields.append(("Content-Encoding", "gzip"))
        fields.append(("Content-Length", str(len(body))))
        self.wfile.write(self._head(answer, *fields) + body)

    def _send_pieces(self, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            if piece:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def _head(self, answer: Answer, *fields: tuple[str, str]) -> bytes:
        lines = [
            f"HTTP/1.1 {answer.status} {responses[answer.status]}",
            f"Date: {formatdate(self.server.slack.clock.now(), usegmt=True)}",
            f"Content-Type: {answer.content_type}",
            *(f"{name}: {value}" for name, value in fields),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")
