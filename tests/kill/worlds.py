"""A Slack at three moments, a state and a sink: what a collector that is killed works with."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq
from fake_slack_server import FakeSlack, fake_slack
from killing import Deed, Ended, Launcher
from moto_s3 import bucket
from obstore.store import S3Store

OLDEST = 1789981322
_LATEST = OLDEST + 3600
_SETTLE = 60
LATER = (0, 1200, 90_000)
"""Seconds that the clocks of the servers are ahead: late entries come, and rereads are due."""

GROWING = (
    *("--events", 60, "--oldest", OLDEST, "--latest", _LATEST, "--stopped"),
    *("--rate", 0.01, "--late", "0.3:60-80000", "--limit-per-minute", 0),
)
"""Arguments of a Slack whose log grows as its clock is moved, three of ten entries late."""
_SETTINGS = f"""
state = "{{state}}"
[[organization]]
name = "acme"
token = {{{{ variable = "SLACK_OCSF_TOKEN" }}}}
oldest = {OLDEST}
page_size = 10
requests_per_minute = 50
"""


class Kept(Protocol):
    """Where events are delivered to."""

    def settings(self) -> str:
        """The `[[sink]]` of it, in TOML."""

    def uids(self) -> list[str]:
        """The ids of all events that are there, in any order."""

    def clear(self) -> None:
        """Remove all of them."""

    def save(self) -> Callable[[], None]:
        """Return what brings back what is there now."""


@dataclass(frozen=True)
class Lines:
    """A folder of NDJSON files, each finished after a few events."""

    folder: Path

    def settings(self) -> str:
        return f'[[sink]]\nkind = "ndjson"\ntarget = "{self.folder}"\nsize = 30000\n'

    def uids(self) -> list[str]:
        files = self.folder.glob("events-*.ndjson*")
        lines = (line for file in files for line in file.read_text().splitlines())
        return [json.loads(line)["metadata"]["uid"] for line in lines]

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def save(self) -> Callable[[], None]:
        return saved(self.folder)


@dataclass(frozen=True)
class Lake:
    """A folder of Parquet files, of a few events each."""

    folder: Path

    def settings(self) -> str:
        return f'[[sink]]\nkind = "parquet"\ntarget = "{self.folder}"\nrecords = 15\n'

    def uids(self) -> list[str]:
        return [uid for file in self.folder.rglob("*.parquet") for uid in uids_of(file)]

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def save(self) -> Callable[[], None]:
        return saved(self.folder)


class Bucket:
    """A bucket of an S3 with such objects."""

    def __init__(self, address: str, name: str) -> None:
        self._target = bucket(address, name)
        options = {"allow_http": True}
        keys = {"access_key_id": "testing", "secret_access_key": "testing-secret"}
        where = {"endpoint": address, "region": "us-east-1"}
        self._store = S3Store(name, **keys, **where, client_options=options)

    def settings(self) -> str:
        return f'[[sink]]\nkind = "parquet"\ntarget = "{self._target}"\nrecords = 15\n'

    def uids(self) -> list[str]:
        return [uid for body in self._objects().values() for uid in uids_of(pa.BufferReader(body))]

    def clear(self) -> None:
        self._store.delete(self._keys())

    def save(self) -> Callable[[], None]:
        before = self._objects()

        def bring_back() -> None:
            self.clear()
            for key, body in before.items():
                self._store.put(key, body)

        return bring_back

    def _keys(self) -> list[str]:
        return [one["path"] for some in self._store.list() for one in some]

    def _objects(self) -> dict[str, bytes]:
        return {key: bytes(self._store.get(key).bytes()) for key in self._keys()}


def uids_of(file: object) -> list[str]:
    """Return the ids of the events of a Parquet file."""
    rows = pq.ParquetFile(file).read(columns=["metadata"]).to_pylist()
    return [row["metadata"]["uid"] for row in rows]


def saved(folder: Path) -> Callable[[], None]:
    """Copy a folder, and return what brings it back as it was, or removes it if it was not."""
    copy = folder.with_name(f"{folder.name}.saved")
    shutil.rmtree(copy, ignore_errors=True)
    is_there = folder.exists()
    if is_there:
        shutil.copytree(folder, copy)

    def bring_back() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        if is_there:
            shutil.copytree(copy, folder)

    return bring_back


@dataclass(frozen=True)
class World:
    """Everything that a run works with: a Slack at one moment or more, the last one at the end."""

    servers: tuple[FakeSlack, ...]
    launcher: Launcher
    kept: Kept
    state: Path

    def collect(self, moment: int, deed: Deed | None = None, *more: object) -> Ended:
        """Run `collect --once` against the Slack of a moment."""
        config = self.state.with_name("slack-ocsf.toml")
        config.write_text(_SETTINGS.format(state=self.state) + self.kept.settings())
        address = ("--api-url", self.servers[moment].url)
        return self.launcher.run(["collect", "--once", "--config", config, *address, *more], deed)

    def published(self) -> set[str]:
        """Return the ids of all entries that a run should have read at the last moment."""
        slack = self.servers[-1]
        settled = slack.clock() - _SETTLE
        return {one["id"] for one in slack.entries() if one["date_create"] <= settled}

    def start_with_runs_at(self, moments: int) -> None:
        """Begin with an empty state and an empty sink, and runs at the first moments."""
        shutil.rmtree(self.state, ignore_errors=True)
        self.kept.clear()
        for moment in range(moments):
            end = self.collect(moment)
            assert end.status == 0, end.told

    def save(self) -> Callable[[], None]:
        """Return what brings back state and sink as they are now."""
        state, kept = saved(self.state), self.kept.save()

        def bring_back() -> None:
            state()
            kept()

        return bring_back


@contextmanager
def slack_at_three_moments(events: int) -> Iterator[tuple[FakeSlack, ...]]:
    """Serve the same log as it is seen at three moments; each clock stands."""
    with ExitStack() as opened:
        arguments = ("--events", events, "--oldest", OLDEST, "--latest", _LATEST, "--stopped")
        habits = ("--late", "0.3:60-80000", "--limit-per-minute", 0)
        servers = [opened.enter_context(fake_slack(*arguments, *habits)) for _ in LATER]
        for server, ahead in zip(servers, LATER, strict=True):
            server.clock(advance=ahead)
        yield tuple(servers)
