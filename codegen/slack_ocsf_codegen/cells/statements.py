"""Print resolved values as the statements of a mapper that gives cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slack_ocsf_codegen.branches import Branch, Lines, printed
from slack_ocsf_codegen.cells.puts import CellPut, Cells
from slack_ocsf_codegen.cells.tree import Tree, type_at
from slack_ocsf_codegen.certainty import is_certain
from slack_ocsf_codegen.ir import Build, Caption, Constant, Convert, Elements, First, Slot, Value
from slack_ocsf_codegen.observe import Observed, Place
from slack_ocsf_codegen.puts import Put
from slack_ocsf_codegen.statements import first_and_others
from slack_ocsf_codegen.usual.statements import METADATA, UsualStatements
from slack_ocsf_codegen.usual.structs import NotUsual

_NOTHING_MORE = ("pass",)


@dataclass
class CellStatements(UsualStatements):
    """Prints the values of one function.

    Attributes:
        cells: What they become.
    """

    cells: Cells = field(default_factory=lambda: Cells({}))

    def event(self, slot: Slot, seen: Observed) -> Lines:
        """Return the statements that fill the cells of one attribute of the event."""
        del seen  # observables are told from the columns
        return self._lines(slot.value, CellPut("", place=(), cells=self.cells).slot(slot, ""))

    def _lines(self, value: Value, put: Put) -> Lines:
        if isinstance(value, First):
            return super()._lines(value, put)
        branch = self._branch(value, put)
        return list(branch.before) if branch.body == _NOTHING_MORE else printed(branch)

    def _branch(self, value: Value, put: Put) -> Branch:
        if isinstance(value, Constant | Caption) and isinstance(put, CellPut) and put.is_fixed:
            put.literal(value)
            return Branch((), None, ())
        return super()._branch(value, put)

    def _build(self, value: Build, put: Put) -> Branch:
        if not isinstance(put, CellPut) or put.place is None:
            raise NotUsual(value.object)
        if put.place == METADATA and self.profiles:
            self._put_profiles(put)
        slot, *more = value.slots
        if not more and not isinstance(slot.value, First):
            return self._branch(slot.value, put.slot(slot, ""))
        first, others = first_and_others(value, put)
        inner = put if is_certain(value) else put.loose()
        before = self._slots(first, "", inner)
        rest = self._slots(others, "", inner if is_certain(value) else inner.sometimes())
        if not value.needs:
            before, rest = [*before, *rest], []
        if is_certain(value):
            return Branch((*before, *rest), None, ())
        return Branch(tuple(before), self._is_any(put.place), tuple(rest) or _NOTHING_MORE)

    def _is_any(self, *places: Place | None) -> str:
        """The test of whether anything is there of what stands at places."""
        cells = (one for place in places for one in self.cells.within(place or ()))
        return " or ".join(f"{one} is not None" for one in cells)

    def _put_profiles(self, metadata: CellPut) -> None:
        if not metadata.is_fixed:
            raise NotUsual(METADATA)
        self.cells.literals[(*METADATA, "profiles")] = list(self.profiles)

    def _elements(self, value: Elements, put: Put) -> Branch:
        if not isinstance(put, CellPut):
            raise NotUsual(put.place)
        elements = [put.numbered(number) for number in range(len(value.items))]
        lines = [
            line
            for item, element in zip(value.items, elements, strict=True)
            for line in self._lines(item, element)
        ]
        test = None if is_certain(value) else self._is_any(*(one.place for one in elements))
        return Branch(tuple(lines), test, _NOTHING_MORE)

    def _convert(self, value: Convert, put: Put) -> Branch:
        tree = type_at(self.cells.tree, put.place or ())
        taken = self._taken_apart("v", tree, put.place or ())
        return Branch((), self._conversion(value), tuple(taken))

    def _taken_apart(self, variable: str, tree: Tree, place: Place) -> Lines:
        """The statements that put each member of a dict into its cell."""
        if not isinstance(tree, Mapping):
            raise NotUsual(place)
        lines: Lines = []
        for name, of_type in tree.items():
            inner = (*place, name)
            if isinstance(of_type, Mapping):
                lines.append(f"{variable}_{name} = {variable}.get({name!r}, NOTHING)")
                lines += self._taken_apart(f"{variable}_{name}", of_type, inner)
            elif isinstance(of_type, list):
                read = self.cells.assigned(inner, f"{variable}[{name!r}]")
                lines += [f"if {name!r} in {variable}:", f"    {read}"]
            else:
                lines.append(self.cells.assigned(inner, f"{variable}.get({name!r})"))
        return lines
