"""Collect the same log with Grove 2.2.0 and with slack-ocsf, killed at random, side by side.

Grove is installed from PyPI into an environment of its own, beside this file's project in
`.venv-grove`, because it needs pydantic 1. Both ask the same fake Slack, one after the other in
each round; a round is ten minutes of Slack's clock, which is how often Grove runs by default.

    .venv/bin/python bench/grove.py [ROUNDS [ENTRIES]]
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT / "tests" / "collector"))

from fake_slack_server import TOKEN, FakeSlack, fake_slack  # noqa: E402 - found where the line above says

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ROUNDS, _ENTRIES = 40, 50_000
_ROUND, _DAY = 600, 90_000  # seconds of Slack's clock
_BETWEEN = 0.01  # seconds between two looks at a run
_GROVE = """
import sys
import grove.connectors.slack.api as api
from grove.entrypoints.local_process import entrypoint
api.API_BASE_URI = sys.argv[1] + "/audit/v1"
entrypoint()
"""
_OURS = """
from slack_ocsf_collector.command import main
from slack_ocsf_collector.slack import budget
budget._MINUTE = 0.06
main()
"""


def _peak(process: int) -> int:
    """Return the most memory that a process has had, in KiB; rusage would count the parent's."""
    status = Path(f"/proc/{process}/status").read_text()
    return next((int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line), 0)


class Ended(NamedTuple):
    """How a run ended."""

    status: int
    seconds: float
    peak: int  # KiB


@dataclass
class Collector:
    """One of the two, and what it did.

    `command` is run with `variables`; `uids` reads back what it has delivered.
    """

    name: str
    folder: Path
    command: Sequence[str]
    variables: Mapping[str, str]
    kills: int = 0
    requests: int = 0
    usual: float = 1.0
    ends: list[Ended] = field(default_factory=list)

    def run(self, slack: FakeSlack, within: float | None = None) -> Ended:
        """Run it to its end, or kill it after some seconds."""
        before = len(slack.requests())
        start = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - the commands above
            self.command, env=os.environ | self.variables, stderr=(self.folder / "log").open("ab")
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            if within is not None and time.monotonic() - start >= within:
                process.kill()
                self.kills += process.wait() < 0
            time.sleep(_BETWEEN)
        end = Ended(process.returncode, time.monotonic() - start, peak)
        self.requests += len(slack.requests()) - before
        self.ends.append(end)
        return end

    def uids(self) -> Iterable[str]:
        """Return the ids of all entries that were delivered."""
        for file in self.folder.rglob("*.json.gz"):
            with gzip.open(file) as lines:
                yield from (json.loads(line)["id"] for line in lines)
        for file in self.folder.rglob("*.ndjson*"):
            with file.open("rb") as lines:
                yield from (json.loads(line)["metadata"]["uid"] for line in lines)


def _grove_python() -> str:
    """Make the environment, unless it is there, and return its Python."""
    folder = _ROOT / ".venv-grove"
    python = folder / "bin" / "python"
    if not (folder / "bin" / "grove").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)  # noqa: S603 - ours
        quiet = ("--quiet", "--disable-pip-version-check")
        install = [python, "-m", "pip", "install", *quiet, "grove==2.2.0"]
        subprocess.run(install, check=True)  # noqa: S603 - ours
    return str(python)


def _grove(folder: Path, slack: FakeSlack) -> Collector:
    for name in ("config", "cache", "out"):
        (folder / name).mkdir(parents=True)
    settings = {
        "name": "acme",
        "identity": "acme",
        "connector": "slack_audit_logs",
        "key": TOKEN,
        "frequency": 0,
        "outputs": {"logs": "raw"},
    }
    (folder / "config" / "slack.json").write_text(json.dumps(settings))
    variables = {
        "GROVE_CONFIG_LOCAL_FILE_PATH": str(folder / "config"),
        "GROVE_CACHE_HANDLER": "local_file",
        "GROVE_CACHE_LOCAL_FILE_PATH": str(folder / "cache"),
        "GROVE_OUTPUT_HANDLER": "local_file",
        "GROVE_OUTPUT_LOCAL_FILE_PATH": str(folder / "out"),
        "GROVE_LOCK_DURATION": "0",
        "PYTHONPATH": "",
    }
    return Collector("Grove 2.2.0", folder, [_grove_python(), "-c", _GROVE, slack.url], variables)


