"""Write a run's events into a lake."""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

from slack_ocsf_collector.lake.objects import objects
from slack_ocsf_collector.sinks.sink import Batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.events import Event
    from slack_ocsf_collector.lake.parts import Lake

_ENOUGH = 32 * 1024 * 1024  # bytes of events that wait at most


class LakeFiles:
    """Events on their way into a lake; each batch is named for the events that it holds."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._waiting: list[bytes] = []
        self._size = 0

    def add(self, event: Event) -> None:
        """Take an event, and write what waits when that is much."""
        self._waiting.append(event.json)
        self._size += len(event.json)
        if self._size >= _ENOUGH:
            self.write()

    def flush(self) -> None:
        """Let events wait: small files are no use."""

    def write(self) -> None:
        """Write what is waiting.

        Raises:
            CannotDo: It cannot be written, or has no columns.
        """
        batch = Batch(_name(self._waiting), "", "", "", tuple(self._waiting))
        for one in objects(batch, self._lake.tables, self._lake.layout):
            self._lake.place.put_once(one.key, one.body)
        self._waiting.clear()
        self._size = 0


@contextmanager
def lake_files(lake: Lake) -> Iterator[LakeFiles]:
    """Give what takes the events of a run; what waits when it ends well is written."""
    files = LakeFiles(lake)
    yield files
    files.write()


def _name(records: list[bytes]) -> str:
    digest = sha256()
    for record in records:
        digest.update(record)
        digest.update(b"\n")
    return digest.hexdigest()[:32]
