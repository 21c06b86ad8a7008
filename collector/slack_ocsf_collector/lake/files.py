"""Write a run's events into a lake."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

from slack_ocsf_collector.lake.held_lines import HeldLines
from slack_ocsf_collector.lake.objects import objects
from slack_ocsf_collector.lined_events import TableLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.events import Event
    from slack_ocsf_collector.lake.parts import Lake

_ENOUGH = 32 * 1024 * 1024  # bytes of events that wait at most


class LakeFiles:
    """Events on their way into a lake; each batch is named for the events that it holds."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._lines: defaultdict[int, HeldLines] = defaultdict(HeldLines)
        self._start()

    def _start(self) -> None:
        self._records: list[bytes] = []
        for held in self._lines.values():
            held.clear()
        self._actions: set[str] = set()
        self._digest = sha256()
        self._size = 0

    def add(self, event: Event | TableLine) -> None:
        """Take an event, and write what waits when that is much."""
        if isinstance(event, TableLine):
            text, rest = event.text, event.unmapped
            self._lines[event.class_uid].add(text, rest)
            self._actions.add(event.action)
            if rest is not None:
                self._digest.update(rest)
                self._size += len(rest)
        else:
            text = event.json
            self._records.append(text)
        self._digest.update(text)
        self._size += len(text)
        if self._size >= _ENOUGH:
            self.write()

    def flush(self) -> None:
        """Let events wait: small files are no use."""

    def write(self) -> None:
        """Write what is waiting.

        Raises:
            CannotDo: It cannot be written, or has no columns.
        """
        tables = self._lake.tables.of(self._records, self._lines)
        for one in objects(tables, self._lake.layout, self._name()):
            self._lake.place.put_once(one.key, one.body)
        self._start()

    def _name(self) -> str:
        """Name the batch for its events, of which lines lack what their actions have."""
        for action in sorted(self._actions):
            self._digest.update(self._lake.tables.literals(action))
        return self._digest.hexdigest()[:32]


@contextmanager
def lake_files(lake: Lake) -> Iterator[LakeFiles]:
    """Give what takes the events of a run; what waits when it ends well is written."""
    files = LakeFiles(lake)
    yield files
    files.write()
