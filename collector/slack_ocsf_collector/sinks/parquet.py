"""The sink of a Parquet lake: one object for each class and day of a batch, written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.lake.held_rows import held_rows
from slack_ocsf_collector.lake.layout import PREFIX, overlaps
from slack_ocsf_collector.lake.misfit import NoColumn
from slack_ocsf_collector.lake.objects import objects
from slack_ocsf_collector.lake.places import NotKept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.lake.parts import Lake
    from slack_ocsf_collector.settings.settings import SinkSetting
    from slack_ocsf_collector.sinks.held import Held
    from slack_ocsf_collector.sinks.sink import Batch, Waiting
    from slack_ocsf_collector.slack.page import Window


@dataclass(frozen=True, slots=True)
class Enough:
    """What makes a file worth writing; the first of them that is reached counts.

    Attributes:
        records: Events that wait.
        size: Their bytes.
        age: Seconds that the oldest of them waits.
    """

    records: int = 50_000
    size: int = 64 * 1024 * 1024
    age: int = 300


class ParquetSink:
    """Delivers batches as objects whose keys follow from the batch, so that a retry adds nothing.

    Attributes:
        setting: What it was made from.
    """

    def __init__(self, setting: SinkSetting, lake: Lake, enough: Enough) -> None:
        self.setting = setting
        self._lake = lake
        self._enough = enough

    def open(self, position: str) -> str:
        """Do nothing: what a crash left undone is written by the retry."""
        return position

    def is_due(self, waiting: Waiting) -> bool:
        """Whether enough waits, or for long enough, or no more will come."""
        return waiting.records > 0 and (
            waiting.is_last
            or waiting.records >= self._enough.records
            or waiting.size >= self._enough.size
            or waiting.age >= self._enough.age
        )

    def deliver(self, batch: Batch) -> str:
        """Write what of the batch is not there yet; the position is the name of the batch."""
        try:
            tables = self._lake.tables.of(batch.records)
            for one in objects(tables, self._lake.layout, batch.name, batch.team):
                self._lake.place.put_once(one.key, one.body)
        except NotKept as error:
            raise SinkFailed(str(error)) from error
        except NoColumn as error:
            raise SinkFailed(f"{self.setting.name}: {error}") from error
        return batch.name

    def prove(self, position: str) -> None:
        """Do nothing: no object rests on another one."""

    def held(self, window: Window) -> Iterator[Held]:
        """Yield what the objects of a window's days hold of it."""
        try:
            for key in self._lake.place.keys(PREFIX):
                if overlaps(key, window.oldest, window.latest):
                    where = f"{self.setting.target.rstrip('/')}/{key}"
                    for one in held_rows(where, self._lake.place.get(key)):
                        if window.oldest <= one.date <= window.latest:
                            yield one
        except NotKept as error:
            raise SinkFailed(str(error)) from error

    def close(self) -> None:
        """Do nothing: nothing is open."""
