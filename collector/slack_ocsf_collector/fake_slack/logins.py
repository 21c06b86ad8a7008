"""The rows of team.accessLogs, which change while the server runs."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries import access_rows
from slack_ocsf_collector.fake_slack.arrivals import Arrivals
from slack_ocsf_collector.fake_slack.spreading import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_ocsf_collector.fake_slack.settings import Settings
    from slack_ocsf_collector.fake_slack.web_query import WebQuery

_WITHOUT_END = 10**12
_NEW = 0.2
_CLIENT = ("user_id", "ip", "user_agent", "date_first")
"""What no two rows have in common."""


@dataclass(frozen=True, slots=True)
class Login:
    """A row.

    Attributes:
        team: The workspace that it is of.
        row: As it is sent, changed when the same client comes again.
    """

    team: str
    row: dict[str, Any]


class Logins:
    """Rows by date_first, oldest first: one for each user, address and user agent.

    Args:
        settings: How many there are, and how often they change.
        teams: Ids of the workspaces that they are of.
    """

    def __init__(self, settings: Settings, teams: Sequence[str]) -> None:
        self._teams = teams
        self._chance = Random(f"{settings.seed} logins")  # noqa: S311 - nothing secret
        self._made = access_rows(settings.seed, _WITHOUT_END)
        self._arrivals = Arrivals(settings.login_rate, self._chance)
        self._clients: set[tuple[object, ...]] = set()
        self.rows: list[Login] = []
        self._fill(settings)

    def grow(self, now: float) -> None:
        """Let the logins happen that came until now. The first call only begins to count."""
        for moment in self._arrivals.due(now):
            self._log_in(int(moment))

    def matching(self, query: WebQuery) -> list[dict[str, Any]]:
        """Return the rows that are asked for, newest first."""
        before = len(self.rows)
        if query.before is not None:
            before = bisect_right(self.rows, query.before, key=_date_first)
        at_hand = self.rows[before - 1 :: -1] if before else []
        if query.is_of_all:
            return [login.row for login in at_hand]
        return [login.row for login in at_hand if query.wants_login(login)]

    def _fill(self, settings: Settings) -> None:
        rows = [next(self._made) for _ in range(settings.logins)]
        dates = spread([row["date_last"] for row in rows], settings.span)
        for row, date in zip(rows, dates, strict=True):
            row["date_first"] = date - (row["date_last"] - row["date_first"])
            row["date_last"] = date
            self._tell_apart(row)
        rows.sort(key=lambda row: int(row["date_first"]))
        self.rows = [Login(self._chance.choice(self._teams), row) for row in rows]

    def _tell_apart(self, row: dict[str, Any]) -> None:
        """Let a row begin earlier when another of the same client begins in the same second."""
        while not self._is_new(row):
            row["date_first"] -= 1

    def _is_new(self, row: dict[str, Any]) -> bool:
        client = tuple(row[name] for name in _CLIENT)
        if client in self._clients:
            return False
        self._clients.add(client)
        return True

    def _log_in(self, date: int) -> None:
        """Let somebody come again, or for the first time."""
        if self.rows and self._chance.random() >= _NEW:
            row = self._chance.choice(self.rows).row
            row["count"] += 1
            row["date_last"] = max(date, row["date_last"])
            return
        row = next(self._made)
        row |= {"date_first": date, "date_last": date, "count": 1}
        if self._is_new(row):
            self.rows.append(Login(self._chance.choice(self._teams), row))


def _date_first(login: Login) -> int:
    date: int = login.row["date_first"]
    return date
