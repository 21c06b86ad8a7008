"""Events as JSON lines in files of a folder, each exactly once, whenever the program is killed.

The file that grows is `events-000012.ndjson.part`. It is cut back to the committed size before
anything is added to it, and when it is large enough, or a new day (UTC) has begun, it is finished:
renamed to `events-20261125-000012.ndjson`. What has that name is never touched again.
"""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from slack_ocsf_collector.disk_errors import told
from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.sinks.held_lines import held_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from slack_ocsf_collector.settings.settings import SinkSetting
    from slack_ocsf_collector.sinks.held import Held
    from slack_ocsf_collector.sinks.sink import Batch, Waiting
    from slack_ocsf_collector.slack.page import Window

DEFAULT_SIZE = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Position:
    """Which file grows, its size in bytes, and the day of its beginning; empty for a new one."""

    number: int = 1
    size: int = 0
    day: str = ""


class NdjsonSink:
    """A folder of files.

    Args:
        setting: What it was made from; its target is the folder.
        size: Bytes after which a file is finished.
        today: Returns the day, such as `20261125`.
    """

    def __init__(
        self,
        setting: SinkSetting,
        size: int = DEFAULT_SIZE,
        today: Callable[[], str] = lambda: time.strftime("%Y%m%d", time.gmtime()),
    ) -> None:
        self._setting = setting
        self._folder = Path(setting.target)
        self._most = size
        self._today = today
        self._at = _Position()
        self._file: int | None = None

    @property
    def setting(self) -> SinkSetting:
        """The setting that it was made from."""
        return self._setting

    def open(self, position: str) -> None:
        """Open the file that grows, cut back to its committed size."""
        self.close()
        self._at = _Position(**orjson.loads(position)) if position else _Position()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._at.size and self._was_finished():
                self._at = _Position(self._at.number + 1)
            self._file = self._opened()
        except OSError as error:
            raise self._failed(error) from error

    def is_due(self, waiting: Waiting) -> bool:
        """Lines are due at once."""
        del waiting
        return True

    def deliver(self, batch: Batch) -> str:
        """Append the records and wait until they are on the disk."""
        text = b"".join(record + b"\n" for record in batch.records)
        try:
            if self._at.size and (self._at.size >= self._most or self._at.day != self._today()):
                self._finish()
            day = self._at.day or self._today()
            self._append(text)
        except OSError as error:
            raise self._failed(error) from error
        self._at = replace(self._at, size=self._at.size + len(text), day=day)
        return orjson.dumps(asdict(self._at)).decode()

    def close(self) -> None:
        """Close the file; it goes on growing at the next start."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def held(self, window: Window) -> Iterator[Held]:
        """Yield what all files of the folder hold of a window."""
        try:
            for file in sorted(self._folder.glob(f"{self._setting.carries}-*.ndjson*")):
                for one in self._held_in(file):
                    if window.oldest <= one.date <= window.latest:
                        yield one
        except OSError as error:
            raise self._failed(error) from error

    def _held_in(self, file: Path) -> Iterator[Held]:
        """Yield what a file holds, which may have been finished since the folder was listed."""
        try:
            yield from held_lines(file)
        except FileNotFoundError:
            number = file.name.partition(".")[0].rpartition("-")[2]
            finished = list(self._folder.glob(f"{self._setting.carries}-*-{number}.ndjson"))
            if not finished:
                raise
            yield from held_lines(finished[0])

    def _append(self, text: bytes) -> None:
        if self._file is None:
            raise SinkFailed(f"{self._folder}: not open")
        os.ftruncate(self._file, self._at.size)
        os.lseek(self._file, self._at.size, os.SEEK_SET)
        left = memoryview(text)
        while left:
            left = left[os.write(self._file, left) :]
        os.fsync(self._file)

    def _opened(self) -> int:
        """Open the growing file, which has at least what was committed to it."""
        descriptor = os.open(self._growing(), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        size = os.fstat(descriptor).st_size
        if size < self._at.size:
            os.close(descriptor)
            raise SinkFailed(
                f"{self._growing()} has {size} bytes and was committed with {self._at.size}:"
                " somebody moved or cut it. Put it back; or give another folder, and fill that"
                " with: slack-ocsf verify --refill always --from TIME"
            )
        os.ftruncate(descriptor, self._at.size)
        self._sync_folder()
        return descriptor

    def _finish(self) -> None:
        """Give the file its lasting name, and begin the next."""
        self.close()
        self._growing().rename(self._finished())
        self._sync_folder()
        self._at = _Position(self._at.number + 1)
        self._file = self._opened()

    def _was_finished(self) -> bool:
        """Whether the program ended between the new name and the commit of the next position."""
        return not self._growing().exists() and self._finished().exists()

    def _growing(self) -> Path:
        return self._folder / f"{self._setting.carries}-{self._at.number:06}.ndjson.part"

    def _finished(self) -> Path:
        name = f"{self._setting.carries}-{self._at.day}-{self._at.number:06}.ndjson"
        return self._folder / name

    def _sync_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _failed(self, error: OSError) -> SinkFailed:
        return SinkFailed(told(error, self._folder))
