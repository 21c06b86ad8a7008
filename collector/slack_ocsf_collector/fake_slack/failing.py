"""Answers that are not what was asked for."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

from slack_ocsf_collector.fake_slack.answer import HTML, Answer, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.fake_slack.answer import Request

_SERVER_ERROR = 500
_GZIP = 31
_PIECE = 1024 * 1024
_STATUSES = {
    "missing_authentication": 401,
    "invalid_authentication": 401,
    "not_authed": 401,
    "invalid_auth": 401,
    "token_revoked": 401,
    "token_expired": 401,
    "account_inactive": 401,
    "user_not_authorized": 403,
    "team_not_authorized": 403,
    "feature_not_enabled": 403,
    "missing_scope": 403,
    "not_allowed_token_type": 403,
    "paid_only": 403,
    "org_login_required": 403,
    "rate_limited": 429,
    "internal_error": 500,
    "service_unavailable": 503,
}
GLITCH = Answer(
    200,
    b"<!DOCTYPE html><title>Slack</title><h1>You've found a glitch</h1>\n",
    content_type=HTML,
)
"""What Slack answers to an address that it does not know."""


def failing(request: Request, faults: Mapping[str, str]) -> Answer | None:
    """Return the answer that faults put in the place of a good one, if they do.

    Args:
        request: What was asked for.
        faults: Those that strike, with their arguments.
    """
    if "error" in faults:
        return _error(request, faults["error"])
    if "rate-limited" in faults:
        name = "rate_limited" if request.path.startswith("/audit/") else "ratelimited"
        return Refused(429, name, ("Retry-After", faults["rate-limited"])).answer
    if "status" in faults:
        status = int(faults["status"])
        body = b"upstream connect error\n" if status >= _SERVER_ERROR else b""
        return Answer(status, body, content_type="text/plain")
    if "redirect" in faults:
        target = faults["redirect"] or _elsewhere(request)
        return Answer(302, b"", (("Location", target),))
    return GLITCH if "html" in faults else None


def _elsewhere(request: Request) -> str:
    return f"http://localhost:{request.host.rpartition(':')[2]}{request.target}"


def _error(request: Request, text: str) -> Answer:
    name, _, status = text.partition(":")
    if not status and not request.path.startswith("/audit/"):
        status = "200"
    return Refused(int(status) if status else _STATUSES.get(name, 400), name).answer


@cache
def bomb(megabytes: int) -> bytes:
    """Return gzip that is small, and JSON of so many megabytes when it is undone."""
    press = zlib.compressobj(wbits=_GZIP)
    blank = b" " * _PIECE
    pieces = [press.compress(b'{"entries":[')]
    pieces += [press.compress(blank) for _ in range(megabytes)]
    pieces += [press.compress(b'],"response_metadata":{"next_cursor":""}}'), press.flush()]
    return b"".join(pieces)
