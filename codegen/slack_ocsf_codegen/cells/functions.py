"""Arrange the mappers that give cells as functions: one beside each function of dicts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from slack_ocsf_codegen.branches import Lines, with_variable
from slack_ocsf_codegen.cells.observed import ObservedColumn, Observing
from slack_ocsf_codegen.cells.possible import possible_places
from slack_ocsf_codegen.cells.puts import Cells
from slack_ocsf_codegen.cells.statements import CellStatements
from slack_ocsf_codegen.cells.tree import Tree, lengths
from slack_ocsf_codegen.ir import MappedAction, OcsfClass
from slack_ocsf_codegen.mappers import (
    MapperModule,
    Named,
    computed_slots,
    filling,
    is_row_constant,
)
from slack_ocsf_codegen.observe import Observed, Place
from slack_ocsf_codegen.profiles import certain_profiles
from slack_ocsf_codegen.sources import Keys
from slack_ocsf_codegen.usual.functions import UsualMappers
from slack_ocsf_codegen.usual.sources import Found, UsualSources
from slack_ocsf_codegen.usual.structs import NotUsual


@dataclass(frozen=True, slots=True)
class CellFunction:
    """One function.

    Attributes:
        name: Its name.
        lines: Its statements but the last.
        values: Of each cell that it fills, the expression.
        cells: What it gives.
    """

    name: str
    lines: tuple[str, ...]
    values: Mapping[Place, str]
    cells: Cells


@dataclass(frozen=True, slots=True)
class CellModule:
    """The functions of one class.

    Attributes:
        of_dicts: Those of dicts, of which these have the names.
        lookups: The tables that they ask.
        functions: Them.
        places: All cells that they fill, in the order of their texts.
        observed: Where observables stand in their events, in the order in which events list them.
    """

    of_dicts: MapperModule
    lookups: tuple[Named, ...]
    functions: tuple[CellFunction, ...]
    places: tuple[Place, ...]
    observed: tuple[ObservedColumn, ...]


@dataclass(frozen=True, slots=True)
class CellMappers:
    """Prints mappers that give cells, of entries that are read into structs.

    Attributes:
        usual: Prints the mappers of structs that give JSON.
        trees: The columns of each class.
    """

    usual: UsualMappers
    trees: Mapping[str, Mapping[str, Tree]]

    def module(self, module: MapperModule, actions: Iterable[MappedAction]) -> CellModule:
        """Return the functions beside those of a module; a line that asks for more has none.

        Args:
            module: The functions of dicts.
            actions: Its actions.
        """
        lookups: dict[str, str] = {}
        functions = []
        served = self.usual.served(module, actions)
        for function, action in served:
            try:
                functions.append(self._function(function.name, action, lookups))
            except NotUsual:
                continue
        named = tuple(Named(name, value) for name, value in sorted(lookups.items()))
        if not functions:
            return CellModule(module, named, (), (), ())
        literals = {place for one in functions for place in one.cells.literals_at()}
        places = {place for one in functions for place in one.cells.variables}
        places |= self._possible(module.ocsf_class, (one for _, one in served)) - literals
        observed = self._observed(module.ocsf_class, lengths(places | literals))
        return CellModule(module, named, tuple(functions), tuple(sorted(places)), tuple(observed))

    def _possible(self, ocsf_class: OcsfClass, actions: Iterable[MappedAction]) -> set[Place]:
        """Return what can be a cell of any event, also of those that are not made here."""
        cells = self._cells(ocsf_class)
        computed = (slot for action in actions for slot in computed_slots(action.slots))
        places = {place for slot in computed for place in possible_places(slot, cells.tree)}
        return {place for place in places if cells.can_hold(place)}

    def _cells(self, ocsf_class: OcsfClass) -> Cells:
        observed = frozenset(one.place for one in self._observed(ocsf_class, {}))
        return Cells(self.trees[ocsf_class.name], observed)

    def _observed(
        self, ocsf_class: OcsfClass, lengths: Mapping[Place, int]
    ) -> list[ObservedColumn]:
        observing = Observing(self.usual.plan.ocsf, lengths)
        return observing.columns(ocsf_class, self.trees[ocsf_class.name])

    def _function(self, name: str, action: MappedAction, lookups: dict[str, str]) -> CellFunction:
        plan, found = self.usual.plan, Found()
        ocsf_class = plan.ocsf.classes[action.ocsf_class]
        slots = self.usual.slots(action)
        profiles = certain_profiles(ocsf_class, action, slots)
        if profiles is None:
            raise NotUsual(action.action)

        def of_cells(again: frozenset[Keys], *, is_time_told: bool) -> CellStatements:
            entry, gathering = plan.slack.entry, self.usual.gathering
            sources = UsualSources(self.usual.structs, entry, again, found, gathering)
            cells = self._cells(ocsf_class)
            return CellStatements(plan.ocsf, sources, lookups, is_time_told, profiles, cells=cells)

        statements, filled = filling(computed_slots(slots), Observed(), of_cells)
        cells = statements.cells
        for slot in slots:
            if is_row_constant(slot.value):
                cells.refuse_literal((slot.attribute,))
        filled, values = _read_in_place(filled, cells)
        lacking = (one for one in cells.variables.values() if _may_lack(one, filled))
        lines = [
            *statements.sources.opening(),
            *statements.guarded(),
            *(f"{one}: Any = None" for one in lacking if one in values.values()),
            *filled,
            *statements.sources.closing(),
        ]
        return CellFunction(name, tuple(with_variable(lines)), values, cells)


def _read_in_place(lines: Lines, cells: Cells) -> tuple[Lines, dict[Place, str]]:
    """Return statements without those that only name what an entry always has, and all values."""
    values = dict(cells.variables)
    for place, name in cells.variables.items():
        used = [line for line in lines if re.search(rf"\b{name}\b", line)]
        found = re.fullmatch(rf"{name} = (?P<read>(?!v\b)[a-z_][\w.]*)", "\n".join(used))
        if found:
            lines.remove(found[0])
        if found or not used:
            values[place] = found["read"] if found else "None"
    return lines, values


def _may_lack(name: str, lines: Lines) -> bool:
    """Whether a variable is not assigned whatever the entry holds."""
    return not any(line.startswith(f"{name} = ") for line in lines)
