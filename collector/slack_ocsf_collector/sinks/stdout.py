"""Events as JSON lines on standard output: at least once, since nobody says what was read of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.output import write_whole

if TYPE_CHECKING:
    from slack_ocsf_collector.settings.settings import SinkSetting
    from slack_ocsf_collector.sinks.sink import Batch, Waiting


class StdoutSink:
    """Standard output.

    Args:
        setting: What it was made from.
    """

    def __init__(self, setting: SinkSetting) -> None:
        self._setting = setting

    @property
    def setting(self) -> SinkSetting:
        """The setting that it was made from."""
        return self._setting

    def open(self, position: str) -> str:
        """Nothing can be cut back that somebody may have read."""
        if sys.stdout is None:
            raise SinkFailed("standard output is closed")
        return position

    def is_due(self, waiting: Waiting) -> bool:
        """Lines are due at once."""
        del waiting
        return True

    def deliver(self, batch: Batch) -> str:
        """Write the records; when the reader has gone away, so does the program."""
        text = b"".join(record + b"\n" for record in batch.records)
        try:
            write_whole(sys.stdout.buffer, text)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise SinkFailed(f"standard output: {error.strerror}") from error
        return ""

    def close(self) -> None:
        """Standard output stays open."""
