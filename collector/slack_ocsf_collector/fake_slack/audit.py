"""The Audit Logs API: /audit/v1/logs, /schemas and /actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from slack_ocsf_collector.fake_slack.answer import Answer, Refused, in_json
from slack_ocsf_collector.fake_slack.cursors import cursor_of
from slack_ocsf_collector.fake_slack.published import published
from slack_ocsf_collector.fake_slack.query import query_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from slack_ocsf_collector.fake_slack.answer import Request
    from slack_ocsf_collector.fake_slack.paging import Page, Paging
    from slack_ocsf_collector.fake_slack.rate import Limit

End = Literal["empty", "null", "absent", "nothing"]
"""How next_cursor is written on the last page; "nothing" leaves out response_metadata."""

_ENDS: dict[End, bytes] = {
    "empty": b',"response_metadata":{"next_cursor":""}',
    "null": b',"response_metadata":{"next_cursor":null}',
    "absent": b',"response_metadata":{}',
    "nothing": b"",
}


class Audit:
    """Answers under /audit/v1.

    Args:
        paging: Reads the log.
        token: What /logs asks for.
        end: How the last page says so.
        limit: On all requests of the organization.
    """

    def __init__(self, paging: Paging, token: str, end: End, limit: Limit) -> None:
        self._paging = paging
        self._token = token
        self._end = end
        self._limit = limit

    def answer(self, request: Request, now: float) -> Answer:
        """Answer a request.

        Raises:
            Refused: It cannot be granted.
        """
        wait = self._limit.take(now)
        if wait is not None:
            raise Refused(429, "rate_limited", wait)
        if request.method != "GET":
            raise Refused(405, "method_not_allowed", ("Allow", "GET"))
        name = request.path.removeprefix("/audit/v1/")
        if name in ("schemas", "actions"):
            return Answer(200, in_json(published(name)))
        if name != "logs":
            raise Refused(404, "not_found")
        self._authenticate(request)
        query = query_of(request.parameters, _known_actions() | self._paging.store.actions)
        return self._sent(self._paging.page(query, now))

    def _authenticate(self, request: Request) -> None:
        if request.token is None:
            raise Refused(401, "missing_authentication")
        if request.token != self._token:
            raise Refused(401, "invalid_authentication")

    def _sent(self, page: Page) -> Answer:
        end = _ENDS[self._end]
        if page.after is not None:
            next_cursor = in_json(cursor_of(page.after))
            end = b',"response_metadata":{"next_cursor":%b}' % next_cursor
        body = b'{"entries":[%b]%b}' % (b",".join(page.lines), end)
        return Answer(200, body, rows=len(page.lines))


def _known_actions() -> AbstractSet[str]:
    answer = published("actions")
    return {action for group in answer["actions"].values() for action in group}
