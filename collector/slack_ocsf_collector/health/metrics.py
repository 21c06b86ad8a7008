"""What is counted, for Prometheus. All names begin with `slack_ocsf_`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    write_to_textfile,
)

from slack_ocsf_cli import CannotDo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from slack_ocsf_collector.health.observer import PageRead, Stream

_LAGS = (30, 60, 90, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400, 172_800)
_LIVE = frozenset({"settle", "reread", "slow_reread"})
_STREAM = ("organization", "source")


class Metrics:
    """The metrics of one collector, in a registry of its own.

    Args:
        is_healthy: Asked at each scrape.
        now: Unix seconds.
    """

    def __init__(self, is_healthy: Callable[[], bool], now: Callable[[], float]) -> None:
        self._registry = registry = CollectorRegistry()
        self._now = now

        def counter(name: str, what: str, labels: tuple[str, ...]) -> Counter:
            return Counter(f"slack_ocsf_{name}", what, labels, registry=registry)

        def gauge(name: str, what: str, labels: tuple[str, ...] = ()) -> Gauge:
            return Gauge(f"slack_ocsf_{name}", what, labels, registry=registry)

        self._requests = counter(
            "requests", "Requests to Slack.", ("organization", "quota", "result")
        )
        self._rows = counter("rows", "Rows of Slack's pages, known or new.", (*_STREAM, "walker"))
        self._events = counter("events", "New rows that became events.", (*_STREAM, "class"))
        self._unknown = counter(
            "unknown_actions", "Events whose action has no line in the table.", _STREAM
        )
        self._rejects = counter("rejects", "New rows that cannot be events.", _STREAM)
        self._lags = Histogram(
            "slack_ocsf_arrival_lag_seconds",
            "From an entry's date to when it was first read.",
            _STREAM,
            registry=registry,
            buckets=_LAGS,
        )
        self._delivered = counter("delivered_records", "Records that a sink took.", ("sink",))
        self._delivered_bytes = counter("delivered_bytes", "Their bytes.", ("sink",))
        self._failures = counter("failures", "Failures, by kind.", ("part", "kind"))
        self._watermark = gauge(
            "watermark_lag_seconds", "How far behind Slack's clock a walker is.",
            (*_STREAM, "walker"),
        )  # fmt: skip
        self._success = gauge(
            "last_success_timestamp_seconds", "When a part last did what it is for.", ("part",)
        )
        self._outbox = gauge("outbox_records", "Records that wait for a sink.")
        self._outbox_bytes = gauge("outbox_bytes", "Their bytes.")
        self._ledger = gauge("ledger_ids", "Ids of entries that the state remembers.")
        self._drift = gauge(
            "drift_names", "Names that Slack publishes and the mapping does not know.",
            ("organization", "kind"),
        )  # fmt: skip
        gauge("healthy", "1, or 0 while blind; see /healthz.").set_function(
            lambda: float(is_healthy())
        )

    def requested(self, organization: str, quota: str, result: str) -> None:
        """Count a request."""
        self._requests.labels(organization, quota, result).inc()

    def page_read(self, stream: Stream, page: PageRead) -> None:
        """Count a page."""
        of = (stream.organization, stream.source)
        self._rows.labels(*of, page.walker).inc(page.rows)
        for caption, count in page.classes.items():
            self._events.labels(*of, caption).inc(count)
        self._unknown.labels(*of).inc(page.unknown_actions)
        self._rejects.labels(*of).inc(page.rejects)
        if page.walker in _LIVE:
            lags = self._lags.labels(*of)
            for date in page.dates:
                lags.observe(max(0, page.server_time - date))

    def advanced(self, stream: Stream, walker: str, watermark: int, server_time: int) -> None:
        """Note how far a walker is."""
        of = (stream.organization, stream.source, walker)
        self._watermark.labels(*of).set(max(0, server_time - watermark))
        self.succeeded(str(stream))

    def delivered(self, sink: str, records: int, size: int) -> None:
        """Count a batch."""
        self._delivered.labels(sink).inc(records)
        self._delivered_bytes.labels(sink).inc(size)
        self.succeeded(sink)

    def kept(self, *, records: int, size: int, ledger: int) -> None:
        """Note what the state holds."""
        self._outbox.set(records)
        self._outbox_bytes.set(size)
        self._ledger.set(ledger)

    def drifted(self, organization: str, *, actions: int, fields: int) -> None:
        """Note how many names are new."""
        self._drift.labels(organization, "actions").set(actions)
        self._drift.labels(organization, "fields").set(fields)

    def failed(self, part: str, kind: str) -> None:
        """Count a failure."""
        self._failures.labels(part, kind).inc()

    def succeeded(self, part: str) -> None:
        """Note the time."""
        self._success.labels(part).set(self._now())

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self._registry)

    def write(self, file: Path) -> None:
        """Write all metrics to a file, which appears whole.

        Raises:
            CannotDo: It cannot be written.
        """
        try:
            write_to_textfile(str(file), self._registry)
        except OSError as error:
            raise CannotDo(f"metrics_file {file}: {error.strerror}") from error
