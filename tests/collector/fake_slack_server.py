"""Start `slack-ocsf fake-slack` as its users do, and ask it what happened."""

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from map_runs import PLAIN, SLACK_OCSF

TOKEN = "xoxp-fake"  # noqa: S105 - opens nothing but this server


@dataclass(frozen=True)
class FakeSlack:
    """A running server. `url` has no slash at its end; `pid` is its process."""

    url: str
    pid: int

    def entries(self) -> list[dict[str, Any]]:
        """All audit entries that can be read by now, oldest first."""
        return [one["entry"] for one in self.publications()]

    def publications(self) -> list[dict[str, Any]]:
        """The same as {"published": Unix seconds, "entry": ...}."""
        return self._lines("entries")

    def logins(self) -> list[dict[str, Any]]:
        """The rows of team.accessLogs as they are now, as {"team": ..., "row": ...}."""
        return self._lines("logins")

    def changes(self) -> list[dict[str, Any]]:
        """The rows of team.integrationLogs."""
        return self._lines("changes")

    def requests(self, path: str = "") -> list[dict[str, Any]]:
        """The requests for Slack so far, or those for one path."""
        return [one for one in self._lines("requests") if path in {"", one["path"]}]

    def clock(self, **move: float) -> float:
        """Move the clock (`advance=SECONDS`, `running=False`) and return its Unix seconds."""
        now: float = json.loads(self._asked("clock", move or None))["now"]
        return now

    def fault(self, fault: str) -> None:
        """Switch a fault on, written as for `--fault`."""
        self._asked("fault", {"set": fault})

    def clear(self, name: str = "all") -> None:
        """Switch the faults of a name off, or all."""
        self._asked("fault", {"clear": name})

    def _lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._asked(name).splitlines()]

    def _asked(self, name: str, body: dict[str, Any] | None = None) -> bytes:
        sent = None if body is None else json.dumps(body).encode()
        address = f"{self.url}/fake/{name}"
        with urllib.request.urlopen(address, sent, timeout=60) as answer:  # noqa: S310 - http
            read: bytes = answer.read()
        return read


@contextmanager
def fake_slack(*arguments: object) -> Iterator[FakeSlack]:
    """Run the server with these arguments of the command until the block ends."""
    command = [SLACK_OCSF, "fake-slack", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=PLAIN) as process:
        try:
            assert process.stdout is not None
            yield FakeSlack(**json.loads(process.stdout.readline()))
        finally:
            process.kill()
