"""What is kept of an event between mapping and commit: no object of it, for a page has many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_ocsf_collector.events import Event


@dataclass(frozen=True, slots=True)
class Mapped:
    """A row and its event, as texts.

    Attributes:
        uid: `metadata.uid` of the event; None where it has none.
        date: Unix seconds.
        class_name: Caption of its class.
        action: Of an entry of the audit log; None of another row.
        json: The event.
        raw: The row.
    """

    uid: str | None
    date: int
    class_name: str
    action: str | None
    json: bytes
    raw: bytes

    def record(self, carries: str) -> bytes:
        """Return what a sink gets, by what it carries: a JSON text without line ends.

        Those between the parts of a row say nothing, and no others are in it.
        """
        if carries == "events":
            return self.json
        return self.raw.replace(b"\r", b" ").replace(b"\n", b" ")


def mapped_of(event: Event) -> Mapped:
    """Return what is kept of an event."""
    return Mapped(
        uid=event.uid,
        date=event.time // 1000,
        class_name=event.class_name,
        action=event.action,
        json=event.json,
        raw=event.element.raw,
    )
