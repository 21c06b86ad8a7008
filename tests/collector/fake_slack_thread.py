"""A fake Slack in a thread of the tests, and requests to it."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from fake_slack_server import TOKEN, FakeSlack

from slack_ocsf_collector.fake_slack.answering import FakeSlack as Organization
from slack_ocsf_collector.fake_slack.clock import Clock
from slack_ocsf_collector.fake_slack.faults import Faults
from slack_ocsf_collector.fake_slack.journal import Journal
from slack_ocsf_collector.fake_slack.paging import Habits
from slack_ocsf_collector.fake_slack.server import Server
from slack_ocsf_collector.fake_slack.settings import Settings
from slack_ocsf_collector.fake_slack.spreading import Span

OLDEST, LATEST = 1_790_000_000, 1_790_003_600
EXACT = Habits(over=0.0)
LOGS = "/audit/v1/logs"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def ids(self) -> list[str]:
        return [entry["id"] for entry in self.json["entries"]]

    @property
    def cursor(self) -> str:
        found: str = self.json["response_metadata"]["next_cursor"]
        return found


@dataclass(frozen=True)
class Thread(FakeSlack):
    """The server; its clock stands at LATEST until it is moved."""

    def get(
        self, path: str, headers: dict[str, str] | None = None, timeout: float = 10, **query: object
    ) -> Reply:
        """Ask with the token, or with other headers."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=timeout)
        try:
            given = {"Authorization": f"Bearer {TOKEN}"} if headers is None else headers
            target = f"{path}?{urlencode(query)}" if query else path
            connection.request("GET", target, headers=given)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, names, answer.read())
        finally:
            connection.close()

    def pages(self, most: int = 1000, **query: object) -> list[Reply]:
        """Ask for page after page, the same query with each cursor."""
        replies = [self.get(LOGS, **query)]
        while replies[-1].cursor and len(replies) < most:
            replies.append(self.get(LOGS, **query, cursor=replies[-1].cursor))
        return replies


@contextmanager
def slack_in_thread(*faults: str, events: int = 300, **settings: object) -> Iterator[Thread]:
    """Serve until the block ends, without limits on requests unless the settings have them."""
    from slack_ocsf_collector.fake_slack.faults import fault_of

    on = Faults(0)
    for fault in faults:
        on.switch_on(fault_of(fault))
    given = {"per_minute": 0, "web_per_minute": 0, "habits": EXACT} | settings
    span = given.pop("span", Span(events, OLDEST, LATEST))
    log = Organization(Settings(span=span, **given), Clock(LATEST), on, Journal())
    with closing(log), Server(("127.0.0.1", 0), log) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        serving.start()
        try:
            yield Thread(server.url, 0)
        finally:
            server.shutdown()
            serving.join()
