"""Map entries again of which no event could be made, and deliver those that become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.collect.mapped import mapped_of
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.events import Event, events
from slack_ocsf_collector.logs import Log
from slack_ocsf_collector.state import dead_letters, outbox
from slack_ocsf_collector.state.database import transaction

if TYPE_CHECKING:
    from slack_ocsf_collector.collect.assembly import Parts
    from slack_ocsf_collector.health.observer import Stream
    from slack_ocsf_collector.reject import Reject
    from slack_ocsf_collector.state.dead_letters import DeadLetter


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it: how many became events, and which did not, with why."""

    mapped: int
    left: tuple[tuple[Stream, DeadLetter], ...]


def replay(made: Parts) -> Replayed:
    """Map each dead letter again; what becomes an event is committed to the outbox.

    Raises:
        StateUnusable: The state could not be changed.
        Stopped: Somebody asked to stop; what is committed stays.
    """
    mapped, left = 0, []
    for number, stream, letter in dead_letters.every(made.state):
        made.clock.check()
        outcome = _outcome(made, stream, letter)
        if isinstance(outcome, Event):
            _commit(made, number, stream, letter, outcome)
            mapped += 1
        else:
            left.append((stream, letter))
    return Replayed(mapped, tuple(left))


def _outcome(made: Parts, stream: Stream, letter: DeadLetter) -> Event | Reject:
    log = Log(stream.source)
    members = {"team_id": letter.team} if letter.team and log is not Log.AUDIT else {}
    element = Element(str(stream), 1, letter.raw)
    return next(iter(events([element], package=made.package, log=log, members=members)))


def _commit(made: Parts, number: int, stream: Stream, letter: DeadLetter, outcome: Event) -> None:
    with transaction(made.state):
        for carries in sorted({sink.setting.carries for sink in made.sinks}):
            outbox.add(
                made.state,
                stream,
                carries=carries,
                team=letter.team,
                ids=[letter.id],
                records=[mapped_of(outcome).record(carries)],
                now=made.clock.monotonic(),
            )
        dead_letters.remove(made.state, [number])
