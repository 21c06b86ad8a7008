"""Pages of the audit log that break its promises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from slack_ocsf_collector.fake_slack.cursors import Position
from slack_ocsf_collector.fake_slack.paging import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.fake_slack.query import Query

_NO_LIST = {
    "null": b'"entries":null',
    "object": b'"entries":{"0":%b}',
    "string": b'"entries":"none"',
}


def spoiled_query(query: Query, faults: Mapping[str, str]) -> Query:
    """Return what is looked for instead of what was asked for."""
    return replace(query, oldest=None, latest=None) if "unbounded" in faults else query


def spoiled_page(page: Page, faults: Mapping[str, str]) -> Page:
    """Return a page that breaks promises, or the same one."""
    if "empty" in faults:
        return Page([], page.start, None)
    if "loop" in faults:
        page = replace(page, after=Position(page.start))
    if "repeat" in faults and page.after is not None and len(page.lines) > 1:
        page = replace(page, after=Position(page.after.place + 1))
    if "disorder" in faults:
        page = replace(page, lines=page.lines[::-1])
    return page


def entries_member(page: Page, faults: Mapping[str, str]) -> bytes:
    """Return the member `entries` of an answer, in JSON; with a fault no list, or nothing."""
    form = faults.get("entries")
    if form is None:
        return b'"entries":[%b]' % b",".join(page.lines)
    if form == "missing":
        return b'"ok":true'
    first = page.lines[0] if page.lines else b"{}"
    member = _NO_LIST[form]
    return member % first if b"%b" in member else member
