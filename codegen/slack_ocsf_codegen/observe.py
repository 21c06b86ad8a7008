"""Print what lists the observables of events.

A mapper remembers what it puts where an observable may be, and lists it in the end, with names that
are literals. Objects in lists, whose names have an index, have functions, one for each OCSF object.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from slack_ocsf_codegen.branches import Lines, indented
from slack_ocsf_codegen.ir import (
    Attribute,
    Build,
    Elements,
    Ocsf,
    OcsfClass,
    OcsfObject,
    Slot,
    Value,
)
from slack_ocsf_codegen.names import identifier
from slack_ocsf_codegen.reach import Reach, is_observed

Place = tuple[str, ...]
"""Where a value stands in the event, the index of an element with its list's name."""


def observer(name: str) -> str:
    """Return the name of the function that lists the observables of an OCSF object in a list."""
    return f"observe_{identifier(name)}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A value that is an observable or holds some.

    Attributes:
        test: What is asked beside whether it is there; None if nothing is, as for lists.
        lines: Returns the statements that list it, of the expression that gives it.
    """

    test: str | None
    lines: Callable[[str], Lines]


@dataclass(frozen=True, slots=True)
class Observed:
    """What lists the observables of the events that one function makes.

    Attributes:
        units: Of each value that is an observable or holds some, what lists it. Each has a
            variable, None where the event has no such value.
        known: Of those that every event has, the expressions that give them.
    """

    units: dict[Place, Unit] = field(default_factory=dict)
    known: dict[Place, str] = field(default_factory=dict)

    @staticmethod
    def variable(place: Place) -> str:
        """Return the variable of a value."""
        return f"seen_{variable_of(place)}"

    def variables(self) -> dict[Place, str]:
        """Return the variables that are needed."""
        return {place: self.variable(place) for place in self.units if place not in self.known}

    def see(self, place: Place | None, expression: str) -> Lines:
        """Return the statement that remembers a value put at a place, if it is to be."""
        if place is None or place not in self.units or place in self.known:
            return []
        return [f"{self.variable(place)} = {expression}"]

    def listing(self) -> Lines:
        """Return the statements that list them, after all others."""
        lines: Lines = []
        for place, unit in self.units.items():
            variable = self.variable(place)
            if place in self.known:
                lines += unit.lines(self.known[place])
            elif unit.test is None:
                lines += unit.lines(variable)
            else:
                test = f"if {variable} is not None{unit.test}:"
                lines += [test, *indented(unit.lines(variable))]
        return lines


def variable_of(place: Place) -> str:
    """Return a name for what stands at a place."""
    return re.sub(r"\W", "_", "_".join(place)).rstrip("_")


@dataclass(frozen=True, slots=True)
class Observable:
    """An observable as it is printed.

    Attributes:
        name: The expression of its name, a literal but for what is in lists.
        type_id: Number of its type.
        type: Caption of its type.
        value: The expression of its value.
    """

    name: str
    type_id: int
    type: str
    value: str

    def members(self) -> list[tuple[str, str]]:
        """Return its attributes and the expressions of their values."""
        return [
            ("name", self.name),
            ("type_id", str(self.type_id)),
            ("type", repr(self.type)),
            ("value", self.value),
        ]


def appended(one: Observable) -> Lines:
    """Return the statement that lists an observable."""
    members = ", ".join(f'"{key}": {value}' for key, value in one.members())
    return [f"observables.append({{{members}}})"]


@dataclass(frozen=True, slots=True)
class Observing:
    """Prints the observables of a plan.

    Attributes:
        ocsf: The schema.
        classes: The attributes that can be filled, by class.
        objects: The attributes that can be filled, by object.
        found: The objects with an observable somewhere inside.
        append: Prints the statements that list one.
    """

    ocsf: Ocsf
    classes: Reach
    objects: Reach
    found: tuple[str, ...]
    append: Callable[[Observable], Lines] = appended

    def of_event(self, ocsf_class: OcsfClass, slots: Iterable[Slot]) -> Observed:
        """Return what lists the observables of an event.

        Args:
            ocsf_class: The class of the event.
            slots: What fills it.
        """
        observed = Observed()
        self._slots(ocsf_class.body, slots, (), observed)
        return observed

    def _slots(
        self, body: OcsfObject, slots: Iterable[Slot], path: Place, observed: Observed
    ) -> None:
        """Add the observables of an object at `path` that slots fill."""
        values = {
            name: slot.value for slot in slots for name in (slot.attribute, slot.text_attribute)
        }
        for attribute in self._observed(body, (name for name in values if name)):
            place, value = (*path, attribute.name), values[attribute.name]
            if attribute.is_array:
                self._array(attribute, value, place, observed)
            else:
                self._value(attribute, value, place, observed)

    def _array(self, attribute: Attribute, value: Value, place: Place, observed: Observed) -> None:
        """Of a list of one element, which has that place alone, the element."""
        if isinstance(value, Elements) and len(value.items) == 1:
            element = (*place[:-1], f"{place[-1]}[0]")
            self._value(attribute, value.items[0], element, observed)
        else:
            loop = partial(self._loop, attribute, path=".".join(place))
            observed.units[place] = Unit(None, loop)

    def _value(self, attribute: Attribute, value: Value, place: Place, observed: Observed) -> None:
        if isinstance(value, Build) and not value.is_literal and attribute.observable is None:
            self._slots(self.ocsf.objects[value.object], value.slots, place, observed)
        elif attribute.observable is not None:
            append = partial(self._append, attribute, f"{'.'.join(place)!r}")
            test = _short_enough(self.ocsf, attribute, observed.variable(place))
            observed.units[place] = Unit(test, append)
        else:
            inner = attribute.object_type or ""
            members = partial(self._members, inner, path=place, around=(inner,))
            observed.units[place] = Unit("", members)

    def object_statements(self, name: str) -> Lines:
        """Return the body of `observe_<object>(name, value, observables)`."""
        lines: Lines = []
        for attribute in self._inside(name):
            lines += self._called(attribute, "value", f"{{name}}.{attribute.name}")
        return lines

    def called(self) -> tuple[str, ...]:
        """Return the objects that need a function: in lists or in themselves, and all in those."""
        bodies = [
            (self.ocsf.classes[name].body, attributes) for name, attributes in self.classes.items()
        ] + [(self.ocsf.objects[name], attributes) for name, attributes in self.objects.items()]
        listed = {
            attribute.object_type
            for body, attributes in bodies
            for attribute in self._observed(body, attributes)
            if attribute.is_array
        }
        needed = {name for name in self.found if name in listed or name in self._within(name)}
        return tuple(sorted(needed.union(*map(self._within, needed))))

    def _within(self, name: str) -> set[str]:
        """The objects with observables inside an object, at any depth."""
        within: set[str] = set()
        waiting = [name]
        while waiting:
            types = {attribute.object_type or "" for attribute in self._inside(waiting.pop())}
            more = (types & set(self.found)) - within
            within |= more
            waiting += more
        return within

    def _inside(self, name: str) -> list[Attribute]:
        return self._observed(self.ocsf.objects[name], self.objects[name])

    def _observed(self, body: OcsfObject, attributes: Iterable[str]) -> list[Attribute]:
        names = (name for name in sorted(attributes) if is_observed(body, name, self.found))
        return [body.attributes[name] for name in names]

    def _member(
        self, attribute: Attribute, holder: str, path: tuple[str, ...], around: tuple[str, ...]
    ) -> Lines:
        """Statements with literal names; `around` are the types of the objects on the way."""
        name, inner = attribute.name, attribute.object_type or ""
        if attribute.is_array or inner in around:
            return self._called(attribute, holder, ".".join(path))
        if attribute.observable is not None:
            short = _short_enough(self.ocsf, attribute, "v")
            lines = self._append(attribute, f"{'.'.join(path)!r}", "v")
            return [f"if (v := {holder}.get({name!r})) is not None{short}:", *indented(lines)]
        value = variable_of(path)
        lines = [f"if ({value} := {holder}.get({name!r})) is not None:"]
        return [*lines, *indented(self._members(inner, value, path, (*around, inner)))]

    def _members(self, inner: str, value: str, path: Place, around: tuple[str, ...]) -> Lines:
        """Statements for the members of the object at a variable."""
        return [
            line
            for member in self._inside(inner)
            for line in self._member(member, value, (*path, member.name), around)
        ]

    def _called(self, attribute: Attribute, holder: str, path: str) -> Lines:
        """Statements that leave objects to their functions."""
        name = attribute.name
        if not attribute.is_array:
            value = f"{holder}[{name!r}]"
            test = f"{name!r} in {holder}{_short_enough(self.ocsf, attribute, value)}"
            return [f"if {test}:", *indented(self._observe(attribute, path, value))]
        return self._loop(attribute, f"{holder}.get({name!r})", path)

    def _loop(self, attribute: Attribute, values: str, path: str) -> Lines:
        lines = self._observe(attribute, path + "[{index}]", "item")
        return [f"for index, item in enumerate({values} or ()):", *indented(lines)]

    def _observe(self, attribute: Attribute, path: str, value: str) -> Lines:
        name = f'f"{path}"' if "{" in path else f'"{path}"'
        if attribute.observable is not None:
            return self._append(attribute, name, value)
        return [f"{observer(attribute.object_type or '')}({name}, {value}, observables)"]

    def _append(self, attribute: Attribute, name: str, value: str) -> Lines:
        number = attribute.observable or 0
        is_text = self.ocsf.types[attribute.type].base == "string_t"
        caption = self.ocsf.observables[number]
        written = value if is_text else f"str({value})"
        return self.append(Observable(name, number, caption, written))


def _short_enough(ocsf: Ocsf, attribute: Attribute, value: str) -> str:
    """Where strings have a limit, the value of an observable has it too; types may have none."""
    most = ocsf.types["string_t"].max_len
    data_type = ocsf.types.get(attribute.type)
    if most is None or data_type is None or data_type.base != "string_t":
        return ""
    return f" and len({value}) <= {most}"
