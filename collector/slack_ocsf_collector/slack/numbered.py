"""The access and integration logs of the Web API: pages by number, newest first.

Their rows have no cursor that would stay with them: a row that comes in at the top moves all others
down, so that some come twice. None is missed. Where a `before` can be sent, it is the same for all
pages of a sweep, which keeps new rows out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.failures import AnswerViolated, CursorRefused
from slack_ocsf_collector.slack.page import Page
from slack_ocsf_collector.slack.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.slack.answer import Answer
    from slack_ocsf_collector.slack.client import SlackClient
    from slack_ocsf_collector.slack.rows import Rows

_MOST_PAGES = 100
"""Slack refuses access logs beyond; `before` begins anew there."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Which page; as text it is the cursor of a `Page`.

    Attributes:
        page: From 1 on.
        before: The last `date_first` that may come; None where there is no such bound.
    """

    page: int = 1
    before: int | None = None

    def __str__(self) -> str:
        return f"{self.page}" if self.before is None else f"{self.page}.{self.before}"


def access_pages(
    client: SlackClient,
    team: str | None = None,
    before: int | None = None,
    cursor: str = "",
    count: int = 1000,
) -> Iterator[Page]:
    """Yield the pages of access logs, those of the latest `date_first` first.

    Args:
        client: Asks Slack.
        team: Id of a workspace; None is the one of the token.
        before: Unix seconds; rows with a later `date_first` do not come. None is now.
        cursor: Of the page to begin with, as an earlier page has it; empty for the first.
        count: Rows of a page, 1 to 1,000.

    Raises:
        CursorRefused: The cursor is none of this function's.
        CollectorFailed: Slack does not answer, or answers what it cannot have been asked.
        Stopped: Somebody asked to stop.
    """
    place: _Place | None = _place_of(cursor) if cursor else _Place(before=before)
    former: frozenset[bytes] = frozenset()
    while place:
        answer = client.web("team.accessLogs", _parameters(place, count, team))
        rows = rows_of(answer, "logins", "date_first")
        _check(answer, rows, place, former if place.page > 1 else frozenset())
        former = frozenset(element.raw for element in rows.elements)
        if place.before is None:
            place = _Place(place.page, max(answer.server_time, *map(int, _dates(rows)), 0))
        place = _after(answer, rows, place, count)
        yield Page(rows.elements, str(place or ""), answer.server_time)


def integration_pages(
    client: SlackClient, team: str | None = None, cursor: str = "", count: int = 1000
) -> Iterator[Page]:
    """Yield the pages of integration logs, newest first; as `access_pages`, without `before`.

    Beyond page 100 it is for Slack to say whether there is more.
    """
    place: _Place | None = _place_of(cursor) if cursor else _Place()
    former: frozenset[bytes] = frozenset()
    while place:
        answer = client.web("team.integrationLogs", _parameters(place, count, team))
        rows = rows_of(answer, "logs", "date", may_lack=not _paging(answer, "total"))
        _check(answer, rows, place, former)
        former = frozenset(element.raw for element in rows.elements)
        place = _Place(place.page + 1) if _has_more(answer, rows, place) else None
        yield Page(rows.elements, str(place or ""), answer.server_time)


def _place_of(cursor: str) -> _Place:
    page, _, before = cursor.partition(".")
    try:
        return _Place(int(page), int(before) if before else None)
    except ValueError:
        raise CursorRefused(
            "the state has a cursor of another log; the log is read again"
        ) from None


def _parameters(place: _Place, count: int, team: str | None) -> dict[str, str | int]:
    parameters: dict[str, str | int] = {"count": count, "page": place.page}
    if place.before is not None:
        parameters["before"] = place.before
    if team is not None:
        parameters["team_id"] = team
    return parameters


def _check(answer: Answer, rows: Rows, place: _Place, former: frozenset[bytes]) -> None:
    """See that a page can be the one that was asked for.

    Raises:
        AnswerViolated: It cannot.
    """
    path, dates = answer.asked.path, _dates(rows)
    number = _paging(answer, "page")
    if rows.elements and number not in {None, place.page}:
        raise AnswerViolated(f"{path}: page {number} came, {place.page} was asked for")
    if dates != sorted(dates, reverse=True):
        raise AnswerViolated(f"{path}: the rows are not newest first")
    if place.before is not None and dates and dates[0] > place.before:
        raise AnswerViolated(f"{path}: a row of {dates[0]:.0f} is not before {place.before}")
    if rows.elements and former.issuperset(element.raw for element in rows.elements):
        raise AnswerViolated(f"{path}: page {place.page} has no row that the one before had not")


def _after(answer: Answer, rows: Rows, place: _Place, count: int) -> _Place | None:
    """Return where access logs go on; None at their end.

    Raises:
        AnswerViolated: More pages than Slack gives are of one second.
    """
    if place.page < _MOST_PAGES:
        has_more = _has_more(answer, rows, place)
        return _Place(place.page + 1, place.before) if has_more else None
    if len(rows.elements) < count and not _has_more(answer, rows, place):
        return None
    oldest = int(min(_dates(rows), default=0))
    if place.before is None or oldest >= place.before:
        raise AnswerViolated(
            f"{answer.asked.path}: no end of rows with date_first {oldest}; "
            "what is older cannot be reached"
        )
    return _Place(1, oldest)


def _has_more(answer: Answer, rows: Rows, place: _Place) -> bool:
    """Tell whether there is a next page; where Slack does not say, until one is empty."""
    pages = _paging(answer, "pages")
    return bool(rows.elements) and (pages is None or place.page < pages)


def _paging(answer: Answer, name: str) -> int | None:
    paging = answer.members.get("paging")
    value = paging.get(name) if isinstance(paging, dict) else None
    return value if isinstance(value, int) else None


def _dates(rows: Rows) -> list[float]:
    return [date for date in rows.dates if date is not None]
