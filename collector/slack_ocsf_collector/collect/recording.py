"""Commit a page: its new rows to the ledger and the outbox, in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from slack_ocsf_collector.events import Event, events
from slack_ocsf_collector.health.observer import PageRead
from slack_ocsf_collector.logs import Log
from slack_ocsf_collector.state import dead_letters, ledger, outbox
from slack_ocsf_collector.state.database import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from types import ModuleType

    from slack_ocsf_collector.element import Element
    from slack_ocsf_collector.health.observer import Stream
    from slack_ocsf_collector.reject import Reject
    from slack_ocsf_collector.slack.page import Page
    from slack_ocsf_collector.waiting import Clock

_DIGITS = 32


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
        outcomes = self.outcomes(reversed(page.elements))
        with transaction(self.connection):
            known = ledger.known(self.connection, self.stream, list(outcomes))
            new = {one: outcome for one, outcome in outcomes.items() if one not in known}
            self._add(new, page.server_time)
            also()
        return _told(walker, page, new, self.package)

    def _add(self, new: dict[str, Event | Reject], read_at: int) -> None:
        connection, stream = self.connection, self.stream
        mapped = {one: made for one, made in new.items() if isinstance(made, Event)}
        dated = ((one, _date(outcome, read_at)) for one, outcome in new.items())
        ledger.add(connection, stream, dated)
        now = self.clock.monotonic()
        add = partial(outbox.add, connection, stream, team=self.team, ids=list(mapped), now=now)
        for carries in sorted(self.carried):
            add(carries=carries, records=[record_of(made, carries) for made in mapped.values()])
        letters = (
            dead_letters.DeadLetter(one, self.team, made.reason, made.path, _text(made))
            for one, made in new.items()
            if not isinstance(made, Event)
        )
        dead_letters.add(connection, stream, letters)

    def outcomes(self, elements: Iterable[Element]) -> dict[str, Event | Reject]:
        """Return what becomes of each row, by id; the same row twice is one."""
        log = Log(self.stream.source)
        members = {"team_id": self.team} if self.team and log is not Log.AUDIT else {}
        made = events(elements, package=self.package, log=log, members=members)
        return {_id(outcome): outcome for outcome in made}


def _id(outcome: Event | Reject) -> str:
    """The id of a row: its own or the derived one, else a hash of its text."""
    found: object = None
    if isinstance(outcome, Event):
        found = outcome.body["metadata"].get("uid")
    elif isinstance(outcome.entry, dict):
        found = outcome.entry.get("id")
    return found if isinstance(found, str) and found else _hash(_text(outcome))


def _text(outcome: Event | Reject) -> bytes:
    import orjson

    if isinstance(outcome, Event):
        return outcome.element.raw
    if isinstance(outcome.entry, str):
        return outcome.entry.encode("utf-8", "backslashreplace")
    return orjson.dumps(outcome.entry)


def _hash(text: bytes) -> str:
    return sha256(text).hexdigest()[:_DIGITS]


def _date(outcome: Event | Reject, read_at: int) -> int:
    """Unix seconds of a row; where it has none, when it was read: it is remembered from then on."""
    if isinstance(outcome, Event):
        return int(outcome.body["time"]) // 1000
    date = outcome.entry.get("date_create") if isinstance(outcome.entry, dict) else None
    return date if type(date) is int else read_at


def record_of(made: Event, carries: str) -> bytes:
    """Return what a sink gets of an event, by what it carries: a JSON text without line ends.

    Those between the parts of a row say nothing, and no others are in it.
    """
    if carries == "events":
        return made.json
    return made.element.raw.replace(b"\r", b" ").replace(b"\n", b" ")


def _told(walker: str, page: Page, new: dict[str, Event | Reject], package: ModuleType) -> PageRead:
    mapped = [made for made in new.values() if isinstance(made, Event)]
    actions = (one.entry.get("action") for one in mapped if one.log is Log.AUDIT)
    return PageRead(
        walker=walker,
        rows=len(page.elements),
        dates=[_date(outcome, page.server_time) for outcome in new.values()],
        server_time=page.server_time,
        classes=Counter(one.body["class_name"] for one in mapped),
        unknown_actions=sum(action not in package.ACTIONS for action in actions),
        rejects=len(new) - len(mapped),
    )
