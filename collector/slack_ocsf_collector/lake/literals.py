"""What all events of an action have, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.lake.shapes import Shape

_OTHERWISE = ""  # stands for the actions that the table does not have


class Literals:
    """The literals of the actions of one class.

    Args:
        by_action: Each action's by their place in the event.
        between: What stands between an action and the places of what an event of it lacks.
    """

    def __init__(self, by_action: Mapping[str, Mapping[str, Any]], between: str) -> None:
        self._by_action = by_action
        self._between = between
        self._numbers = {action: number for number, action in enumerate(by_action)}
        self._rows = list(by_action.values())
        self._values: dict[str, pa.Array] = {}
        self._repeated: dict[str, pa.Array] = {}
        self.places = frozenset(place for one in self._rows for place in one)

    def rows(self, actions: pa.DictionaryArray) -> pa.Array:
        """Return the numbers of the actions of events, for `column`."""
        numbers = [self._number(one) for one in actions.dictionary.to_pylist()]
        return pa.array(numbers, pa.int32()).take(actions.indices)

    def _number(self, text: str) -> int:
        if text in self._numbers:
            return self._numbers[text]
        action, *lacking = text.split(self._between)
        action = action if action in self._by_action else _OTHERWISE
        if not lacking:
            return self._numbers[action]
        known = self._by_action[action].items()
        self._rows.append({place: value for place, value in known if place not in lacking})
        self._values.clear()
        return self._numbers.setdefault(text, len(self._rows) - 1)

    def column(self, shape: Shape, rows: pa.Array) -> pa.Array | None:
        """Return what stands at a place of events; None if nothing does in those of any action."""
        place = shape.place
        if place not in self.places:
            return None
        if place not in self._values:
            self._values[place] = self._of_actions(place, shape.of_type)
        values = self._values[place]
        return values.take(rows) if len(values) > 1 else self._again(place, values, len(rows))

    def _of_actions(self, place: str, of_type: pa.DataType) -> pa.Array:
        """Return the values of all actions, only one if they are the same."""
        values = [one.get(place) for one in self._rows]
        is_same = all(one == values[0] for one in values)
        return pa.array(values[:1] if is_same else values, of_type)

    def _again(self, place: str, value: pa.Array, count: int) -> pa.Array:
        """Return a value so many times: a part of the longest array of it, which is kept."""
        if place not in self._repeated or len(self._repeated[place]) < count:
            self._repeated[place] = pa.repeat(value[0], count)
        return self._repeated[place][:count]
