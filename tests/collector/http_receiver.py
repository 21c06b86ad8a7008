"""A receiver of JSON lines over HTTP that misbehaves as it is told, request by request."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson


@dataclass(frozen=True)
class Kept:
    """A request that was kept."""

    key: str
    headers: dict[str, str]
    records: list[bytes]

    @property
    def uids(self) -> list[str]:
        return [orjson.loads(record)["metadata"]["uid"] for record in self.records]


@dataclass
class Receiver:
    """What a receiver was sent and how it answers.

    Each answer is a status, or "drop" (nothing is answered), "cut" (200, cut off), "hang".
    Whatever it answers, it has kept the request before, but for 4xx. After the last answer: 200.
    """

    url: str = ""
    answers: list[int | str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    requests: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def uids(self) -> list[str]:
        """The ids of all records, sorted, each once."""
        return sorted({uid for one in self.kept for uid in one.uids})

    def repeats(self) -> set[tuple[str, ...]]:
        """Return the ids of each request that were kept under another key before."""
        by_key: dict[str, set[tuple[str, ...]]] = {}
        for one in self.kept:
            by_key.setdefault(one.key, set()).add(tuple(one.uids))
        assert all(len(contents) == 1 for contents in by_key.values())
        contents = [content for one in by_key.values() for content in one]
        return {one for one in contents if contents.count(one) > 1}


@contextmanager
def receiving(*answers: int | str, **headers: str) -> Iterator[Receiver]:
    """Serve on a port of this machine."""
    receiver = Receiver(answers=list(answers), headers=headers)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    receiver.url = f"http://127.0.0.1:{server.server_port}/events?index=slack"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            receiver.requests += 1
            body = self.rfile.read(int(self.headers["content-length"]))
            answer = receiver.answers.pop(0) if receiver.answers else 200
            if isinstance(answer, str) or not 300 <= answer < 500:
                self._keep(body)
            if answer == "hang":
                receiver.released.wait()
            if answer in ("drop", "hang"):
                self.close_connection = True
                return
            self._answer(answer)

        def do_GET(self) -> None:
            receiver.requests += 1
            self._answer(200)

        def _keep(self, body: bytes) -> None:
            named = {name.lower(): value for name, value in self.headers.items()}
            text = gzip.decompress(body) if named.get("content-encoding") == "gzip" else body
            assert text.endswith(b"\n")
            receiver.kept.append(Kept(named["idempotency-key"], named, text.splitlines()))

        def _answer(self, answer: int | str) -> None:
            is_cut = answer == "cut"
            self.send_response(200 if is_cut else int(answer))
            self.send_header("Content-Length", "100" if is_cut else "2")
            for name, value in receiver.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(b"ok")
            self.close_connection = self.close_connection or is_cut

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called there
            """Say nothing."""

    return Handler
