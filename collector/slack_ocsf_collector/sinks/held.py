"""What a sink already holds, for sinks that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.slack.page import Window


@dataclass(frozen=True, slots=True)
class Held:
    """A record of the audit log that a sink holds.

    Attributes:
        id: Slack's, of the entry.
        date: Unix seconds.
    """

    id: str
    date: int


@runtime_checkable
class ReadableSink(Protocol):
    """A sink that can tell what it holds."""

    def prove(self, position: str) -> None:
        """Check, and change nothing, that it could go on from a position.

        Args:
            position: What the state keeps of it, as for `open`.

        Raises:
            SinkFailed: What it would go on from is not there.
        """

    def held(self, window: Window) -> Iterator[Held]:
        """Yield what it holds of entries of the audit log of a window, in any order.

        Raises:
            SinkFailed: It cannot be read.
        """
