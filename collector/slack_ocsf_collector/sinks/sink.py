"""What every place that keeps events promises, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from slack_ocsf_collector.settings.settings import SinkSetting


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that are delivered together.

    Attributes:
        name: 32 hexadecimal digits, a hash of the stream and the ids of the records in order, so
            that a retry has the same name and the same bytes.
        organization: Name of the organisation in the settings.
        source: `audit`, `access` or `integration`.
        team: Id of the organisation or workspace, empty when it is not known.
        records: JSON objects, without line ends: OCSF events, or untouched entries.
    """

    name: str
    organization: str
    source: str
    team: str
    records: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What has been committed to the state and not been delivered to a sink.

    Attributes:
        records: How many.
        size: Their bytes.
        age: Seconds since the oldest of them was committed.
        is_last: Whether the run ends and no more will come.
    """

    records: int
    size: int
    age: float
    is_last: bool


class Sink(Protocol):
    """A place that keeps records.

    The collector keeps a sink's position in the state, in the transaction that marks a batch as
    delivered. After a crash the last batch may be delivered again under the same name.
    """

    @property
    def setting(self) -> SinkSetting:
        """The setting that it was made from; its name is the key of its position."""

    def open(self, position: str) -> str:
        """Make ready to deliver: cut back to a position, so that what came after it is gone.

        Args:
            position: What `open` or `deliver` last returned and the state kept; empty at the first
                start.

        Returns:
            The position that it goes on from.

        Raises:
            SinkFailed: It cannot be written.
        """

    def is_due(self, waiting: Waiting) -> bool:
        """Whether what waits is to be delivered now: small files are worth a wait."""

    def deliver(self, batch: Batch) -> str:
        """Deliver a batch, and return the new position once it is durable.

        Raises:
            SinkFailed: It is not, or may not be, there; it will be delivered again.
        """

    def close(self) -> None:
        """Let go of what is open. Nothing is delivered by it."""
