"""Check that pages follow one another: newest first, and each further on than the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_ocsf_collector.failures import AnswerViolated
from slack_ocsf_collector.settings.moments import shown

if TYPE_CHECKING:
    from slack_ocsf_collector.slack.rows import Rows

_EMPTY_IN_A_ROW = 10
_YEAR_10000 = 253_402_300_800


class Chain:
    """The pages so far.

    Args:
        path: What is asked, for messages.
        least: The first date that a row may have, in Unix seconds.
        most: The last.
    """

    def __init__(self, path: str, least: float, most: float) -> None:
        self._path = path
        self._least = least
        self._most = most
        self._last = float("inf")
        self._in_last_second: set[bytes] = set()
        self._empty = 0

    def add(self, rows: Rows) -> None:
        """Take a page.

        Raises:
            AnswerViolated: It cannot follow the pages before, or a row is outside of the dates.
        """
        dates = [date for date in rows.dates if date is not None]
        for date in dates:
            if not self._least <= date <= self._most:
                bounds = f"{_told(self._least)} to {_told(self._most)}"
                raise self._violated(f"a row of {_told(date)} is not within {bounds}")
        if any(
            later > earlier for earlier, later in zip([self._last, *dates], dates, strict=False)
        ):
            raise self._violated("the rows are not newest first")
        self._check_progress(rows)

    def check_length(self, rows: Rows, limit: int) -> None:
        """Let more rows than the limit pass only when those beyond share the last second.

        Raises:
            AnswerViolated: They do not.
        """
        if len(set(rows.dates[limit - 1 :]) - {None}) > 1:
            raise self._violated(f"{len(rows.dates)} rows came, {limit} were asked for")

    def _check_progress(self, rows: Rows) -> None:
        """See that a page brings something that is not known from the last second so far."""
        if not rows.elements:
            self._empty += 1
            if self._empty > _EMPTY_IN_A_ROW:
                raise self._violated(f"{self._empty} pages in a row are empty, with more to come")
            return
        self._empty = 0
        is_new = False
        for element, date in zip(rows.elements, rows.dates, strict=True):
            if date is not None and date < self._last:
                self._last = date
                self._in_last_second.clear()
            is_new = is_new or element.raw not in self._in_last_second
            self._in_last_second.add(element.raw)
        if not is_new:
            raise self._violated("a page has no row that the pages before had not")

    def _violated(self, reason: str) -> AnswerViolated:
        return AnswerViolated(f"{self._path}: {reason}")


def _told(date: float) -> str:
    """Return a date for people; as it is where it is beyond all calendars."""
    return shown(int(date)) if 0 <= date < _YEAR_10000 else f"{date:g}"
