"""Serve `/metrics`, and whether the collector is healthy, ready and alive."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.settings.forms import host_and_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_ocsf_collector.health.health import Health

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_JSON = "application/json"
_PATHS = ("/metrics", "/healthz", "/readyz", "/livez")
_OK, _NOT_FOUND, _UNAVAILABLE = 200, 404, 503


@contextmanager
def served(address: str | None, health: Health) -> Iterator[str]:
    """Serve until the block ends, and at the longest until the process does.

    Args:
        address: `HOST:PORT`; port 0 is any free one. None serves nothing.
        health: What is served.

    Yields:
        The address that is listened at; empty for none.

    Raises:
        CannotDo: It cannot be listened at.
    """
    if address is None:
        yield ""
        return
    server = _server(address, health)
    serving = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    serving.start()
    try:
        host, port = server.server_address[:2]
        yield f"{host!s}:{port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def _server(address: str, health: Health) -> ThreadingHTTPServer:
    host, port = host_and_port(address)

    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        daemon_threads = True
        block_on_close = False

    class Handler(_Handler):
        asked = health

    try:
        return Server((host, port), Handler)
    except OSError as error:
        raise CannotDo(f"metrics {address}: {error.strerror}") from error


class _Handler(BaseHTTPRequestHandler):
    asked: Health
    timeout = 5.0
    server_version, sys_version = "slack-ocsf", ""

    def do_GET(self) -> None:
        """Answer."""
        match self.path.partition("?")[0]:
            case "/metrics":
                self._answer(_OK, _TEXT, self.asked.metrics())
            case "/healthz":
                report = self.asked.report()
                self._judge(report, is_good=report["status"] == "ok")
            case "/readyz":
                is_ready = self.asked.is_ready
                self._judge({"ready": is_ready}, is_good=is_ready)
            case "/livez":
                is_alive = self.asked.is_alive
                self._judge({"alive": is_alive}, is_good=is_alive)
            case _:
                self._answer(_NOT_FOUND, _JSON, _told({"paths": _PATHS}))

    def _judge(self, report: Mapping[str, Any], *, is_good: bool) -> None:
        self._answer(_OK if is_good else _UNAVAILABLE, _JSON, _told(report))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name there
        """Log nothing: probes come every few seconds."""

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _told(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"
