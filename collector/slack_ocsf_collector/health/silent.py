"""An observer for commands that nobody watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_ocsf_collector.failures import CollectorFailed
    from slack_ocsf_collector.health.observer import PageRead, Stream


class Silent:
    """Tells nobody."""

    def requested(self, organization: str, quota: str, result: str) -> None:
        """Do nothing."""

    def page_read(self, stream: Stream, page: PageRead) -> None:
        """Do nothing."""

    def advanced(self, stream: Stream, walker: str, watermark: int, server_time: int) -> None:
        """Do nothing."""

    def delivered(self, sink: str, records: int, size: int) -> None:
        """Do nothing."""

    def kept(self, *, records: int, size: int, ledger: int) -> None:
        """Do nothing."""

    def drifted(self, organization: str, actions: Sequence[str], fields: Sequence[str]) -> None:
        """Do nothing."""

    def failed(self, part: str, failure: CollectorFailed) -> None:
        """Do nothing."""
