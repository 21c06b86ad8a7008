"""Print how a value is put into a cell."""

from dataclasses import dataclass, field, replace

from slack_ocsf_codegen.branches import Lines
from slack_ocsf_codegen.cells.tree import SCALARS, Tree, element, found_at, type_at
from slack_ocsf_codegen.ir import Caption, Constant, Slot
from slack_ocsf_codegen.observe import Place, variable_of
from slack_ocsf_codegen.puts import Put
from slack_ocsf_codegen.usual.structs import NotUsual

_TYPES: tuple[Tree, ...] = (*SCALARS, ["string"])  # a list as one text
#: Those of literals beside them.
_LITERALS: tuple[Tree, ...] = ("bool", "double", ["int32"], ["int64"], ["bool"], ["double"])


@dataclass(frozen=True, slots=True)
class Cells:
    """What one function makes of an event.

    Attributes:
        tree: The columns of its class.
        observed: Where observables stand in its events.
        variables: Of each cell, the variable; None where the event has no such value.
        literals: What is the same in all events of the function.
        own: What is the same in all events of an action, by the name of its parameter.
    """

    tree: Tree
    observed: frozenset[Place] = frozenset()
    variables: dict[Place, str] = field(default_factory=dict)
    literals: dict[Place, object] = field(default_factory=dict)
    own: dict[Place, str] = field(default_factory=dict)

    def variable(self, place: Place | None) -> str:
        """Return the variable of a cell.

        Raises:
            NotUsual: No cell can hold what stands there.
        """
        if not place or not self.can_hold(place):
            raise NotUsual(place)
        name = f"cell_{variable_of(place)}"
        if self.variables.setdefault(place, name) != name or self._is_taken(place, name):
            raise NotUsual(name)
        return name

    def can_hold(self, place: Place) -> bool:
        """Whether a cell can hold what stands at a place, which is no list of observables."""
        is_read = found_at(self.tree, place) in _TYPES
        return is_read and (*place[:-1], element(place[-1], 0)) not in self.observed

    def refuse_literal(self, place: Place) -> None:
        """Raise `NotUsual` where no literal can stand in a column."""
        if type_at(self.tree, place) not in (*_TYPES, *_LITERALS):
            raise NotUsual(place)

    def assigned(self, place: Place | None, expression: str) -> str:
        """Return the statement that fills a cell."""
        name = self.variable(place)
        is_list = isinstance(type_at(self.tree, place or ()), list)
        return f"{name} = {f'listed({expression})' if is_list else expression}"

    def _is_taken(self, place: Place, name: str) -> bool:
        return any(one == name and other != place for other, one in self.variables.items())

    def literals_at(self) -> set[Place]:
        """Return where literals stand, of the function and of the action."""
        return {*self.literals, *self.own}

    def within(self, place: Place) -> list[str]:
        """Return the variables of the cells of an object."""
        return [name for one, name in self.variables.items() if one[: len(place)] == place]


@dataclass(frozen=True, slots=True)
class CellPut(Put):
    """Where a value goes: a cell, or the literals of the function or the action.

    Attributes:
        cells: Where it goes to.
        is_fixed: Whether all events of the function have a value there, so that a literal is one
            of the function.
    """

    cells: Cells = field(default_factory=lambda: Cells({}))
    is_fixed: bool = True

    def value(self, expression: str) -> Lines:
        """The statement that puts one value."""
        return [self.cells.assigned(self.place, expression)]

    def caption(self, number: str, text: str) -> Lines:
        """The statements that put an enum member, the id and the text beside it."""
        lines = self.value(number)
        beside = self._beside()
        return [*lines, self.cells.assigned(beside, text)] if beside else lines

    def literal(self, value: Constant | Caption) -> None:
        """Keep a literal that all events of the function, or of the action, have here."""
        place, beside = self.place or (), self._beside()
        self.cells.refuse_literal(place)
        if value.parameter is not None:
            self._own(value, place, beside)
        elif isinstance(value, Constant):
            listed = list(value.value) if isinstance(value.value, tuple) else value.value
            self.cells.literals[place] = listed
        else:
            self.cells.literals[place] = value.id
            if beside is not None:
                self.cells.literals[beside] = value.text

    def _own(self, value: Constant | Caption, place: Place, beside: Place | None) -> None:
        if isinstance(value, Caption) or beside is not None or value.parameter is None:
            raise NotUsual(value.parameter)
        self.cells.own[place] = value.parameter

    def _beside(self) -> Place | None:
        if self.text_attribute is None or not self.place:
            return None
        return (*self.place[:-1], self.text_attribute)

    def slot(self, slot: Slot, target: str) -> "CellPut":
        """Where the value of a slot of the object goes that is put here."""
        place = None if self.place is None else (*self.place, slot.attribute)
        return replace(
            self,
            target=target,
            attribute=slot.attribute,
            text_attribute=slot.text_attribute,
            place=place,
        )

    def numbered(self, number: int) -> "CellPut":
        """Where an element goes of the list that is put here, if all before it are there."""
        if not self.place:
            raise NotUsual(self.place)
        place = (*self.place[:-1], element(self.place[-1], number))
        return replace(self, attribute=None, text_attribute=None, place=place)

    def sometimes(self) -> "CellPut":
        """The same where the value is not looked for in every entry."""
        return replace(self, is_always=False, is_fixed=False)

    def loose(self) -> "CellPut":
        """The same where the object around the value may not be there."""
        return replace(self, is_fixed=False)
