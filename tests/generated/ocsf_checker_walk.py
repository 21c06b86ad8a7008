"""The parts of an event beside what the official export says of them, for `ocsf_checker`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FREE_FORM = "object"
"""The object of the export without attributes: anything may stand in it."""


@dataclass(frozen=True, slots=True)
class Export:
    """An official export, read the same from the form up to 1.7 and from that of 1.8.

    `classes` are by uid; `objects`, `types` and `dictionary` by name.
    """

    version: str
    classes: Mapping[int, Mapping[str, Any]]
    objects: Mapping[str, Mapping[str, Any]]
    types: Mapping[str, Mapping[str, Any]]
    dictionary: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Export:
        """Take a decoded export of either form."""
        if "dictionary" in document:
            types = document["dictionary"]["types"]["attributes"]
            dictionary = document["dictionary"]["attributes"]
        else:
            types, dictionary = document["types"], document["dictionary_attributes"]
        classes = {spec["uid"]: spec for spec in document["classes"].values()}
        return cls(document["version"], classes, document["objects"], types, dictionary)

    def observable(self, name: str, attribute: Mapping[str, Any]) -> int | None:
        """Return the observable type of an attribute, the most specific mark first."""
        marks = (
            attribute,
            self.dictionary.get(name, {}),
            self.objects.get(attribute.get("object_type", ""), {}),
            self.types.get(attribute["type"], {}),
        )
        return next((mark["observable"] for mark in marks if "observable" in mark), None)


@dataclass(frozen=True, slots=True)
class Member:
    """A value at an attribute that the export knows, or one element of an array there."""

    path: str
    name: str
    value: object
    attribute: Mapping[str, Any]

    @property
    def profiles(self) -> set[str]:
        """The profiles that bring the attribute; none when it is the class's own."""
        return profiles_of(self.attribute)

    def elements(self) -> Iterator[Member]:
        """Yield the elements of an array, or the member itself where none is due."""
        if not self.attribute.get("is_array"):
            yield self
        elif isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Member(f"{self.path}[{index}]", self.name, value, self.attribute)


@dataclass(frozen=True, slots=True)
class Holder:
    """The event, or an object somewhere in it, beside its class or object in the export."""

    path: str
    value: Mapping[str, Any]
    spec: Mapping[str, Any]

    def at(self, name: str) -> str:
        """Return the path of an attribute, from the event."""
        return f"{self.path}.{name}" if self.path else name

    def members(self) -> Iterator[Member]:
        """Yield what stands at the attributes that the export knows."""
        for name, value in self.value.items():
            if name in self.spec["attributes"]:
                yield Member(self.at(name), name, value, self.spec["attributes"][name])


def profiles_of(attribute: Mapping[str, Any]) -> set[str]:
    """Return the profiles that bring an attribute, in either form of the export."""
    if attribute.get("profile"):
        return {attribute["profile"]}
    return set(attribute.get("profiles") or ())


def holders(
    value: Mapping[str, Any], spec: Mapping[str, Any], export: Export, path: str = ""
) -> Iterator[Holder]:
    """Yield the event and every object in it that is not empty, outermost first."""
    holder = Holder(path, value, spec)
    yield holder
    for member in holder.members():
        kind = member.attribute.get("object_type", FREE_FORM)
        for element in member.elements() if kind != FREE_FORM else ():
            if isinstance(element.value, dict) and element.value:
                yield from holders(element.value, export.objects[kind], export, element.path)
