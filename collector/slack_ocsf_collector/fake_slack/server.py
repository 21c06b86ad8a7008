"""Serve over HTTP."""

from __future__ import annotations

import gzip
import sys
from email.utils import formatdate
from http.client import responses
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import click

from slack_ocsf_collector.fake_slack.answer import Request
from slack_ocsf_collector.fake_slack.failing import bomb
from slack_ocsf_collector.fake_slack.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_ocsf_collector.fake_slack.answer import Answer
    from slack_ocsf_collector.fake_slack.answering import FakeSlack

_FORM = "application/x-www-form-urlencoded"
_FAST = 1
_WORTH_COMPRESSING = 1024


class Server(ThreadingTCPServer):
    """Serves a fake Slack, one thread for each connection.

    No `HTTPServer`, which would ask the resolver for the name of its host.

    Args:
        address: Host and port; port 0 for any that is free.
        slack: Answers.
    """

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], slack: FakeSlack) -> None:
        self.slack = slack
        self._is_closed = False
        super().__init__(address, Handler)

    def server_close(self) -> None:
        """Listen no more; requests that are not answered yet fail quietly."""
        self._is_closed = True
        super().server_close()

    def handle_error(self, *_connection: object) -> None:
        """Tell in one line what went wrong; nothing when whoever asked, or this, went away."""
        error = sys.exc_info()[1]
        if not self._is_closed and not isinstance(error, ConnectionError):
            click.echo(f"error: unexpected {type(error).__name__}: {error}", err=True)

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
        except ConnectionError:  # whoever asked went away
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
        host = self.headers.get("Host", "")
        return Request(self.command, parts.path, parameters, token, host, self.path, body)

    def _send(self, answer: Answer) -> None:
        if not isinstance(answer.body, bytes):
            self.wfile.write(self._head(answer, ("Transfer-Encoding", "chunked")))
            self._send_pieces(answer.body)
            return
        body, encoding = self._encoded(answer.body, answer.faults)
        head = self._head(answer, *encoding, ("Content-Length", str(len(body))))
        if not send(self.connection, head, body, answer.faults):
            self.close_connection = True

    def _encoded(
        self, body: bytes, faults: Mapping[str, str]
    ) -> tuple[bytes, list[tuple[str, str]]]:
        if "truncated" in faults:
            body = body[: len(body) // 2]
        accepts_gzip = "gzip" in self.headers.get("Accept-Encoding", "")
        if "bomb" in faults:
            body = bomb(int(float(faults["bomb"])))
        elif accepts_gzip and len(body) >= _WORTH_COMPRESSING:
            body = gzip.compress(body, _FAST)
        else:
            return body, []
        return body, [("Content-Encoding", "gzip")]

    def _send_pieces(self, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            if piece:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def _head(self, answer: Answer, *fields: tuple[str, str]) -> bytes:
        lines = [
            f"HTTP/1.1 {answer.status} {responses[answer.status]}",
            f"Date: {formatdate(answer.date, usegmt=True)}",
            f"Content-Type: {answer.content_type}",
            *(f"{name}: {value}" for name, value in (*answer.headers, *fields)),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")
