"""The audit log, page by page, each answer checked against its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.failures import AnswerViolated
from slack_ocsf_collector.slack.chain import Chain
from slack_ocsf_collector.slack.page import Page
from slack_ocsf_collector.slack.rows import next_cursor, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_ocsf_collector.slack.client import SlackClient
    from slack_ocsf_collector.slack.page import Window

_PATH = "/audit/v1/logs"


def audit_pages(
    client: SlackClient,
    window: Window,
    cursor: str = "",
    limit: int = 1000,
    filters: Mapping[str, str] | None = None,
) -> Iterator[Page]:
    """Yield the pages of a window, newest first; nothing is asked before it is wanted.

    Args:
        client: Asks Slack.
        window: Both ends are repeated with each cursor: Slack keeps neither.
        cursor: Of the page to begin with; empty for the first.
        limit: Entries of a page, 1 to 9,999. Slack may give fewer, with more to come, and more
            when those beyond share the last second.
        filters: `action`, `actor` and `entity`, repeated as well.

    Raises:
        CursorRefused: The window is to be read from its beginning.
        CollectorFailed: Slack does not answer, or answers what it cannot have been asked.
        Stopped: Somebody asked to stop.
    """
    bounds = {"oldest": window.oldest, "latest": window.latest, "limit": limit}
    fixed: dict[str, str | int] = {**bounds, **(filters or {})}
    yield from _pages(client, fixed, cursor, limit, Chain(_PATH, window.oldest, window.latest))


def newest_page(client: SlackClient) -> Page:
    """Return a page with the newest entry of all, if there is any: it tells Slack's time, too.

    Raises:
        CollectorFailed: Slack does not answer, or answers what it cannot have been asked.
        Stopped: Somebody asked to stop.
    """
    pages = _pages(client, {"limit": 1}, "", 1, Chain(_PATH, 0, float("inf")))
    return next(page for page in pages if page.elements or not page.cursor)


def _pages(
    client: SlackClient, fixed: Mapping[str, str | int], cursor: str, limit: int, chain: Chain
) -> Iterator[Page]:
    seen = {cursor}
    while True:
        page = _page(client, {**fixed, "cursor": cursor} if cursor else fixed, limit, chain)
        cursor = page.cursor
        if cursor and cursor in seen:
            raise AnswerViolated(f"{_PATH}: a cursor came a second time; reading on would not end")
        seen.add(cursor)
        yield page
        del page  # it must not be there while the next one comes
        if not cursor:
            return


def _page(
    client: SlackClient, parameters: Mapping[str, str | int], limit: int, chain: Chain
) -> Page:
    """Return one page. Nothing else of the answer stays in memory while the page is worked on."""
    answer = client.audit("logs", parameters)
    rows = rows_of(answer, "entries", "date_create")
    chain.check_length(rows, limit)
    chain.add(rows)
    return Page(rows.elements, next_cursor(answer), answer.server_time)


def schemas(client: SlackClient) -> Mapping[str, Any]:
    """Return what Slack publishes of the entries' shapes: `{"schemas": [...]}`. Needs no token."""
    return client.audit("schemas").members


def actions(client: SlackClient) -> Mapping[str, Any]:
    """Return what actions Slack publishes: `{"actions": {GROUP: [...]}}`. Needs no token."""
    return client.audit("actions").members
