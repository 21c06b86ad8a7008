"""What a collector tells of its work while it does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_ocsf_collector.failures import CollectorFailed


@dataclass(frozen=True, slots=True, order=True)
class Stream:
    """One log of one organisation.

    Attributes:
        organization: Its name in the settings.
        source: `audit`, `access` or `integration`.
    """

    organization: str
    source: str

    def __str__(self) -> str:
        return f"{self.organization}/{self.source}"


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a page of Slack's brought, once it is committed.

    Attributes:
        walker: Who read it: `settle`, `reread`, `slow_reread`, `backfill` or `verify`.
        rows: How many rows it had.
        dates: Unix seconds of the rows that were not known before.
        server_time: Unix seconds by the answer's `Date`.
        classes: How many of them became events, by caption of the class of OCSF.
        unknown_actions: How many of these have an action without a line in the table.
        rejects: How many could not be events.
    """

    walker: str
    rows: int
    dates: Sequence[int]
    server_time: int
    classes: Mapping[str, int]
    unknown_actions: int = 0
    rejects: int = 0


class Observer(Protocol):
    """Who is told. No call waits, raises, or keeps what it is given; any thread may call.

    A part is a stream as text, the name of a sink, or `state`.
    """

    def requested(self, organization: str, quota: str, result: str) -> None:
        """Slack answered a request.

        Args:
            organization: Its name in the settings.
            quota: Of Slack's, that the request counts for.
            result: `ok`, or the `kind` of the failure.
        """

    def page_read(self, stream: Stream, page: PageRead) -> None:
        """A page was read and committed. What kept Slack from answering is over."""

    def advanced(self, stream: Stream, walker: str, watermark: int, server_time: int) -> None:
        """A window was drained, or looked into and found empty: the stream works.

        Args:
            stream: The log.
            walker: Whose window.
            watermark: Unix seconds up to which it has read.
            server_time: Unix seconds by Slack's `Date`.
        """

    def delivered(self, sink: str, records: int, size: int) -> None:
        """A sink has taken a batch, or none when it was opened: it works. `size` is in bytes."""

    def kept(self, *, records: int, size: int, ledger: int) -> None:
        """How much the state holds: the outbox's records and their bytes, the ledger's ids."""

    def drifted(self, organization: str, actions: Sequence[str], fields: Sequence[str]) -> None:
        """Slack publishes names that the mapping does not know; none is good news, too."""

    def failed(self, part: str, failure: CollectorFailed) -> None:
        """A part failed. It counts as failing until it is told to work."""
