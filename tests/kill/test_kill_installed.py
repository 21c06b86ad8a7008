"""The installed command as a user runs it, with nothing of it changed, and nothing waited for."""

import json
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from fake_slack_server import TOKEN, FakeSlack, fake_slack
from map_runs import PLAIN, SLACK_OCSF

_SINCE = ("--oldest", str(int(time.time()) - 600))
_SECONDS = (("--poll", 1), ("--settle", 1), ("--reread", 3), ("--slow-reread", 6))


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    growing = ("--rate", 10, "--late", "0.3:0-4", "--limit-per-minute", 0)
    with fake_slack("--events", 50, *_SINCE, *growing) as found:
        yield found


def _started(slack: FakeSlack, folder: Path, *more: str) -> "subprocess.Popen[bytes]":
    where = ("--state", folder / "state", "--sink", f"ndjson:{folder / 'out'}")
    times = [text for option in _SECONDS for text in map(str, option)]
    return subprocess.Popen(
        [
            SLACK_OCSF,
            "collect",
            "--api-url",
            slack.url,
            *_SINCE,
            *where,
            *times,
            *more,
            "--requests-per-minute",
            "50",
        ],
        env=PLAIN | {"SLACK_OCSF_TOKEN": TOKEN},
        stderr=subprocess.DEVNULL,
    )


def _ended(process: "subprocess.Popen[bytes]", after: float, number: signal.Signals) -> int:
    """Send a signal after some seconds, and return the status."""
    try:
        return process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    return process.wait(20)


def test_a_collector_that_is_killed_stopped_and_run_once_has_every_event_once(
    slack: FakeSlack, tmp_path: Path
) -> None:
    chance = Random(1)  # noqa: S311 - nothing secret
    for _ in range(4):
        seconds = chance.uniform(0.4, 1.6)
        assert _ended(_started(slack, tmp_path), seconds, signal.SIGKILL) == -9
    assert _ended(_started(slack, tmp_path), 2, signal.SIGTERM) == 143
    read_thrice = slack.clock(advance=60) - 60
    assert _started(slack, tmp_path, "--once").wait(60) == 0
    files = (tmp_path / "out").iterdir()
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    found = Counter(line["metadata"]["uid"] for line in lines)
    assert found.most_common(1)[0][1] == 1
    wanted = {one["id"] for one in slack.entries() if one["date_create"] <= read_thrice}
    assert wanted - found.keys() == set()
