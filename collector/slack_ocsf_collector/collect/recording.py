"""Commit a page: its new rows to the ledger and the outbox, in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from slack_ocsf_collector.collect.mapped import Mapped, mapped_of
from slack_ocsf_collector.events import Event, events
from slack_ocsf_collector.health.observer import PageRead
from slack_ocsf_collector.logs import Log
from slack_ocsf_collector.state import dead_letters, ledger, outbox
from slack_ocsf_collector.state.database import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping
    from types import ModuleType

    from slack_ocsf_collector.element import Element
    from slack_ocsf_collector.health.observer import Stream
    from slack_ocsf_collector.reject import Reject
    from slack_ocsf_collector.slack.page import Page
    from slack_ocsf_collector.waiting import Clock

_DIGITS = 32
_AT_ONCE = 200
"""Rows that are mapped and added together: texts of more are not held beside those of a page."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Commits the pages of one stream.

    Attributes:
        connection: To the state.
        stream: The stream.
        team: Id of the organisation or workspace, empty when it is not known.
        package: The generated package that maps.
        carried: What sinks take: `events`, `raw` (rows as they came), or both.
        clock: Tells the time for the outbox.
    """

    connection: sqlite3.Connection
    stream: Stream
    team: str
    package: ModuleType
    carried: frozenset[str]
    clock: Clock

    def record(self, walker: str, page: Page, also: Callable[[], None]) -> PageRead:
        """Commit what is new of a page, and with it what `also` does to the state.

        Raises:
            StateUnusable: The state could not be changed, and was not.
        """
        told = _Told(self.package)
        elements = reversed(page.elements)
        with transaction(self.connection):
            while some := list(islice(elements, _AT_ONCE)):
                outcomes = self.outcomes(some)
                known = ledger.known(self.connection, self.stream, list(outcomes))
                new = {one: outcome for one, outcome in outcomes.items() if one not in known}
                self._add(new, page.server_time)
                told.add(new, page.server_time)
            also()
        return told.page_read(walker, page)

    def _add(self, new: dict[str, Mapped | Reject], read_at: int) -> None:
        connection, stream = self.connection, self.stream
        mapped = {one: made for one, made in new.items() if isinstance(made, Mapped)}
        dated = ((one, _date(outcome, read_at)) for one, outcome in new.items())
        ledger.add(connection, stream, dated)
        self.send(mapped, self.carried)
        letters = (
            dead_letters.DeadLetter(one, self.team, made.reason, made.path, _text(made))
            for one, made in new.items()
            if not isinstance(made, Mapped)
        )
        dead_letters.add(connection, stream, letters)

    def send(self, mapped: Mapping[str, Mapped], carried: Iterable[str], only_to: str = "") -> None:
        """Add events to the outbox; part of the caller's transaction.

        Args:
            mapped: The events, by id.
            carried: What the sinks take that they are for.
            only_to: Name of the one sink that lacks them; empty for all.
        """
        now = self.clock.monotonic()
        for carries in sorted(carried):
            outbox.add(
                self.connection,
                self.stream,
                carries=carries,
                team=self.team,
                ids=list(mapped),
                records=[made.record(carries) for made in mapped.values()],
                now=now,
                only_to=only_to,
            )

    def outcomes(self, elements: Iterable[Element]) -> dict[str, Mapped | Reject]:
        """Return what becomes of each row, by id; the same row twice is one."""
        log = Log(self.stream.source)
        members = {"team_id": self.team} if self.team and log is not Log.AUDIT else {}
        made = events(elements, package=self.package, log=log, members=members)
        kept = (mapped_of(one) if isinstance(one, Event) else one for one in made)
        return {_id(outcome): outcome for outcome in kept}


def _id(outcome: Mapped | Reject) -> str:
    """The id of a row: its own or the derived one, else a hash of its text."""
    if isinstance(outcome, Mapped):
        return outcome.uid or _hash(outcome.raw)
    found = outcome.entry.get("id") if isinstance(outcome.entry, dict) else None
    return found if isinstance(found, str) and found else _hash(_text(outcome))


def _text(reject: Reject) -> bytes:
    import orjson

    if isinstance(reject.entry, str):
        return reject.entry.encode("utf-8", "backslashreplace")
    return orjson.dumps(reject.entry)


def _hash(text: bytes) -> str:
    return sha256(text).hexdigest()[:_DIGITS]


def _date(outcome: Mapped | Reject, read_at: int) -> int:
    """Unix seconds of a row; where it has none, when it was read: it is remembered from then on."""
    if isinstance(outcome, Mapped):
        return outcome.date
    date = outcome.entry.get("date_create") if isinstance(outcome.entry, dict) else None
    return date if type(date) is int else read_at


class _Told:
    """What of a page is told, gathered part by part."""

    def __init__(self, package: ModuleType) -> None:
        self._package = package
        self._dates: list[int] = []
        self._classes: Counter[str] = Counter()
        self._unknown_actions = 0

    def add(self, new: dict[str, Mapped | Reject], read_at: int) -> None:
        """Add what is new of a part."""
        self._dates += (_date(outcome, read_at) for outcome in new.values())
        for one in new.values():
            if isinstance(one, Mapped):
                self._classes[one.class_name] += 1
                is_unknown = one.action is not None and one.action not in self._package.ACTIONS
                self._unknown_actions += is_unknown

    def page_read(self, walker: str, page: Page) -> PageRead:
        """Return all of it."""
        return PageRead(
            walker=walker,
            rows=len(page.elements),
            dates=self._dates,
            server_time=page.server_time,
            classes=self._classes,
            unknown_actions=self._unknown_actions,
            rejects=len(self._dates) - self._classes.total(),
        )
