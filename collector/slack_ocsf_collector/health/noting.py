"""An observer that also writes down what fails, for `slack-ocsf status`."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from slack_ocsf_cli.redaction import redacted
from slack_ocsf_collector.state import troubles
from slack_ocsf_collector.state.troubles import Trouble

if TYPE_CHECKING:
    from slack_ocsf_collector.failures import CollectorFailed
    from slack_ocsf_collector.health.observer import Observer, PageRead, Stream


class Noting:
    """Tells another observer, and keeps in the state what fails.

    A state that cannot be written ends the collector elsewhere; here it must not.

    Args:
        told: Is told everything.
        connection: To the state.
    """

    def __init__(self, told: Observer, connection: sqlite3.Connection) -> None:
        self._told = told
        self._state = connection
        self.requested = told.requested
        self.advanced = told.advanced
        self.kept = told.kept
        self.drifted = told.drifted

    def page_read(self, stream: Stream, page: PageRead) -> None:
        """See `Observer`."""
        self._told.page_read(stream, page)
        self._works(str(stream))

    def delivered(self, sink: str, records: int, size: int) -> None:
        """See `Observer`."""
        self._told.delivered(sink, records, size)
        self._works(sink)

    def failed(self, part: str, failure: CollectorFailed) -> None:
        """See `Observer`."""
        self._told.failed(part, failure)
        message = redacted(str(failure))
        with suppress(sqlite3.Error):
            troubles.note(self._state, Trouble(part, failure.kind, message, int(time.time())))

    def _works(self, part: str) -> None:
        with suppress(sqlite3.Error):
            troubles.over(self._state, part)
