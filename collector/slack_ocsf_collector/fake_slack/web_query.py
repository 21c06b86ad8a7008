"""What a request for a log of the Web API asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.fake_slack.answer import Refused
from slack_ocsf_collector.fake_slack.cursors import Position, position_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.fake_slack.logins import Login

MOST_ROWS = 1000
MOST_PAGES = 100
_OF_A_CHANGE = ("app_id", "service_id", "change_type")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page by its number.

    Attributes:
        count: Rows in a page.
        page: From 1 on.
    """

    count: int = 100
    page: int = 1


@dataclass(frozen=True, slots=True)
class Continued:
    """A page by the cursor of the page before.

    Attributes:
        limit: Rows in a page.
        position: Where the page before ended.
    """

    limit: int
    position: Position | None


@dataclass(frozen=True, slots=True)
class WebQuery:
    """What rows are wanted; None where anything will do.

    Attributes:
        page: Which of them.
        team: Of this workspace, or of the whole organization.
        before: Logins whose date_first is not after this, in Unix seconds.
        members: Changes that have these members.
    """

    page: Numbered | Continued
    team: str | None
    before: int | None
    members: Mapping[str, str]

    def wants_login(self, login: Login) -> bool:
        """Tell whether a login is asked for."""
        if self.before is not None and login.row["date_first"] > self.before:
            return False
        return self.is_of_all or login.team == self.team

    @property
    def is_of_all(self) -> bool:
        """Whether it is for the whole organization."""
        return self.team is None or self.team.startswith("E")


def web_query_of(parameters: Mapping[str, str]) -> WebQuery:
    """Read the parameters of a request. An empty one counts as left out.

    Raises:
        Refused: With HTTP status 200.
    """
    given = {name: value for name, value in parameters.items() if value}
    members = {name: given[name] for name in _OF_A_CHANGE if name in given}
    if "user" in given:
        members["user_id"] = given["user"]
    before = None if given.get("before") in {None, "now"} else _whole(given, "before", 0)
    return WebQuery(_page(given), given.get("team_id"), before, members)


def _page(given: Mapping[str, str]) -> Numbered | Continued:
    limit = _whole(given, "limit", 0, "invalid_limit")
    if limit > MOST_ROWS:
        raise Refused(200, "invalid_limit")
    if limit:
        return Continued(limit, _position(given.get("cursor")))
    count = _whole(given, "count", 100)
    page = _whole(given, "page", 1)
    if count > MOST_ROWS or page > MOST_PAGES:
        raise Refused(200, "over_pagination_limit")
    return Numbered(max(count, 1), max(page, 1))


def _position(cursor: str | None) -> Position | None:
    try:
        return None if cursor is None else position_of(cursor)
    except ValueError as error:
        raise Refused(200, "invalid_cursor") from error


def _whole(
    given: Mapping[str, str], name: str, without: int, error: str = "invalid_arguments"
) -> int:
    text = given.get(name)
    if text is None:
        return without
    if not (text.isascii() and text.isdigit()):
        raise Refused(200, error)
    return int(text)
