"""The observer of a collector that runs: counts, judges, and logs."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from slack_ocsf_cli.redaction import redacted
from slack_ocsf_collector.health.logs import logger
from slack_ocsf_collector.health.memory import remembered
from slack_ocsf_collector.health.metrics import Metrics
from slack_ocsf_collector.health.observer import Stream
from slack_ocsf_collector.health.status import STALLED_AFTER, Status
from slack_ocsf_collector.health.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from slack_ocsf_collector.failures import CollectorFailed
    from slack_ocsf_collector.health.observer import PageRead
    from slack_ocsf_collector.health.rhythm import Rhythm
    from slack_ocsf_collector.settings.settings import Settings

_POLLS = 10


def health_of(settings: Settings) -> Health:
    """Return the observer of a collector with these settings."""
    streams = [
        Stream(organization.name, source)
        for organization in settings.organizations
        for source in organization.sources
    ]
    stalled_after = max(STALLED_AFTER, _POLLS * settings.timing.poll)
    return Health(
        streams,
        settings.timing.silence,
        stalled_after=stalled_after,
        rhythms=remembered(settings.state),
    )


class Health:
    """Is told of everything, from any thread.

    Args:
        streams: The streams that must move.
        silence: Seconds of silence of an audit log that are too long; None: by its rhythm.
        clock: Monotonic seconds.
        now: Unix seconds.
        stalled_after: Seconds without a sign of a stream that are too long.
        rhythms: What is known of streams from before.
    """

    def __init__(  # noqa: PLR0913 - all but one have a usual value
        self,
        streams: Iterable[Stream],
        silence: int | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        stalled_after: float = STALLED_AFTER,
        rhythms: Mapping[str, Rhythm] | None = None,
    ) -> None:
        self._lock = threading.Lock()
        names = [str(one) for one in streams]
        self._status = Status(names, silence, clock, stalled_after, rhythms)
        self._metrics = Metrics(lambda: not self.is_blind, now)
        self._telling = Telling(clock)

    def requested(self, organization: str, quota: str, result: str) -> None:
        """See `Observer`."""
        self._metrics.requested(organization, quota, result)
        with self._lock:
            self._telling.requested()

    def page_read(self, stream: Stream, page: PageRead) -> None:
        """See `Observer`."""
        self._metrics.page_read(stream, page)
        with self._lock:
            self._status.answered(str(stream))
            if _is_first(stream, page.walker):
                self._status.noted(str(stream), page.dates)
            self._telling.page_read(page)
        logger().debug("page read", stream=str(stream), walker=page.walker, rows=page.rows,
                       new=len(page.dates), rejects=page.rejects)  # fmt: skip

    def advanced(self, stream: Stream, walker: str, watermark: int, server_time: int) -> None:
        """See `Observer`."""
        self._metrics.advanced(stream, walker, watermark, server_time)
        with self._lock:
            self._status.works(str(stream))
            if _is_first(stream, walker):
                self._status.listened(str(stream), watermark)
                self._telling.advanced(stream, watermark, server_time)
                self._telling.silent(one for one in self._status.failing() if one.kind == "silent")

    def delivered(self, sink: str, records: int, size: int) -> None:
        """See `Observer`."""
        self._metrics.delivered(sink, records, size)
        with self._lock:
            self._status.works(sink)
            self._telling.delivered(sink, records)
        logger().debug("delivered", sink=sink, records=records, bytes=size)

    def tell(self) -> None:
        """Log what was done since the start."""
        with self._lock:
            self._telling.tell()

    def kept(self, *, records: int, size: int, ledger: int) -> None:
        """See `Observer`."""
        self._metrics.kept(records=records, size=size, ledger=ledger)

    def drifted(self, organization: str, actions: Sequence[str], fields: Sequence[str]) -> None:
        """See `Observer`."""
        self._metrics.drifted(organization, actions=len(actions), fields=len(fields))
        if actions or fields:
            logger().warning("drift", organization=organization, new_actions=list(actions),
                             new_fields=list(fields))  # fmt: skip

    def failed(self, part: str, failure: CollectorFailed) -> None:
        """See `Observer`."""
        self._metrics.failed(part, failure.kind)
        with self._lock:
            self._status.failed(part, failure.kind, redacted(str(failure)))
        log = logger().warning if failure.passes else logger().error
        log("failed", part=part, kind=failure.kind, reason=str(failure))

    @property
    def rhythms(self) -> Mapping[str, Rhythm]:
        """What is known of streams by now."""
        with self._lock:
            return self._status.rhythms

    @property
    def is_blind(self) -> bool:
        """Whether events are missed or kept from their readers."""
        with self._lock:
            return self._status.is_blind

    @property
    def is_alive(self) -> bool:
        """Whether the process does anything, be it fail."""
        with self._lock:
            return self._status.is_alive

    @property
    def is_ready(self) -> bool:
        """Whether each stream has worked once, and none is blind."""
        with self._lock:
            return self._status.is_ready

    def report(self) -> dict[str, Any]:
        """Return what /healthz says."""
        with self._lock:
            failing = self._status.failing()
        return {
            "status": "blind" if any(one.is_blind for one in failing) else "ok",
            "failures": [
                {
                    "part": one.part,
                    "kind": one.kind,
                    "message": one.message,
                    "seconds": round(one.seconds),
                    "blind": one.is_blind,
                }
                for one in failing
            ],
        }

    def metrics(self) -> bytes:
        """Return what /metrics says."""
        return self._metrics.text()

    def write_metrics(self, file: Path) -> None:
        """Write what /metrics says to a file, which appears whole.

        Raises:
            CannotDo: It cannot be written.
        """
        self._metrics.write(file)


def _is_first(stream: Stream, walker: str) -> bool:
    """Tell whether a walker is the one that hears entries of an audit log first, in their order."""
    return stream.source == "audit" and walker == "settle"
