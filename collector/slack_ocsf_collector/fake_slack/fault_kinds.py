"""What can go wrong, by name."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_MEGABYTES = 4096
_STATUSES = frozenset(HTTPStatus)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault.

    Attributes:
        purpose: What happens.
        argument: What it has without a given one.
        check: Raises ValueError for one that it cannot have.
        is_of_log: Whether it is about the audit log, and no answer of the Web API can have it.
    """

    purpose: str
    argument: str
    check: Callable[[str], object]
    is_of_log: bool = False


def _one_of(*words: str) -> Callable[[str], object]:
    def check(text: str) -> None:
        if text not in words:
            raise ValueError(f"{text!r} is none of {', '.join(words)}")

    return check


def _none(text: str) -> None:
    if text:
        raise ValueError(f"{text!r}: it takes no argument")


def _between(least: float, most: float) -> Callable[[str], object]:
    def check(text: str) -> None:
        if not least <= float(text) <= most:
            raise ValueError(f"{text} is not from {least:g} to {most:g}")

    return check


def _status(text: str) -> None:
    if int(text) not in _STATUSES:
        raise ValueError(f"{text} is no status of HTTP")


def _error(text: str) -> None:
    name, colon, status = text.partition(":")
    if not name:
        raise ValueError("it needs the name of an error, such as error=missing_scope")
    if colon:
        _status(status)


_ANY_TIME = _between(-1e9, 1e9)

KINDS: dict[str, Kind] = {
    "status": Kind("this HTTP status and no JSON", "503", _status),
    "error": Kind("ok false and NAME[:STATUS]; the status fits the name", "", _error),
    "rate-limited": Kind("429 with this Retry-After", "1", str),
    "html": Kind("200 and a page of HTML", "", _none),
    "redirect": Kind("302 to this address; by default the server under another name", "", str),
    "truncated": Kind("JSON that ends half way", "", _none),
    "bomb": Kind("gzip that grows to so many megabytes", "256", _between(1, _MOST_MEGABYTES)),
    "hang": Kind(
        "no more bytes, from the start or from half of the body on",
        "start",
        _one_of("start", "body"),
    ),
    "reset": Kind("RST, at the start or half way", "body", _one_of("start", "body")),
    "cut": Kind("the connection ends half way through the body", "", _none),
    "slow": Kind("so many bytes a second", "100", _between(1, 1e9)),
    "skew": Kind("a header Date off by so many seconds", "3600", _ANY_TIME),
    "unbounded": Kind("entries outside oldest and latest", "", _none, is_of_log=True),
    "disorder": Kind("oldest first", "", _none, is_of_log=True),
    "loop": Kind("a cursor that leads to the same page", "", _none, is_of_log=True),
    "repeat": Kind("the last entry of a page is on the next one too", "", _none, is_of_log=True),
    "expired": Kind(
        "400 invalid_cursor for cursors so many seconds old",
        "0",
        _between(0, 1e9),
        is_of_log=True,
    ),
    "empty": Kind("no entries, and no more to come", "", _none, is_of_log=True),
    "entries": Kind(
        "entries that are no list",
        "null",
        _one_of("null", "object", "string", "missing"),
        is_of_log=True,
    ),
    "novelty": Kind(
        "such a share of new entries has what nobody knows",
        "1",
        _between(0, 1),
        is_of_log=True,
    ),
}


def faults_told() -> str:
    """Return a line about each kind, with the argument that it has without a given one."""
    lines = []
    for name, kind in KINDS.items():
        written = f"{name}={kind.argument}" if kind.argument else name
        lines.append(f"  {written:<20}  {kind.purpose}")
    return "\n".join(lines)
