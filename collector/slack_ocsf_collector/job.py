"""What a run of `slack-ocsf map` is to make of entries, in a form that other processes take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.editions import edition
from slack_ocsf_collector.events import events
from slack_ocsf_collector.usual import cells_of, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from slack_ocsf_collector.element import Element
    from slack_ocsf_collector.events import Check, Event
    from slack_ocsf_collector.lined_events import TableLine
    from slack_ocsf_collector.logs import Log
    from slack_ocsf_collector.reader import Reader
    from slack_ocsf_collector.reject import Reject


@dataclass(frozen=True, slots=True)
class Job:
    """How entries are mapped.

    Attributes:
        version: The version of OCSF.
        log: The log that the inputs are of; None tells each entry or row by its members.
        raw_data: Whether events keep the text of their entries.
        validate: Whether each event is checked against its class.
    """

    version: str
    log: Log | None = None
    raw_data: bool = False
    validate: bool = False

    def package(self) -> ModuleType:
        """Return the generated package that maps."""
        return edition(self.version)

    def reader(self) -> Reader:
        """Return what reads elements for it."""
        return reader(self.package(), self.log)

    def mapping_for_tables(
        self,
    ) -> Callable[[Iterable[Element]], Iterator[TableLine | Event | Reject]]:
        """Return what makes events of elements, as lines of a table where that can be."""
        package = self.package()
        cells = cells_of(package)
        if cells is None or self.raw_data or self.validate:
            return self.mapping()
        from slack_ocsf_collector.lined_events import lined_events

        return lambda elements: lined_events(elements, package, self.log, cells)

    def mapping(self) -> Callable[[Iterable[Element]], Iterator[Event | Reject]]:
        """Return what makes events of elements."""
        package = self.package()
        check: Check | None = None
        if self.validate:
            from slack_ocsf_collector.validity import validity

            check = validity(package)
        return lambda elements: events(
            elements, package=package, log=self.log, raw_data=self.raw_data, check=check
        )
