"""Tell an answer that grants what was asked from one that does not, and say why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from slack_ocsf_collector.failures import (
    AnswerViolated,
    CollectorFailed,
    CursorRefused,
    PlanMissing,
    RateLimited,
    ScopeMissing,
    SlackRefused,
    SlackUnreachable,
    TokenRefused,
)
from slack_ocsf_collector.portable import NotJson, parse
from slack_ocsf_collector.slack.answer import Answer
from slack_ocsf_collector.slack.error_names import Cause, meaning
from slack_ocsf_collector.slack.retry_after import seconds_to_wait

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.slack.answer import Asked, Received

_OK = 200
_REDIRECTS = range(300, 400)
_NAME = re.compile(r"[a-z][a-z0-9_.]{0,60}")
_SCOPES = re.compile(r"[a-z][a-z0-9_.:,]{0,100}")

_FAILURES: dict[Cause, type[CollectorFailed]] = {
    Cause.TOKEN: TokenRefused,
    Cause.SCOPE: ScopeMissing,
    Cause.PLAN: PlanMissing,
    Cause.SERVER: SlackUnreachable,
    Cause.REQUEST: SlackRefused,
}


def judged(asked: Asked, received: Received) -> Answer | CollectorFailed:
    """Return the answer when it grants what was asked, else the failure that it means.

    That is of the class that the error's name, or else the status, stands for. It is not raised
    here, where local variables hold what came.
    """
    members = _members(received)
    is_refused = members is not None and members.get("ok") is False
    if received.status != _OK or is_refused:
        return _failure(asked, received, members or {})
    if members is None:
        return AnswerViolated(f"{asked.path}: Slack answered {_form(received.body)}, not JSON")
    if (date := received.date) is None:
        return AnswerViolated(f"{asked.path}: the answer has no Date, by which time is told here")
    return Answer(asked, received.body, members, int(date), received.headers)


def _members(received: Received) -> dict[str, Any] | None:
    """Return the object that the body is; None when it is none."""
    try:
        value = orjson.loads(received.body)
    except orjson.JSONDecodeError:
        value = _read_with_care(received.body)
    return value if isinstance(value, dict) else None


def _read_with_care(body: bytes) -> object:
    """Return what a body says that is beyond JSON or UTF-8 somewhere; None when it is no JSON.

    It is the row that will be rejected then, and not its page.
    """
    try:
        return parse(body.decode("utf-8", "replace").encode())
    except NotJson:
        return None


def _form(body: bytes) -> str:
    """Say what a body that is no JSON object is, without quoting it."""
    start = body.lstrip()[:1]
    if not start:
        return "nothing"
    if start == b"<":
        return "an HTML page (is it the right host? a proxy's page?)"
    return "text that breaks off or is no object"


def _failure(asked: Asked, received: Received, members: Mapping[str, Any]) -> CollectorFailed:
    name = _plain(members.get("error"), _NAME)
    what = f"{asked.path}: {_said(name, received.status)}"
    means = meaning(name, received.status, has_cursor=asked.has_cursor)
    if means is None:
        return _unknown(what, name, received)
    if means.cause is Cause.RATE:
        seconds = seconds_to_wait(received)
        return RateLimited(f"{what}: no request for {seconds:g} s", seconds)
    if means.cause is Cause.CURSOR:
        return CursorRefused(f"{what}: the cursor is too old; its window is read again")
    scopes = _scopes(members) if means.cause is Cause.SCOPE else ""
    return _FAILURES[means.cause](f"{what}: {scopes}{means.advice}")


def _unknown(what: str, name: str, received: Received) -> CollectorFailed:
    """Return the failure for an answer that neither name nor status explains."""
    if received.status in _REDIRECTS:
        return AnswerViolated(f"{what}: redirects are not followed; is it the right host?")
    if name:
        return SlackRefused(f"{what}: this error is not known here; look for it in Slack's pages")
    return AnswerViolated(f"{what}: no error of Slack's; is it the right host?")


def _said(name: str, status: int) -> str:
    if not name:
        return f"HTTP status {status}"
    return f"Slack says {name}" if status == _OK else f"Slack says {name} (HTTP status {status})"


def _scopes(members: Mapping[str, Any]) -> str:
    needed = _plain(members.get("needed"), _SCOPES)
    provided = _plain(members.get("provided"), _SCOPES)
    return f"needed is {needed}, the token has {provided or 'others'}; " if needed else ""


def _plain(value: object, form: re.Pattern[str]) -> str:
    """Return a text of Slack's that has the form of a name; anything else could be content."""
    return value if isinstance(value, str) and form.fullmatch(value) else ""
