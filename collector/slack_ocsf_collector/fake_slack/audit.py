"""The Audit Logs API: /audit/v1/logs, /schemas and /actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from slack_ocsf_collector.fake_slack.answer import Answer, Refused, in_json
from slack_ocsf_collector.fake_slack.cursors import cursor_of
from slack_ocsf_collector.fake_slack.query import query_of
from slack_ocsf_collector.fake_slack.spoiling import entries_member, spoiled_page, spoiled_query
from slack_ocsf_collector.slack.published import published

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        self._issued: dict[str, float] = {}

    def answer(self, request: Request, now: float, faults: Mapping[str, str]) -> Answer:
        """Answer a request.

        Args:
            request: Its path begins with /audit/v1/.
            now: In Unix seconds.
            faults: Those that strike, with their arguments.

        Raises:
            Refused: It cannot be granted.
        """
        wait = self._limit.take(now)
        if wait is not None:
            raise Refused(429, "rate_limited", wait)
        if request.method != "GET":
            raise Refused(405, "method_not_allowed", ("Allow", "GET"))
        name = request.path.removeprefix("/audit/v1/")
        if name == "schemas":
            return Answer(200, in_json(published(name)))
        if name == "actions":
            return Answer(200, in_json({"actions": self._actions()}))
        if name != "logs":
            raise Refused(404, "not_found")
        self._authenticate(request)
        known = {action for group in self._actions().values() for action in group}
        query = spoiled_query(query_of(request.parameters, known), faults)
        self._refuse_old(request.parameters.get("cursor"), now, faults)
        page = spoiled_page(self._paging.page(query, now), faults)
        return self._sent(page, now, faults)

    def _actions(self) -> dict[str, list[str]]:
        """Return the known actions by group; those that are new make one of their own."""
        groups: dict[str, list[str]] = published("actions")["actions"]
        new = self._paging.store.actions.difference(*groups.values())
        return groups | {"new": sorted(new)} if new else groups

    def _refuse_old(self, cursor: str | None, now: float, faults: Mapping[str, str]) -> None:
        if cursor and "expired" in faults:
            age = now - self._issued.get(cursor, 0)
            if age >= float(faults["expired"]):
                raise Refused(400, "invalid_cursor")

    def _authenticate(self, request: Request) -> None:
        if request.token is None:
            raise Refused(401, "missing_authentication")
        if request.token != self._token:
            raise Refused(401, "invalid_authentication")

    def _sent(self, page: Page, now: float, faults: Mapping[str, str]) -> Answer:
        end = _ENDS[self._end]
        if page.after is not None:
            cursor = cursor_of(page.after)
            self._issued[cursor] = now
            end = b',"response_metadata":{"next_cursor":%b}' % in_json(cursor)
        body = b"{%b%b}" % (entries_member(page, faults), end)
        return Answer(200, body, rows=len(page.lines))
