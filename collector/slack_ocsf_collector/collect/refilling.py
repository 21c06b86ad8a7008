"""Deliver to a sink what it lacks, and to no other."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

from slack_ocsf_collector.collect.mapped import Mapped
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.state.database import transaction

if TYPE_CHECKING:
    from slack_ocsf_collector.collect.assembly import Parts
    from slack_ocsf_collector.collect.comparison import Comparison
    from slack_ocsf_collector.sinks.sink import Sink

_AT_ONCE = 1000


def refill(made: Parts, both: Comparison, sink: Sink) -> int:
    """Commit what a sink lacks to the outbox, for it alone; return how much that is.

    Raises:
        StateUnusable: The state could not be changed.
        Stopped: Somebody asked to stop; what is committed stays.
    """
    organizations = {one.name: one for one in made.settings.organizations}
    name, amount = sink.setting.name, 0
    for organization, group in groupby(both.missing(name), lambda one: one.organization):
        recorder = made.recorder(organizations[organization], "audit")
        while some := list(islice(group, _AT_ONCE)):
            made.clock.check()
            elements = [Element("slack", 1, one.raw) for one in some]
            outcomes = recorder.outcomes(elements)
            mapped = {one: out for one, out in outcomes.items() if isinstance(out, Mapped)}
            with transaction(made.state):
                recorder.send(mapped, [sink.setting.carries], only_to=name)
            amount += len(mapped)
    return amount
