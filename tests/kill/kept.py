"""Where events are delivered to, as the kill tests read it: lines, a lake, a bucket."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq
from moto_s3 import bucket
from obstore.store import S3Store

_LOST, _LOST_FILES = 7, 3


class Kept(Protocol):
    """A sink, and what it holds."""

    def settings(self) -> str:
        """The `[[sink]]` of it, in TOML."""

    def uids(self) -> list[str]:
        """The ids of all events that are there, in any order."""

    def unfinished(self) -> list[str]:
        """What was begun, and nobody will ever finish or remove."""

    def lose(self) -> None:
        """Remove some of what was delivered long ago, always the same."""

    def clear(self) -> None:
        """Remove all of them."""

    def save(self) -> Callable[[], None]:
        """Return what brings back what is there now."""


@dataclass(frozen=True)
class Lines:
    """A folder of NDJSON files, each finished after a few events; `raw` are untouched entries."""

    folder: Path
    carries: str = "events"

    def settings(self) -> str:
        return (
            f'[[sink]]\nkind = "ndjson"\ntarget = "{self.folder}"\nsize = 30000\n'
            f'carries = "{self.carries}"\n'
        )

    def uids(self) -> list[str]:
        files = self.folder.glob(f"{self.carries}-*.ndjson*")
        lines = (json.loads(line) for file in files for line in file.read_text().splitlines())
        return [one["id"] if self.carries == "raw" else one["metadata"]["uid"] for one in lines]

    def unfinished(self) -> list[str]:
        return []

    def lose(self) -> None:
        file = min(self.folder.glob("*.ndjson"))
        lines = file.read_bytes().splitlines(keepends=True)
        file.write_bytes(b"".join(lines[_LOST:]))

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

    def unfinished(self) -> list[str]:
        return [f"{file} is left" for file in self.folder.rglob(".*")]

    def lose(self) -> None:
        for file in sorted(self.folder.rglob("*.parquet"))[:_LOST_FILES]:
            file.unlink()

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

    def unfinished(self) -> list[str]:
        return []

    def lose(self) -> None:
        self._store.delete(sorted(self._keys())[:_LOST_FILES])

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
