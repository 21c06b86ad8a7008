"""Print the functions that list the observables of events.

Each class has one function, in which every name of an observable is a literal. Objects in lists,
whose names have an index, have functions of their own, one for each OCSF object.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from slack_ocsf_codegen.branches import Lines, indented
from slack_ocsf_codegen.ir import Attribute, Ocsf, OcsfClass, OcsfObject
from slack_ocsf_codegen.names import identifier
from slack_ocsf_codegen.reach import Reach, is_observed


def observer(name: str) -> str:
    """Return the name of the function that lists the observables of an OCSF object in a list."""
    return f"observe_{identifier(name)}"


@dataclass(frozen=True, slots=True)
class Observing:
    """Prints the observables of a plan.

    Attributes:
        ocsf: The schema.
        classes: The attributes that can be filled, by class.
        objects: The attributes that can be filled, by object.
        found: The objects with an observable somewhere inside.
    """

    ocsf: Ocsf
    classes: Reach
    objects: Reach
    found: tuple[str, ...]

    def event_statements(self, ocsf_class: OcsfClass, attributes: Iterable[str]) -> Lines:
        """Return the statements that list the observables of an event; none if there are none.

        Args:
            ocsf_class: The class of the event.
            attributes: The attributes that the event can have.
        """
        lines = [
            line
            for attribute in self._observed(ocsf_class.body, attributes)
            for line in self._member(attribute, "event", (attribute.name,), ())
        ]
        if not lines:
            return []
        return [
            "observables: list[Event] = []",
            *lines,
            "if observables:",
            '    event["observables"] = observables',
        ]

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
            line = _append(self.ocsf, attribute, f"{'.'.join(path)!r}", "v")
            return [f"if (v := {holder}.get({name!r})) is not None{short}:", f"    {line}"]
        value = "_".join(path)
        lines = [f"if ({value} := {holder}.get({name!r})) is not None:"]
        for member in self._inside(inner):
            below = self._member(member, value, (*path, member.name), (*around, inner))
            lines += indented(below)
        return lines

    def _called(self, attribute: Attribute, holder: str, path: str) -> Lines:
        """Statements that leave objects to their functions."""
        name = attribute.name
        if not attribute.is_array:
            value = f"{holder}[{name!r}]"
            test = f"{name!r} in {holder}{_short_enough(self.ocsf, attribute, value)}"
            return [f"if {test}:", *indented([self._observe(attribute, path, value)])]
        line = self._observe(attribute, path + "[{index}]", "item")
        loop = f"for index, item in enumerate({holder}.get({name!r}, ())):"
        return [loop, *indented([line])]

    def _observe(self, attribute: Attribute, path: str, value: str) -> str:
        name = f'f"{path}"' if "{" in path else f'"{path}"'
        if attribute.observable is not None:
            return _append(self.ocsf, attribute, name, value)
        return f"{observer(attribute.object_type or '')}({name}, {value}, observables)"


def _short_enough(ocsf: Ocsf, attribute: Attribute, value: str) -> str:
    """Where strings have a limit, the value of an observable has it too; types may have none."""
    most = ocsf.types["string_t"].max_len
    data_type = ocsf.types.get(attribute.type)
    if most is None or data_type is None or data_type.base != "string_t":
        return ""
    return f" and len({value}) <= {most}"


def _append(ocsf: Ocsf, attribute: Attribute, name: str, value: str) -> str:
    number = attribute.observable or 0
    if ocsf.types[attribute.type].base != "string_t":
        value = f"str({value})"
    return (
        f'observables.append({{"name": {name}, "type_id": {number},'
        f' "type": {ocsf.observables[number]!r}, "value": {value}}})'
    )
