"""What Slack answered, whole and with its time."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of Slack.

    Attributes:
        path: Without host and query.
        quota: Of Slack's, that the request counts for.
        is_signed: Whether the token was sent.
        has_cursor: Whether a cursor was sent.
    """

    path: str
    quota: str
    is_signed: bool
    has_cursor: bool


@dataclass(frozen=True, slots=True, repr=False)
class Received:
    """An answer, whatever it is.

    Attributes:
        status: Of HTTP.
        headers: Names in lower case.
        body: Inflated.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def date(self) -> float | None:
        """Unix seconds by the header Date; None without a sound one."""
        return unix_seconds(self.headers.get("date", ""))


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """An answer that grants what was asked.

    Attributes:
        asked: What that was.
        body: As it came, inflated.
        members: What it says.
        server_time: Unix seconds by Slack's `Date` header.
        headers: Names in lower case.
    """

    asked: Asked
    body: bytes
    members: Mapping[str, Any]
    server_time: int
    headers: Mapping[str, str]


def unix_seconds(date: str) -> float | None:
    """Return the Unix seconds of an HTTP date; None when it is none."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None
