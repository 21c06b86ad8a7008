"""Make a line of cells of an event that is JSON, where a line can hold all of it.

Few events need that, but rows that come to a table through JSON stand behind all others there, and
to put them where they belong moves every row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from types import ModuleType

Texts = tuple[bytes, bytes | None]

_TYPES: dict[str, type] = {"string": str, "int32": int, "int64": int, "list": list}


class _NotInLine(Exception):
    """An event holds what a line cannot."""


class LineOfJson:
    """Makes lines of the events of one generated package.

    Args:
        cells: Its module `cells`.
    """

    def __init__(self, cells: ModuleType) -> None:
        self._cells = cells

    def line(self, json: bytes, action: str) -> tuple[int, Texts] | None:
        """Return the class of an event and its line; None if a line cannot hold it.

        Args:
            json: The event, as `orjson` writes what `map_event` returns.
            action: Of its entry.
        """
        literals = self._cells.literals_of(action)
        if literals is None:
            return None
        event = orjson.loads(json)
        uid: int = event["class_uid"]
        unmapped = event.pop("unmapped", None)
        try:
            key, *cells = self._found(event, action, literals)
            texts: Texts | None = self._cells.texts((0, key, *cells, 0), unmapped)
        except (_NotInLine, self._cells.NotInCells, orjson.JSONEncodeError):
            return None
        return texts and (uid, texts)

    def _found(self, event: dict[str, Any], action: str, literals: dict[str, Any]) -> list[object]:
        """Return the action, with the literals that the event lacks behind it, and the cells.

        Raises:
            _NotInLine: There is more in the event than cells, literals and their observables.
        """
        uid, observables = event["class_uid"], event.pop("observables", [])
        held: dict[str, Any] = {}
        _hold(event, "", held)
        observed = (one for one in self._cells.OBSERVED[uid] if one.place in held)
        if observables != [_observable(one, held[one.place]) for one in observed]:
            raise _NotInLine
        lacking = [place for place in literals if place not in held]
        if any(held.pop(place, value) != value for place, value in literals.items()):
            raise _NotInLine
        cells = [
            self._cell(held.pop(place, None), _TYPES[of_type])
            for place, of_type in self._cells.CELLS[uid].items()
        ]
        if held:
            raise _NotInLine
        return [self._cells.listed([action, *lacking]), *cells]

    def _cell(self, value: object, of_type: type) -> object:
        if value is None or type(value) is of_type is not list:
            return value
        if not isinstance(value, list) or of_type is not list:
            raise _NotInLine
        return self._cells.listed(value)


def _hold(value: object, place: str, held: dict[str, Any]) -> None:
    """Put what stands in an event under its place; a list of texts stands at one."""
    if isinstance(value, dict):
        for name, member in value.items():
            _hold(member, f"{place}.{name}" if place else name, held)
    elif isinstance(value, list) and not all(type(one) is str for one in value):
        for number, one in enumerate(value):
            _hold(one, f"{place}[{number}]", held)
    else:
        held[place] = value


def _observable(one: Any, value: object) -> dict[str, Any]:  # noqa: ANN401 - of a generated package
    return {"name": one.place, "type_id": one.type_id, "type": one.type, "value": str(value)}
