"""Print resolved values as the statements of a mapper of structs: what is there is not asked for.

An object is one display of all members up to the last that every entry of the usual form has: it
costs more to let a dict grow. If that is all of it, it is kept from event to event.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.branches import Branch, Lines, indented
from slack_ocsf_codegen.certainty import is_certain, is_certain_path
from slack_ocsf_codegen.ir import Build, Caption, Constant, Lookup, Read, Slot
from slack_ocsf_codegen.observe import Place
from slack_ocsf_codegen.puts import KeptPut, Put
from slack_ocsf_codegen.sources import Place as Source
from slack_ocsf_codegen.statements import Statements, first_and_others, literal_object
from slack_ocsf_codegen.usual.parts import Parts, is_literal
from slack_ocsf_codegen.usual.structs import NotUsual

METADATA: Place = ("metadata",)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object.

    Attributes:
        key: The attribute.
        value: The expression of its value.
        test: Whether it is there, None for in any entry.
        taken: What takes and remembers it, if it is there.
    """

    key: str
    value: str
    test: str | None = None
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Display:
    """Members of an object in one display.

    Attributes:
        before: What computes them.
        members: The members.
        after: What takes and remembers those that are there in any entry.
    """

    before: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    after: tuple[str, ...] = ()

    def __add__(self, other: "Display") -> "Display":
        return Display(
            self.before + other.before, self.members + other.members, self.after + other.after
        )

    @property
    def optional(self) -> list[Member]:
        """The members that may not be there."""
        return [member for member in self.members if member.test is not None]

    @property
    def expression(self) -> str:
        """The display."""
        return "{" + ", ".join(f"{one.key!r}: {one.value}" for one in self.members) + "}"


