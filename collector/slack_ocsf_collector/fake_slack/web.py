"""The Web API: team.accessLogs, team.integrationLogs and auth.test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.fake_slack.answer import Answer, Refused, in_json
from slack_ocsf_collector.fake_slack.cursors import Position, cursor_of
from slack_ocsf_collector.fake_slack.rate import Limit
from slack_ocsf_collector.fake_slack.web_query import Numbered, WebQuery, web_query_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_ocsf_collector.entries.organization import Organization
    from slack_ocsf_collector.fake_slack.answer import Request
    from slack_ocsf_collector.fake_slack.changes import Changes
    from slack_ocsf_collector.fake_slack.logins import Logins
    from slack_ocsf_collector.fake_slack.settings import Settings

_SCOPES = ("x-oauth-scopes", "admin,auditlogs:read")
_LOGS = ("team.accessLogs", "team.integrationLogs")


class Web:
    """Answers under /api. Errors have HTTP status 200, but for the limit.

    Args:
        settings: The token and the limit.
        within: The organization.
        logins: Rows of team.accessLogs.
        changes: Rows of team.integrationLogs.
    """

    def __init__(
        self, settings: Settings, within: Organization, logins: Logins, changes: Changes
    ) -> None:
        self._token = settings.token
        self._within = within
        self._logins = logins
        self._changes = changes
        self._limits = {
            name: Limit(settings.web_per_minute, settings.retry_after) for name in _LOGS
        }

    def answer(self, request: Request, now: float) -> Answer:
        """Answer a request.

        Raises:
            Refused: It cannot be granted.
        """
        name = request.path.removeprefix("/api/")
        wait = self._limits[name].take(now) if name in self._limits else None
        if wait is not None:
            raise Refused(429, "ratelimited", wait)
        if name not in (*_LOGS, "auth.test"):
            raise Refused(200, "unknown_method")
        if request.token != self._token:
            raise Refused(200, "not_authed" if request.token is None else "invalid_auth")
        if name == "auth.test":
            return _sent(self._identity())
        query = web_query_of(request.parameters)
        if name == "team.accessLogs":
            return self._access_logs(query)
        return self._integration_logs(query)

    def _identity(self) -> dict[str, Any]:
        enterprise, owner = self._within.enterprise, self._within.people.admins[0].account
        return {
            "url": f"https://{enterprise['domain']}.enterprise.slack.com/",
            "team": enterprise["name"],
            "user": owner["name"],
            "team_id": enterprise["id"],
            "user_id": owner["id"],
            "enterprise_id": enterprise["id"],
            "is_enterprise_install": True,
        }

    def _access_logs(self, query: WebQuery) -> Answer:
        self._check_team(query.team, "invalid_team_id")
        if isinstance(query.page, Numbered):
            return self._numbered("logins", self._logins.matching(query), query.page)
        at_hand = self._logins.rows
        place = len(at_hand) if query.page.position is None else query.page.position.place
        rows: list[dict[str, Any]] = []
        last = 0
        for at in range(min(place, len(at_hand)) - 1, -1, -1):
            if not query.wants_login(at_hand[at]):
                continue
            if len(rows) == query.page.limit:
                return self._continued(rows, cursor_of(Position(last)))
            rows.append(at_hand[at].row)
            last = at
        return self._continued(rows, "")

    def _continued(self, rows: list[dict[str, Any]], cursor: str) -> Answer:
        body = {"logins": rows, "response_metadata": {"next_cursor": cursor}}
        return _sent(body, len(rows))

    def _integration_logs(self, query: WebQuery) -> Answer:
        self._check_team(query.team, "invalid_auth")
        page = query.page if isinstance(query.page, Numbered) else Numbered()
        return self._numbered("logs", self._changes.matching(query), page)

    def _numbered(self, name: str, rows: Sequence[dict[str, Any]], page: Numbered) -> Answer:
        start = (page.page - 1) * page.count
        here = rows[start : start + page.count]
        pages = max(1, -(-len(rows) // page.count))
        paging = {"count": page.count, "total": len(rows), "page": page.page, "pages": pages}
        is_left_out = name == "logs" and not rows and self._changes.leaves_out_logs()
        body = {"paging": paging} if is_left_out else {name: here, "paging": paging}
        return _sent(body, len(here))

    def _check_team(self, team: str | None, error: str) -> None:
        teams = [self._within.enterprise, *self._within.pools["workspace"]]
        if team is not None and team not in {each["id"] for each in teams}:
            raise Refused(200, error)


def _sent(members: dict[str, Any], rows: int = 0) -> Answer:
    return Answer(200, in_json({"ok": True, **members}), (_SCOPES,), rows=rows)
