"""Describe events as columns: what a Parquet file of each class has, and views over a lake of them.

A column is as wide as the table can fill it: objects have the attributes that can occur anywhere,
so that an object is the same struct wherever it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from slack_ocsf_codegen.conversions import FREE
from slack_ocsf_codegen.ir import Attribute, Ocsf, OcsfClass, OcsfObject, Plan
from slack_ocsf_codegen.names import identifier
from slack_ocsf_codegen.reach import Reach, occurring

_TYPES = {
    "string_t": "string",
    "boolean_t": "bool",
    "integer_t": "int32",
    "long_t": "int64",
    "float_t": "double",
}
_FREE = '"json"'


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a class or the members of an object, as printed.

    Attributes:
        name: The class or object.
        constant: What its columns are called in the generated module.
        uid: Number of the class, None of an object.
        types: Each attribute, sorted, and its type.
    """

    name: str
    constant: str
    uid: int | None
    types: Mapping[str, str]


def columns_view(plan: Plan) -> dict[str, object]:
    """Return the view of `columns.py`: objects before what holds them, classes by uid."""
    objects, classes = described(plan)
    return {"version": plan.ocsf.version, "objects": objects, "classes": classes}


def described(plan: Plan) -> tuple[list[Columns], list[Columns]]:
    """Return objects, each before what holds it, and classes by uid."""
    found = _Described(plan)
    classes = found.classes()
    return found.objects, classes


def views_view(plan: Plan, package: str) -> dict[str, object]:
    """Return the view of the SQL script: each class with its columns."""
    _, classes = described(plan)
    return {"version": plan.ocsf.version, "package": package, "classes": classes}


class _Described:
    """The columns of a plan; `objects` fills up in the order of need."""

    def __init__(self, plan: Plan) -> None:
        self._ocsf: Ocsf = plan.ocsf
        self._class_reach: Reach
        self._object_reach: Reach
        self._class_reach, self._object_reach = occurring(plan)
        self.objects: list[Columns] = []

    def classes(self) -> list[Columns]:
        used = (self._ocsf.classes[name] for name in self._class_reach)
        return [self._class(one) for one in sorted(used, key=lambda one: one.uid)]

    def _class(self, one: OcsfClass) -> Columns:
        types = self._types(one.body, self._class_reach[one.name], ())
        return Columns(one.name, f"_CLASS_{one.uid}", one.uid, types)

    def _types(
        self, body: OcsfObject, reach: Iterable[str], within: tuple[str, ...]
    ) -> Mapping[str, str]:
        held = (body.attributes[name] for name in sorted(reach) if name in body.attributes)
        return {one.name: self._type(one, within) for one in held}

    def _type(self, attribute: Attribute, within: tuple[str, ...]) -> str:
        one = self._single(attribute, within)
        return f"[{one}]" if attribute.is_array and one != _FREE else one

    def _single(self, attribute: Attribute, within: tuple[str, ...]) -> str:
        name = attribute.object_type
        if name is None and attribute.type not in FREE:
            return f'"{_TYPES[self._ocsf.types[attribute.type].base]}"'
        if name is None or name in FREE or name in within or name not in self._object_reach:
            return _FREE  # no end of columns for what holds its own kind
        return self._object(name, (*within, name))

    def _object(self, name: str, within: tuple[str, ...]) -> str:
        constant = f"_{identifier(name).upper()}"
        if all(one.name != name for one in self.objects):
            types = self._types(self._ocsf.objects[name], self._object_reach[name], within)
            self.objects.append(Columns(name, constant, None, types))
        return constant