def _ours(folder: Path, slack: FakeSlack, oldest: int) -> Collector:
    folder.mkdir(parents=True)
    where = ("--api-url", slack.url, "--state", str(folder / "state"), "--oldest", str(oldest))
    sink = ("--sink", f"ndjson:{folder / 'out'}", "--requests-per-minute", "50")
    command = [sys.executable, "-c", _OURS, "collect", "--once", *where, *sink]
    return Collector("slack-ocsf", folder, command, {"SLACK_OCSF_TOKEN": TOKEN})


def _next_second() -> None:
    """Wait, because Grove names files by the second, and would write over those of another run."""
    time.sleep(1.05 - time.time() % 1)


def _readable(slack: FakeSlack) -> dict[str, bool]:
    """Return the ids of entries older than a minute, and whether they could be read late."""
    end = slack.clock() - 60
    found = ((one["entry"], one["published"]) for one in slack.publications())
    dated = ((entry["id"], entry["date_create"], published) for entry, published in found)
    return {uid: published >= date + 10 for uid, date, published in dated if date <= end}


def _killed(folder: Path, rounds: int) -> None:
    """Print what is lost and duplicated by runs of which half are killed."""
    chance = Random(0)  # noqa: S311 - nothing secret
    latest = int(time.time())
    held = ("--events", 2500, "--oldest", latest - 1, "--latest", latest, "--stopped")
    growing = ("--rate", 0.1, "--late", "0.1:10-3000", "--limit-per-minute", 0)
    faults = ("--fault", "rate-limited=1,odds=0.05", "--fault", "status=503,odds=0.02")
    with fake_slack(*held, *growing, *faults) as slack:
        both = (_grove(folder / "grove", slack), _ours(folder / "ours", slack, latest - 1))
        for number in range(rounds):
            slack.clock(advance=_ROUND)
            _next_second()
            for one in both:
                is_to_die = number % 2 == 0
                within = chance.uniform(0.3, 1.1) * one.usual if is_to_die else None
                end = one.run(slack, within)
                one.usual = one.usual if is_to_die else end.seconds
        slack.clear()
        for moved in (_DAY, 0):
            slack.clock(advance=moved)
            for one in both:
                _next_second()
                one.run(slack)
        readable = _readable(slack)
    print("| | kills | entries | lost | of them late | duplicated | requests |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for one in both:
        found = Counter(one.uids())
        repeated = found.total() - len(found)
        lost = readable.keys() - found.keys()
        late = sum(readable[uid] for uid in lost)
        row = (one.kills, len(readable), len(lost), late, repeated, one.requests)
        print(f"| {one.name} | {' | '.join(map(str, row))} |")


def _undisturbed(folder: Path, entries: int) -> None:
    """Print how fast a log is read from beginning to end, and with how much memory."""
    latest = int(time.time()) - 120
    held = ("--events", entries, "--oldest", latest - 86_400, "--latest", latest)
    with fake_slack(*held, "--limit-per-minute", 0) as slack:
        both = (_grove(folder / "grove", slack), _ours(folder / "ours", slack, latest - 86_400))
        print("| | entries | requests | entries a second | peak memory, MB |")
        print("|---|---:|---:|---:|---:|")
        for one in both:
            end = one.run(slack)
            count = len(set(one.uids()))
            row = (count, one.requests, int(count / end.seconds), end.peak // 1024)
            print(f"| {one.name} | {' | '.join(map(str, row))} |")


def main() -> None:
    """Run both, and print two tables in Markdown; without rounds only the second."""
    rounds, entries = [*map(int, sys.argv[1:]), *(_ROUNDS, _ENTRIES)[len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory() as name:
        if rounds:
            _killed(Path(name) / "killed", rounds)
        _undisturbed(Path(name) / "undisturbed", entries)


if __name__ == "__main__":
    main()
