"""Map entries again of which no event could be made, and deliver those that become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.collect.mapped import Mapped
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.state import dead_letters
from slack_ocsf_collector.state.database import transaction

if TYPE_CHECKING:
    from slack_ocsf_collector.collect.assembly import Parts
    from slack_ocsf_collector.health.observer import Stream
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
        recorder = made.recorder_of(stream, letter.team)
        (outcome,) = recorder.outcomes([Element(str(stream), 1, letter.raw)]).values()
        if isinstance(outcome, Mapped):
            with transaction(made.state):
                recorder.send({letter.id: outcome}, recorder.carried)
                dead_letters.remove(made.state, number)
            mapped += 1
        else:
            left.append((stream, letter))
    return Replayed(mapped, tuple(left))
