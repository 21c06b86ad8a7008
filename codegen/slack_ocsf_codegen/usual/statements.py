"""Print resolved values as the statements of a mapper of structs: what is there is not asked for.

An object is one display of all members up to the last that every entry of the usual form has. One
among them that an entry lacks is taken out again: it costs more to let a dict grow.
"""

from dataclasses import dataclass, field

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.branches import Branch, Lines, indented
from slack_ocsf_codegen.certainty import is_certain, is_certain_path
from slack_ocsf_codegen.ir import Build, Caption, Constant, Lookup, Read, Slot, Value
from slack_ocsf_codegen.observe import Place
from slack_ocsf_codegen.puts import Put
from slack_ocsf_codegen.sources import Place as Source
from slack_ocsf_codegen.statements import Statements, is_inline, literal_object

METADATA: Place = ("metadata",)


@dataclass(frozen=True, slots=True)
class Display:
    """Members of an object in one display.

    Attributes:
        before: What computes them.
        members: Keys and values.
        after: What takes and remembers them.
    """

    before: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def __add__(self, other: "Display") -> "Display":
        return Display(
            self.before + other.before, self.members + other.members, self.after + other.after
        )

    @property
    def expression(self) -> str:
        """The display."""
        return "{" + ", ".join(self.members) + "}"


@dataclass
class UsualStatements(Statements):
    """Prints the values of one function.

    Attributes:
        guards: What is asked of an entry before all else.
    """

    guards: list[str] = field(default_factory=list)

    def guarded(self) -> Lines:
        """Return the statements that leave an entry to the mapper of dicts."""
        test = " and ".join(self.guards)
        return [f"if not ({test}):", "    return None"] if self.guards else []

    def _certain(self, value: Read, place: Source, put: Put) -> tuple[str, Lines] | None:
        if value.path.given != "filled":
            return super()._certain(value, place, put)
        data_type = self.ocsf.types[value.type]
        if conversions.is_pattern(data_type):
            guard = conversions.pattern_test(data_type, place.read)
            if guard not in self.guards:
                self.guards.append(guard)
        if put.is_always and put.place in put.seen.units:
            put.seen.known[put.place] = place.read
        return place.read, self.sources.take(value.path, is_always=put.is_always)

    def _build(self, value: Build, put: Put) -> Branch:
        if value.is_literal or not is_certain(value):
            return super()._build(value, put)
        name = self._variable(put.attribute or value.object)
        display, rest = self._display(value, name, put)
        last = list(self.profiles) if put.place == METADATA else []
        if last and not rest:
            display += Display(members=(f"'profiles': {last!r}",))
        if not rest and not display.after:
            return Branch(display.before, None, tuple(put.value(display.expression)))
        made = [*self._made(display, rest, name, put), *put.value(name)]
        if last and rest:
            made.append(f"{name}['profiles'] = {last!r}")
        return Branch(tuple(made), None, ())

    def _made(self, display: Display, rest: list[Slot], name: str, put: Put) -> Lines:
        """The statements that make an object of its display and of what does not stand in it."""
        start = f"{name}: Event = {display.expression}"
        return [*display.before, start, *display.after, *self._slots(rest, name, put)]

    def _display(self, value: Build, name: str, put: Put) -> tuple[Display, list[Slot]]:
        """The members that stand in the display of an object, and those that do not."""
        slots = _in_order(value, put)
        certain = [number for number, slot in enumerate(slots) if is_certain(slot.value)]
        display = Display()
        for number, slot in enumerate(slots[: certain[-1] + 1]):
            member = self._member(slot, put.slot(slot, name))
            if member is None:
                return display, slots[number:]
            display += member
        return display, slots[certain[-1] + 1 :]

    def _member(self, slot: Slot, put: Put) -> Display | None:
        """One member of a display; None of what takes statements of its own."""
        key, value = repr(slot.attribute), slot.value
        if isinstance(value, Build) and is_certain(value) and not value.is_literal:
            return self._inner(value, key, put)
        if isinstance(value, Lookup):
            return self._looked_up(value, slot, put)
        if isinstance(value, Read):
            return self._read_member(value, key, put)
        if not _is_literal(slot):
            return None
        members = literal_object(Build("", (slot,)))[1:-1]
        return Display(members=(members,), after=tuple(_see_literal(value, put)))

    def _inner(self, value: Build, key: str, put: Put) -> Display:
        name = self._variable(put.attribute or value.object)
        display, rest = self._display(value, name, put)
        if not rest and not display.after:
            return Display(display.before, (f"{key}: {display.expression}",))
        return Display(tuple(self._made(display, rest, name, put)), (f"{key}: {name}",))

    def _read_member(self, value: Read, key: str, put: Put) -> Display | None:
        place = self.sources.place(value.path)
        if is_certain_path(value.path):
            certain = self._certain(value, place, put)
            if certain is None:
                return None
            expression, takes = certain
            return Display((), (f"{key}: {expression}",), (*put.see(expression), *takes))
        data_type = self.ocsf.types.get(value.type)
        is_same = place.type == "string" and not value.is_array and data_type is not None
        if not is_same or data_type is None or data_type.base != "string_t":
            return None
        taken = [*put.see("v"), *self._take(value, put)] or ["pass"]
        after = [f"if {self._test(value, place)}:", *indented(taken), "else:"]
        return Display((), (f"{key}: {place.read}",), (*after, f"    del {put.target}[{key}]"))

    def _looked_up(self, value: Lookup, slot: Slot, put: Put) -> Display | None:
        is_caption = all(isinstance(arm, Caption) for _, arm in value.arms)
        if value.each or not is_caption or not isinstance(value.default, Caption):
            return None
        if put.is_seen(slot.attribute, slot.text_attribute) or slot.text_attribute is None:
            return None
        default = (value.default.id, value.default.text)
        read = self.sources.place(value.path).read
        name = self._variable(slot.text_attribute)
        table = self._lookup_table(value)
        found = f"{table}.get(v, {default!r}) if type(v := {read}) is str else {default!r}"
        if value.path.given == "filled":
            found = f"{table}.get({read}, {default!r})"
        members = (f"{slot.attribute!r}: {name}[0]", f"{slot.text_attribute!r}: {name}[1]")
        return Display((f"{name} = {found}",), members)


def _is_literal(slot: Slot) -> bool:
    value = slot.value
    if isinstance(value, Build):
        return value.is_literal
    return isinstance(value, Constant | Caption) and value.parameter is None


def _see_literal(value: Value, put: Put) -> Lines:
    match value:
        case Caption(id=number, text=text):
            return put.see_caption(str(number), repr(text))
        case Constant(value=constant):
            return put.see(repr(list(constant) if isinstance(constant, tuple) else constant))
        case Build():
            return put.see(literal_object(value))
        case _:
            return []


def _in_order(value: Build, put: Put) -> list[Slot]:
    """The slots in the order in which a dict gets them."""
    if value.needs:
        first = [slot for slot in value.slots if slot.attribute in value.needs]
    else:
        first = [slot for slot in value.slots if is_inline(slot, put)]
    return [*first, *(slot for slot in value.slots if slot not in first)]
