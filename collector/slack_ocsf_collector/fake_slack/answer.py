"""What crosses the server: a request read, an answer to be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Request:
    """A request.

    Attributes:
        method: Such as "GET".
        path: Without the query.
        parameters: Those of the query and of a form, without the token.
        token: The bearer's, or the parameter of that name; None without either.
        host: As the header Host has it.
        target: The path with the query, as sent.
        body: What a POST to the server's own controls carried.
    """

    method: str
    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    token: str | None = None
    host: str = ""
    target: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Attributes:
        status: Of HTTP.
        body: Uncompressed; where it may be long, piece by piece.
        headers: Beside those that every answer has.
        content_type: Of the body.
        rows: How many entries, logins or changes the body holds.
        date: What the header Date says, in Unix seconds.
        faults: What goes wrong while it is sent, by name, with the argument.
    """

    status: int
    body: bytes | Iterator[bytes]
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = JSON
    rows: int = 0
    date: float = 0.0
    faults: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """A request is answered with an error.

    Args:
        status: Of HTTP.
        error: Slack's name for it.
        headers: Beside those that every answer has.
    """

    def __init__(self, status: int, error: str, *headers: tuple[str, str]) -> None:
        super().__init__(error)
        self.answer = Answer(status, in_json({"ok": False, "error": error}), headers)


def in_json(value: object) -> bytes:
    r"""Return JSON as Slack writes it: with `\/` for a slash."""
    return orjson.dumps(value).replace(b"/", rb"\/")
