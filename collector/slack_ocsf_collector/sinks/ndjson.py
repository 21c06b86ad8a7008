"""Events as JSON lines in files of a folder, each exactly once, whenever the program is killed.

The file that grows is `events-000012.ndjson.part`. It is cut back to the committed size before
anything is added to it, and when it is large enough, or a new day (UTC) has begun, it is finished:
renamed to `events-20261125-000012.ndjson`. What has that name is never touched again.
"""

from __future__ import annotations

import os
import re
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
    """Which file grows, its committed bytes, and the day of its beginning; empty for a new one."""

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

    def open(self, position: str) -> str:
        """Open the file that grows, cut back to its committed size."""
        self.close()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._at = self._proven(position)
            self._file = self._opened()
        except OSError as error:
            raise self._failed(error) from error
        return self._told()

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
        return self._told()

    def close(self) -> None:
        """Close the file; it goes on growing at the next start."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def prove(self, position: str) -> None:
        """Check that the file that grows has all that was committed to it."""
        try:
            self._proven(position)
        except OSError as error:
            raise self._failed(error) from error

    def held(self, window: Window) -> Iterator[Held]:
        """Yield what all files of the folder hold of a window."""
        try:
            for file in self._files():
                for one in self._held_in(file):
                    if window.oldest <= one.date <= window.latest:
                        yield one
        except OSError as error:
            raise self._failed(error) from error

    def _files(self) -> list[Path]:
        """Return the files that the sink knows, in the order of their names."""
        ends = (".ndjson", ".ndjson.part")
        return sorted(file for file in self._there() if file.name.endswith(ends))

    def _there(self) -> list[Path]:
        """Return what the folder has whose name begins as the sink's files do.

        Raises:
            OSError: The folder is none, or cannot be read.
        """
        found = self._folder.iterdir() if self._folder.exists() else ()
        return [file for file in found if file.name.startswith(f"{self._setting.carries}-")]

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
        self._check(self._at)
        os.ftruncate(self._file, self._at.size)
        os.lseek(self._file, self._at.size, os.SEEK_SET)
        left = memoryview(text)
        while left:
            left = left[os.write(self._file, left) :]
        os.fsync(self._file)

    def _told(self) -> str:
        return orjson.dumps(asdict(self._at)).decode()

    def _proven(self, position: str) -> _Position:
        """Return where to go on, once all that was committed is known to be there."""
        if not position:
            return self._beginning()
        at = _Position(**orjson.loads(position))
        if self._was_finished(at):
            return _Position(at.number + 1)
        self._check(at)
        return at

    def _beginning(self) -> _Position:
        """Return where a new state begins: behind the files that are finished.

        Raises:
            SinkFailed: A file grows here, of which only another state knows the size.
        """
        carries, last = re.escape(self._setting.carries), 0
        for file in self._there():
            if file.suffix == ".part" and file.stat().st_size:
                raise SinkFailed(
                    f"{file} grows by the collector of another state: give the --state of that,"
                    " or another folder"
                )
            if found := re.match(rf"{carries}-\d{{8}}-(\d+)\.ndjson", file.name):
                last = max(last, int(found[1]))
        return _Position(last + 1)

    def _check(self, at: _Position) -> None:
        """Check that the file that grows has its name, and what was committed to it.

        Raises:
            OSError: It cannot be looked at.
            SinkFailed: It is gone, another one, or shorter.
        """
        if not at.size and self._file is None:
            return  # nothing was written yet, and it is made when it is opened
        growing = self._growing(at)
        try:
            found = growing.stat()
        except FileNotFoundError:
            raise self._damaged(at, "is gone") from None
        if found.st_size < at.size:
            raise self._damaged(at, f"has {found.st_size} bytes, and {at.size} were delivered")
        if self._file is not None and found.st_ino != os.fstat(self._file).st_ino:
            raise self._damaged(at, "is no longer the file that was opened")

    def _damaged(self, at: _Position, fact: str) -> SinkFailed:
        return SinkFailed(
            f"{self._growing(at)} {fact}: somebody moved, cut or replaced it. Put it back; or give"
            " another folder, and fill that with: slack-ocsf verify --refill always --from TIME"
        )

    def _opened(self) -> int:
        """Open the file that grows, cut back to its committed size."""
        growing = self._growing(self._at)
        descriptor = os.open(growing, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        os.ftruncate(descriptor, self._at.size)
        self._sync_folder()
        return descriptor

    def _finish(self) -> None:
        """Give the file its lasting name, and begin the next."""
        finished = self._finished(self._at)
        if finished.exists():
            raise SinkFailed(f"{finished} is there already, of another state: move it away")
        self.close()
        self._growing(self._at).rename(finished)
        self._sync_folder()
        self._at = _Position(self._at.number + 1)
        self._file = self._opened()

    def _was_finished(self, at: _Position) -> bool:
        """Whether the program ended between the new name and the commit of the next position."""
        return at.size > 0 and not self._growing(at).exists() and self._finished(at).exists()

    def _growing(self, at: _Position) -> Path:
        return self._folder / f"{self._setting.carries}-{at.number:06}.ndjson.part"

    def _finished(self, at: _Position) -> Path:
        return self._folder / f"{self._setting.carries}-{at.day}-{at.number:06}.ndjson"

    def _sync_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _failed(self, error: OSError) -> SinkFailed:
        return SinkFailed(told(error, self._folder))
