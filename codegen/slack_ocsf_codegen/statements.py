"""Print resolved values as the statements of a mapper."""

from ast import literal_eval
from dataclasses import dataclass, field

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.branches import Branch, Lines, chained, printed
from slack_ocsf_codegen.certainty import is_certain, is_certain_path
from slack_ocsf_codegen.ir import (
    OTHER,
    Arm,
    Build,
    Caption,
    Constant,
    Convert,
    DataType,
    Elements,
    First,
    Kind,
    Lookup,
    Ocsf,
    OtherText,
    Read,
    Sentence,
    Slot,
    Value,
)
from slack_ocsf_codegen.names import identifier, numbered
from slack_ocsf_codegen.observe import Observed
from slack_ocsf_codegen.puts import Put, PutResult
from slack_ocsf_codegen.sources import Place, Sources
from slack_ocsf_codegen.wording import Wording, said


@dataclass(slots=True)
class Statements:
    """Prints the values of one function; collects lookup tables that its module must hold.

    Attributes:
        is_time_told: Whether the time as it came is at an attribute, too, so that nothing of it is
            lost where fractions of a millisecond are cut off.
        profiles: What the metadata of any event lists, where they are made with it.
    """

    ocsf: Ocsf
    sources: Sources
    lookups: dict[str, str] = field(default_factory=dict)
    is_time_told: bool = False
    profiles: tuple[str, ...] = ()
    _variables: dict[str, int] = field(default_factory=dict)

    def event(self, slot: Slot, seen: Observed) -> Lines:
        """Return the statements that fill one attribute of the event.

        Args:
            slot: The attribute and its value.
            seen: As `Put` has it.
        """
        return self._lines(slot.value, Put("event", place=(), seen=seen).slot(slot, "event"))

    def result(self, build: Build) -> Lines:
        """Return the statements that make `result`, the object or None."""
        return ["result: Event | None = None", *printed(self._build(build, PutResult("result")))]

    def guarded(self) -> Lines:
        """Return the statements that leave an entry to another mapper, once all else is printed."""
        return []

    def constant(self, attribute: str) -> str:
        """Return the expression of a constant that the event begins with."""
        return f"event[{attribute!r}]"

    def _lines(self, value: Value, put: Put) -> Lines:
        if isinstance(value, First):
            first, *others = _flat(value)
            later = put.sometimes()
            branches = [self._branch(option, later) for option in others]
            return chained([self._branch(first, put), *branches])
        return printed(self._branch(value, put))

    def _branch(self, value: Value, put: Put) -> Branch:  # noqa: C901, PLR0911 - one case for each form
        match value:
            case Constant() | Caption():
                return Branch((), None, tuple(_constant(value, put)))
            case Read():
                return self._read(value, put)
            case Convert():
                return self._convert(value, put)
            case Kind():
                return self._kind(value, put)
            case OtherText():
                return self._other(value, put)
            case Lookup():
                return self._lookup(value, put)
            case Sentence():
                return self._sentence(value, put)
            case Elements():
                return self._elements(value, put)
            case Build():
                return self._build(value, put)
            case First():
                raise AssertionError("options of a first are flat")

    # --- values at paths

    def _read(self, value: Read, put: Put) -> Branch:
        path = value.path
        place = self.sources.place(path)
        if certain := self._certain(value, place, put):
            expression, takes = certain
            return Branch((), None, (*put.value(expression), *takes))
        if value.type == "timestamp_t" and not value.is_array:
            test = f"(v := milliseconds({place.read})) is not None"
            return Branch((), test, (*put.value("v"), *self.sources.take_time(path)))
        return Branch((), self._test(value, place), (*put.value("v"), *self._take(value, put)))

    def _certain(self, value: Read, place: Place, put: Put) -> tuple[str, Lines] | None:
        """The expression of a value that no event lacks, and the statements that take it."""
        path = value.path
        if not is_certain_path(path):
            return None
        if value.type == "timestamp_t":
            return "time", [] if self.is_time_told else self.sources.take_time(path)
        if path.given == "action":
            return "action", self._take(value, put)
        if place.type == "int" and not value.is_array:
            return f"str({place.read})", self._take(value, put)
        return None

    def _take(self, value: Read, put: Put) -> Lines:
        data_type = self.ocsf.types.get(value.type)
        is_any_text = data_type is not None and not value.is_array and _is_any_text(data_type)
        return self.sources.take(value.path, is_always=put.is_always and is_any_text)

    def _convert(self, value: Convert, put: Put) -> Branch:
        return Branch((), self._conversion(value), tuple(put.value("v")))

    def _conversion(self, value: Convert) -> str:
        """The test that binds `v` to the object that an entity is written as."""
        name = identifier(value.object).upper()
        kind, entity, *left = self.sources.entity(value.path.keys)
        convert = f"AS_{name}.get({kind}, OTHERWISE_AS_{name})"
        return f"{entity} and (v := {convert}({', '.join((kind, entity, *left))}))"

    def _test(self, value: Read, place: Place) -> str:  # noqa: PLR0911 - one return for each type
        """The test that binds `v` to what fits, written as the attribute takes it."""
        read = place.read
        data_type = self.ocsf.types.get(value.type)
        if value.is_array:
            return f"v := all_fit({read}, {self._fit(data_type)})"
        if data_type is None:
            return f"type(v := {read}) is dict and v"
        if data_type.name == "json_t":
            return f"is_filled(v := {read})"
        if conversions.is_pattern(data_type):
            return _matching(place, data_type)
        if data_type.base == "string_t" and data_type.max_len is not None:
            return f"v := text_within({read}, {data_type.max_len})"
        if _is_any_text(data_type):
            return said(place, "text")
        if data_type.base == "boolean_t":
            return f"type(v := {read}) is bool"
        if data_type.base == "float_t":
            return f"is_number(v := {read})"
        low, high = conversions.integer_limits(data_type)
        return f"type(v := {read}) is int and {low} <= v <= {high}"

    def _fit(self, data_type: DataType | None) -> str:
        """The function that returns a fitting element as it is written, else None."""
        if data_type is None or data_type.name == "json_t":
            return "filled"
        if conversions.is_pattern(data_type):
            return f"fit_{conversions.guard_name(data_type.name)}"
        if data_type.base == "string_t" and data_type.max_len is not None:
            return f"texts_within({data_type.max_len})"
        by_base = {"string_t": "text", "boolean_t": "boolean", "float_t": "number"}
        if data_type.name == "timestamp_t":
            return "whole_milliseconds"
        return (
            by_base.get(data_type.base) or f"integer_within{conversions.integer_limits(data_type)}"
        )

    def _kind(self, value: Kind, put: Put) -> Branch:
        kind, wrapper_left = self._kind_names(value)
        taken = [f'if {wrapper_left}.get("type") == {kind}:', f'    del {wrapper_left}["type"]']
        return Branch((), kind, (*put.value(kind), *taken))

    def _kind_names(self, value: Kind) -> tuple[str, str]:
        if value.root == "entity":
            return "kind", "wrapper_left"
        kind, _, _, wrapper_left = self.sources.entity(("entity",))
        return kind, wrapper_left

    def _other(self, value: OtherText, put: Put) -> Branch:
        if isinstance(value.text, Kind):
            kind, _ = self._kind_names(value.text)
            return Branch((), kind, tuple(put.caption(str(OTHER), kind)))
        test = self._test(value.text, self.sources.place(value.text.path))
        return Branch((), test, tuple(put.caption(str(OTHER), "v")))

    def _lookup(self, value: Lookup, put: Put) -> Branch:
        table = self._lookup_table(value)
        read = self.sources.place(value.path).read
        is_caption = isinstance(value.arms[0][1], Caption) if value.arms else False
        default = _row_value(value.default) if value.default is not None else None
        is_object = any(isinstance(arm, Build) for _, arm in value.arms)
        body = put.caption("v[0]", "v[1]") if is_caption else put.value("v")
        if is_object:
            body = put.value("fresh(v)")
        if value.each:
            before = f"v = looked_up({read}, {table}, {default!r})"
            return Branch((before,), "v" if default is None else None, tuple(body))
        if default is None:
            test = f"(v := {table}.get(v) if type(v := {read}) is str else None) is not None"
            return Branch((), test, tuple(body))
        if value.path.given == "filled":
            return Branch((f"v = {table}.get({read}, {default!r})",), None, tuple(body))
        before = f"v = {table}.get(v, {default!r}) if type(v := {read}) is str else {default!r}"
        return Branch((before,), None, tuple(body))

    def _lookup_table(self, value: Lookup) -> str:
        rows = {arm: _row_value(result) for arm, result in value.arms}
        text = repr(rows)
        base = "_" + "_".join(value.path.keys).upper()
        return next(one for one in numbered(base) if self.lookups.setdefault(one, text) == text)

    def _sentence(self, value: Sentence, put: Put) -> Branch:
        before = Wording(self.sources, self._variable).lines(value)
        return Branch(tuple(before), None if is_certain(value) else "v", tuple(put.value("v")))

    # --- values made of values

    def _elements(self, value: Elements, put: Put) -> Branch:
        name = self._variable(f"{put.attribute or 'item'}_items")
        before = [f"{name}: list[Any] = []"]
        for item in value.items:
            before += self._lines(item, put.element(name, is_alone=len(value.items) == 1))
        return Branch(tuple(before), None if is_certain(value) else name, tuple(put.value(name)))

    def _build(self, value: Build, put: Put) -> Branch:
        if value.is_literal:
            return Branch((), None, tuple(put.value(literal_object(value))))
        slot, *more = value.slots
        if not more and isinstance(slot.value, Read) and not put.is_seen():
            return self._read(slot.value, put.only_slot(slot))
        name = self._variable(put.attribute or value.object)
        first, others = first_and_others(value, put)
        if not value.needs:
            start = literal_object(Build(value.object, tuple(first)))
            before = [f"{name}: Event = {start}", *self._slots(others, name, put)]
            test = None if is_certain(value) else name
            return Branch(tuple(before), test, tuple(put.value(name)))
        before = [f"{name}: Event = {{}}", *self._slots(first, name, put)]
        body = [*self._slots(others, name, put.sometimes()), *put.value(name)]
        return Branch(tuple(before), name, tuple(body))

    def _slots(self, slots: list[Slot], name: str, put: Put) -> Lines:
        """Fill attributes of the object `name`, which goes to `put`."""
        return [line for slot in slots for line in self._lines(slot.value, put.slot(slot, name))]

    def _variable(self, name: str) -> str:
        """A name that this function has not used yet; the underscore keeps clear of sources."""
        number = self._variables.get(name, 0) + 1
        self._variables[name] = number
        return f"{name}_" if number == 1 else f"{name}_{number}"