@dataclass
class UsualStatements(Statements):
    """Prints the values of one function.

    Attributes:
        parts: The objects that are kept from event to event.
        guards: What is asked of an entry before all else.
    """

    parts: Parts = field(default_factory=Parts)
    guards: list[str] = field(default_factory=list)

    def guarded(self) -> Lines:
        """Return the statements that leave an entry to the mapper of dicts."""
        test = " and ".join(self.guards)
        return [f"if not ({test}):", "    return None"] if self.guards else []

    def constant(self, attribute: str) -> str:
        """Raise `NotUsual`: constants are JSON already, of which nothing can be read."""
        raise NotUsual(attribute)

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
        slot, *more = value.slots
        if put.place and not put.is_seen() and not more and isinstance(slot.value, Read):
            return self._read(slot.value, self._only(slot, put.place, put))
        if value.is_literal or not is_certain(value):
            return super()._build(value, put)
        last = list(self.profiles) if put.place == METADATA else []
        lines, made = self._made(value, put, (Member("profiles", repr(last)),) if last else ())
        return Branch((*lines, *put.value(made)), None, ())

    def _only(self, slot: Slot, place: Place, put: Put) -> Put:
        """Where the one attribute of an object goes that is kept from event to event."""
        name = self.parts.object(place, [(slot.attribute, "v")])
        only = put.only_slot(slot)
        return KeptPut(
            put.target,
            put.attribute,
            only=only.only,
            place=only.place,
            seen=put.seen,
            is_always=put.is_always,
            kept=name,
        )

    def _made(
        self, value: Build, put: Put, last: tuple[Member, ...] = ()
    ) -> tuple[tuple[str, ...], str]:
        """The statements that make an object that is always there, and what then gives it.

        Args:
            value: The object.
            put: Where it goes.
            last: What comes after its members.
        """
        name = self._variable(put.attribute or value.object)
        display, rest = self._display(value, name, put)
        if not rest:
            display += Display(members=last)
            if put.place is not None and len(display.optional) <= 1:
                return self._kept(display, name, put.place, is_read=_is_read(put, display))
            if not display.after and not display.optional:
                return display.before, display.expression
        lines = [*display.before, f"{name}: Event = {display.expression}", *display.after]
        for member in display.optional:
            gone = f"    del {name}[{member.key!r}]"
            lines += [f"if {member.test}:", *indented(member.taken or ("pass",)), "else:", gone]
        lines += self._slots(rest, name, put)
        lines += [f"{name}[{member.key!r}] = {member.value}" for member in last if rest]
        return tuple(lines), name

    def _kept(
        self, display: Display, name: str, place: Place, *, is_read: bool
    ) -> tuple[tuple[str, ...], str]:
        """The statements that fill an object that is kept from event to event, and its name.

        Args:
            display: The object.
            name: A variable for it.
            place: Where it stands.
            is_read: Whether its members are read from it.
        """
        lines = [*display.before, *display.after]
        if not display.optional:
            members = _pairs(display.members)
            whole = self.parts.object(place, members, is_read=is_read)
            return (*lines, *self.parts.filled(whole, members)), whole
        (optional,) = display.optional
        others = _pairs(member for member in display.members if member is not optional)
        whole = self.parts.object(place, _pairs(display.members), is_read=is_read)
        put = [f"{name} = {whole}"]
        put.append(f"{name}[{optional.key!r}] = {optional.value}")
        lines += [f"if {optional.test}:", *indented([*put, *optional.taken])]
        lines += ["else:", f"    {name} = {self.parts.object(place, others, is_read=is_read)}"]
        return (*lines, *self.parts.filled(name, others)), name

    def _display(self, value: Build, name: str, put: Put) -> tuple[Display, list[Slot]]:
        """The members that stand in the display of an object, and those that do not."""
        first, others = first_and_others(value, put)
        slots = [*first, *others]
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
        key, value = slot.attribute, slot.value
        if isinstance(value, Build) and is_certain(value) and not value.is_literal:
            lines, made = self._made(value, put)
            return Display(lines, (Member(key, made),))
        if isinstance(value, Lookup):
            return self._looked_up(value, slot, put)
        if isinstance(value, Read):
            return self._read_member(value, key, put)
        return _literal_member(slot, put)

    def _read_member(self, value: Read, key: str, put: Put) -> Display | None:
        place = self.sources.place(value.path)
        if is_certain_path(value.path):
            certain = self._certain(value, place, put)
            if certain is None:
                return None
            expression, takes = certain
            return Display((), (Member(key, expression),), (*put.see(expression), *takes))
        data_type = self.ocsf.types.get(value.type)
        is_same = place.type == "string" and not value.is_array and data_type is not None
        if not is_same or data_type is None or data_type.base != "string_t":
            return None
        taken = (*put.see("v"), *self._take(value, put))
        return Display((), (Member(key, place.read, self._test(value, place), taken),))

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
        members = (Member(slot.attribute, f"{name}[0]"), Member(slot.text_attribute, f"{name}[1]"))
        return Display((f"{name} = {found}",), members)


def _is_read(put: Put, display: Display) -> bool:
    """Whether observables, or `Written` as its `uid`, are read from an object as a dict."""
    place = put.place or ()
    around = (place[:length] for length in range(1, len(place) + 1))
    is_uid_literal = any(one.key == "uid" and is_literal(one.value) for one in display.members)
    return any(one in put.seen.units for one in around) or (place == METADATA and is_uid_literal)


def _pairs(members: Iterable[Member]) -> list[tuple[str, str]]:
    return [(member.key, member.value) for member in members]


def _literal_member(slot: Slot, put: Put) -> Display | None:
    """A literal of the table as members of a display; None of any other value."""
    match slot.value:
        case Caption(id=number, text=text, parameter=None):
            beside = (Member(slot.text_attribute, repr(text)),) if slot.text_attribute else ()
            seen = put.see_caption(str(number), repr(text))
            return Display((), (Member(slot.attribute, str(number)), *beside), tuple(seen))
        case Constant(value=value, parameter=None):
            literal = repr(list(value) if isinstance(value, tuple) else value)
        case Build() as build if build.is_literal:
            literal = literal_object(build)
        case _:
            return None
    return Display((), (Member(slot.attribute, literal),), tuple(put.see(literal)))
