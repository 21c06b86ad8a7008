"""Make the columns of a class of cells, literals and observables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from slack_ocsf_collector.lake.row_by_row import from_zero, ranks, row_by_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from slack_ocsf_collector.lake.literals import Literals
    from slack_ocsf_collector.lake.shapes import Shape


@dataclass
class CellColumns:
    """The columns of some events of one class.

    Attributes:
        count: How many events.
        cells: What was read of them, by its place; nothing of cells that all of them lack.
        between: What stands between the texts of a list in one cell.
        literals: What all events of an action have.
        actions: The actions of the events, as `literals` has them.
    """

    count: int
    cells: Mapping[str, pa.Array]
    between: str
    literals: Literals
    actions: pa.Array
    _leaves: dict[str, pa.Array] = field(default_factory=dict)
    _ranks: dict[str, pa.Array] = field(default_factory=dict)

    def column(self, shape: Shape) -> pa.Array | None:
        """Return what stands at a place; None if nothing does in any of the events."""
        if shape.members:
            return self._struct(shape)
        if shape.elements:
            return self._list(shape)
        return self._leaf(shape)

    def _struct(self, shape: Shape) -> pa.Array | None:
        members = [self.column(one) for one in shape.members]
        there = [one for one in members if one is not None]
        if not there:
            return None
        arrays = [
            pa.nulls(self.count, inner.of_type) if one is None else one
            for inner, one in zip(shape.members, members, strict=True)
        ]
        return pa.StructArray.from_arrays(arrays, type=shape.of_type, mask=_all_null(there))

    def _list(self, shape: Shape) -> pa.Array | None:
        """Return lists of elements that have places, or of texts in one cell, or literals."""
        elements = [self.column(one) for one in shape.elements]
        there = [one for one in elements if one is not None]
        listed = self._listed(shape)
        if not there:
            return listed
        if len(elements) > 1:
            found = ranks(elements, self.count)
            self._ranks |= {
                one.place: rank for one, rank in zip(shape.elements, found, strict=True)
            }
        lists = _lists(there)
        return lists if listed is None else pc.coalesce(lists, listed)

    def _listed(self, shape: Shape) -> pa.Array | None:
        literals = self.literals.column(shape, self.actions)
        cells = self.cells.get(shape.place)
        if cells is None:
            return literals
        lists = pc.split_pattern(cells, self.between)
        return lists if literals is None else pc.coalesce(lists, literals)

    def _leaf(self, shape: Shape) -> pa.Array | None:
        literals = self.literals.column(shape, self.actions)
        found = self.cells.get(shape.place)
        if found is None:
            found = literals
        elif literals is not None:
            found = pc.coalesce(found, literals)
        if found is not None:
            self._leaves[shape.place] = found
        return found

    def observables(self, of_type: pa.DataType, observed: Iterable[Any]) -> pa.Array | None:
        """Return the observables of each event, once all other columns are made.

        Args:
            of_type: Their type.
            observed: Where they stand, in the order in which events list them.
        """
        seen = [one for one in observed if one.place in self._leaves]
        if not seen:
            return None
        columns = [_text(self._leaves[one.place]) for one in seen]
        order = row_by_row(columns)
        names = pa.array([one.place for one in seen]).take(order.column)
        known = {
            "name": order.of([self._names(one.place) for one in seen]) if self._ranks else names,
            "type": pa.array([one.type for one in seen]).take(order.column),
            "type_id": pa.array([one.type_id for one in seen], pa.int32()).take(order.column),
            "value": order.of(columns),
        }
        fields = list(of_type.value_type)
        elements = pa.StructArray.from_arrays([known[one.name] for one in fields], fields=fields)
        return pa.ListArray.from_arrays(order.offsets, elements)

    def _names(self, place: str) -> pa.Array:
        """Return the name of the observable at a place, for each event.

        That of an element has the number which it has in the list of the event.
        """
        of_element, bracket, member = place.partition("]")
        rank = self._ranks.get(of_element + bracket)
        if rank is None:
            return pa.repeat(pa.scalar(place), self.count)
        of_list, _, last = of_element.partition("[")
        known = [f"{of_list}[{number}]{member}" for number in range(int(last) + 1)]
        return pa.array(known).take(rank)


def _text(values: pa.Array) -> pa.Array:
    return values if pa.types.is_string(values.type) else values.cast(pa.string())


def _lists(elements: list[pa.Array]) -> pa.Array:
    """Return lists of the elements of each row, null where there is none."""
    if len(elements) == 1 and not elements[0].null_count:
        return pa.ListArray.from_arrays(from_zero(len(elements[0]) + 1), elements[0])
    order = row_by_row(elements)
    return pa.ListArray.from_arrays(order.offsets, order.of(elements))


def _all_null(arrays: list[pa.Array]) -> pa.Array | None:
    """Return where all of them are null; None if that is nowhere."""
    if any(not one.null_count for one in arrays):
        return None
    is_null = arrays[0].is_null()
    for one in arrays[1:]:
        is_null = pc.and_(is_null, one.is_null())
    return is_null