def _is_any_text(data_type: DataType) -> bool:
    """Whether a type takes every string that says something."""
    is_text = data_type.base == "string_t" and data_type.max_len is None
    return is_text and not conversions.is_pattern(data_type) and data_type.name != "json_t"


def _matching(place: Place, data_type: DataType) -> str:
    """The test that binds `v` to a string that is of a type with a pattern."""
    if not conversions.is_remembered(data_type):
        return f"is_{conversions.guard_name(data_type.name)}(v := {place.read})"
    read = f"(v := {place.read})"
    text = read if place.type == "string" else f"type{read} is str"
    return f"{text} and {conversions.pattern_test(data_type, 'v')}"


def _flat(value: First) -> list[Value]:
    options: list[Value] = []
    for option in value.options:
        options += _flat(option) if isinstance(option, First) else [option]
    return options


def _constant(value: Constant | Caption, put: Put) -> Lines:
    if value.parameter is not None:
        own = f"own[{value.parameter!r}]"
        if isinstance(value, Caption):
            return put.caption(f"{own}[0]", f"{own}[1]")
        return put.value(f"list({own})" if isinstance(value.value, tuple) else own)
    if isinstance(value, Caption):
        return put.caption(repr(value.id), repr(value.text))
    return put.value(repr(list(value.value) if isinstance(value.value, tuple) else value.value))


