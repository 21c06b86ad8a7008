"""Make events of elements as lines of cells where that can be, else as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from slack_ocsf_collector.element import Element
from slack_ocsf_collector.events import Event, events
from slack_ocsf_collector.line_of_json import LineOfJson
from slack_ocsf_collector.logs import AUDIT
from slack_ocsf_collector.usual import usual_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from slack_ocsf_collector.logs import Log
    from slack_ocsf_collector.reject import Reject


class TableLine(Struct, frozen=True):
    """An event as a line of cells of a table.

    Attributes:
        action: Of the entry.
        class_uid: `class_uid` of the event.
        class_name: Caption of its class.
        text: The line, as the package's `cells` writes it.
        unmapped: The JSON of `unmapped`; None where there is nothing.
    """

    action: str
    class_uid: int
    class_name: str
    text: bytes
    unmapped: bytes | None


def lined_events(
    elements: Iterable[Element], package: ModuleType, log: Log | None, cells: ModuleType
) -> Iterator[TableLine | Event | Reject]:
    """Yield the event of each element, or why there is none.

    Args:
        elements: What was read.
        package: The generated package that maps.
        log: The log that the elements are of; None tells each by its members.
        cells: The package's module `cells`.
    """
    usual = None if log and log is not AUDIT else usual_of(package)
    lined = usual and _lined(usual, cells)
    of_json = LineOfJson(cells)
    for element in elements:
        line, rest = lined(element) if lined else (None, element)
        if line is not None:
            yield line
            continue
        for outcome in events([rest], package=package, log=log):
            yield (_of_json(outcome, of_json) or outcome) if isinstance(outcome, Event) else outcome


def _of_json(event: Event, of_json: LineOfJson) -> TableLine | None:
    if event.action is None:
        return None
    made = of_json.line(event.json, event.action)
    return made and TableLine(event.action, made[0], event.class_name, *made[1])


def _lined(
    usual: ModuleType, cells: ModuleType
) -> Callable[[Element], tuple[TableLine | None, Element]]:
    """Return what makes the line of an entry of the usual form, and what it read of others."""
    kind, read_usual, write = usual.Entry, usual.read, cells.write

    def made(element: Element) -> tuple[TableLine | None, Element]:
        value: Any = element.value
        if type(value) is kind and value.action:  # which it has until it is written
            entry = value
        else:
            entry = None if isinstance(value, dict) else read_usual(element.raw)
        if entry is None:
            return None, element
        action = entry.action
        try:
            line = write(entry)
        except Exception:  # noqa: BLE001 - told when it is mapped with care
            return None, element
        if line is not None:
            made = TableLine(action, line.class_uid, line.class_name, line.text, line.unmapped)
            return made, element
        return None, Element(element.source, element.line, element.raw, element.is_line, entry)

    return made
