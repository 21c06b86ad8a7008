"""Which entries one page holds, and where the next one begins."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import orjson

from slack_ocsf_collector.fake_slack.cursors import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.fake_slack.query import Query
    from slack_ocsf_collector.fake_slack.store import Store


@dataclass(frozen=True, slots=True)
class Habits:
    """How often a page is not as long as asked for, from 0 to 1.

    Attributes:
        over: It holds all entries of its last second, however many.
        short: It holds half of the limit, with more to come.
        empty: It holds nothing, with more to come.
    """

    over: float = 1.0
    short: float = 0.0
    empty: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        lines: Its entries in JSON, newest first.
        start: Entries before this place came into question.
        after: Where the next page begins; None after the last.
    """

    lines: list[bytes]
    start: int
    after: Position | None


@dataclass(frozen=True, slots=True)
class Paging:
    """Reads pages. The same request always gets a page of the same kind.

    Attributes:
        store: Where from.
        seed: Decides which pages are odd.
        habits: How often they are.
    """

    store: Store
    seed: int
    habits: Habits

    def page(self, query: Query, now: float) -> Page:
        """Return a page of what can be read now."""
        low, high = self.store.between(query.oldest, query.latest)
        position = query.position or Position(high)
        start = min(high, position.place)
        chance = Random(f"{self.seed} {start} {query.limit}")  # noqa: S311 - nothing secret
        if chance.random() < self.habits.empty and not position.after_empty and start > low:
            return Page([], start, Position(start, after_empty=True))
        is_short = chance.random() < self.habits.short
        limit = max(1, query.limit // 2) if is_short else query.limit
        lines: list[bytes] = []
        last = start
        has_over = chance.random() < self.habits.over
        for place, line in self._matching(query, low, start, now):
            is_same_second = bool(lines) and self.store.date(place) == self.store.date(last)
            if len(lines) >= limit and not (has_over and is_same_second):
                return Page(lines, start, Position(last))
            lines.append(line)
            last = place
        return Page(lines, start, None)

    def _matching(
        self, query: Query, low: int, high: int, now: float
    ) -> Iterator[tuple[int, bytes]]:
        store = self.store
        for place in store.newest_first(low, high, now, query.actions):
            line = store.line(place)
            if _is_about(line, query):
                yield place, line


def _is_about(line: bytes, query: Query) -> bool:
    """Tell whether an entry has the actor and the entity that are asked for."""
    wanted = [code for code in (query.actor, query.entity) if code is not None]
    if not all(code.encode() in line for code in wanted):  # parsing all would be slow
        return False
    if not wanted:
        return True
    entry = orjson.loads(line)
    entity = entry["entity"]
    found = (entry["actor"]["user"]["id"], entity[entity["type"]].get("id"))
    pairs = zip((query.actor, query.entity), found, strict=True)
    return all(code is None or code == has for code, has in pairs)
