"""Run `slack-ocsf` as its users do, and the entries that the tests feed it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SLACK_OCSF = str(Path(sys.executable).with_name("slack-ocsf"))
PLAIN = {
    name: value
    for name, value in os.environ.items()
    if name not in {"NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "PYTHONUNBUFFERED"}
    and not name.startswith("SLACK_OCSF")
}


@dataclass(frozen=True)
class Run:
    """What came of a run; `events` are the parsed lines of standard output."""

    status: int
    output: bytes
    told: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.output.splitlines()]

    @property
    def summary(self) -> dict[str, Any]:
        """The last line of standard error, as `--json` writes it."""
        found: dict[str, Any] = json.loads(self.told.splitlines()[-1])
        return found


def slack_ocsf(*arguments: str | Path, given: bytes = b"", **variables: str) -> Run:
    result = subprocess.run(
        [SLACK_OCSF, *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
        env=PLAIN | variables,
        timeout=60,
    )
    return Run(result.returncode, result.stdout, result.stderr.decode())


def entry(number: int = 0, **members: object) -> dict[str, object]:
    """Return an entry; `number` tells it from others."""
    return {
        "id": f"entry-{number}",
        "date_create": 1789981322 + number,
        "action": "user_login",
        "actor": {"type": "user", "user": {"id": "W0IDUNLI5", "name": "Ida Lindqvist"}},
        "entity": {"type": "user", "user": {"id": "W0IDUNLI5", "name": "Ida Lindqvist"}},
        "context": {"ip_address": "203.0.113.77", "ua": 'Firefox {"[\\', "session_id": None},
        "details": {"text": "}{ ],[ \n ü \U0001f600", "scopes": ["a", "b"], "none": []},
        **members,
    }


def json_lines(entries: list[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in entries)


def ids(run: Run) -> list[str]:
    return [event["metadata"]["uid"] for event in run.events]
