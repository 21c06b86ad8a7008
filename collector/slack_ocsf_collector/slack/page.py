"""What is asked of Slack and what comes back, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_ocsf_collector.element import Element


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch of time, both ends Unix seconds and both inclusive, as Slack takes them."""

    oldest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, checked against its request.

    Attributes:
        elements: The rows as they came, newest first.
        cursor: What asks for the next page; empty at the end.
        server_time: Unix seconds by Slack's `Date` header.
    """

    elements: tuple[Element, ...]
    cursor: str
    server_time: int