def first_and_others(value: Build, put: Put) -> tuple[list[Slot], list[Slot]]:
    """Return the slots that an object gets first, which it needs or begins with, and the others."""
    if value.needs:
        first = [slot for slot in value.slots if slot.attribute in value.needs]
    else:
        first = [slot for slot in value.slots if _is_inline(slot, put)]
    return first, [slot for slot in value.slots if slot not in first]


def _is_inline(slot: Slot, put: Put) -> bool:
    """Whether a value is a literal that stands where its object begins."""
    value = slot.value
    if put.is_seen(slot.attribute, slot.text_attribute):
        return False
    if isinstance(value, Build):
        return value.is_literal
    return isinstance(value, Constant | Caption) and value.parameter is None


def literal_object(build: Build) -> str:
    """Return the display of an object that is made of literals."""
    members = []
    for slot in build.slots:
        match slot.value:
            case Constant(value=value):
                literal = repr(list(value) if isinstance(value, tuple) else value)
                members.append(f"{slot.attribute!r}: {literal}")
            case Caption(id=number, text=text):
                members.append(f"{slot.attribute!r}: {number}")
                if slot.text_attribute is not None:
                    members.append(f"{slot.text_attribute!r}: {text!r}")
            case Build():
                members.append(f"{slot.attribute!r}: {literal_object(slot.value)}")
    return "{" + ", ".join(members) + "}"


def _row_value(value: Arm) -> object:
    match value:
        case Caption(id=number, text=text):
            return (number, text)
        case Build():
            return literal_eval(literal_object(value))
        case Constant():
            return value.value
