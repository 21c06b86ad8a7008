"""The values of mappings.toml, interpreted one entry at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ocsf_export import Attributes, Export, Json, enum_ids, is_object, snake
from slack_paths import Entity, Place, Scope
from table_forms import is_path, is_plain_object, looked_up, said
from value_conversions import converted, scalar_text

OTHER_ID = 99


class Found(NamedTuple):
    """A value for an attribute, and the places in the entry that it takes."""

    value: Json
    taken: frozenset[Place] = frozenset()


class Pair(NamedTuple):
    """An enum's id and the text beside it."""

    uid: int
    text: str


@dataclass(frozen=True)
class Values:
    """Finds values of the table in an entry.

    Args:
        export: The official export, which says what each attribute takes.
        entities: The table's `[entity.<kind>.<object>]`, by kind and object.
    """

    export: Export
    entities: dict[str, dict[str, dict[str, Json]]]

    def attributes(self, values: dict[str, Json], known: Attributes, scope: Scope) -> Found:
        """The attributes of a class or an object that are there, each enum with its id."""
        written: dict[str, Json] = {}
        taken: frozenset[Place] = frozenset()
        ids = enum_ids(known)
        for name, value in values.items():
            if value is False:
                continue
            if name in ids:
                found = self._enum(value, known[ids[name]], scope)
            else:
                found = self.attribute(value, known[name], scope)
            if found is None:
                continue
            taken |= found.taken
            if name in ids:
                written |= _beside(ids[name], name, found.value)
            else:
                written[name] = found.value
        return Found(written, taken)

    def attribute(self, value: Json, meaning: dict[str, Json], scope: Scope) -> Found | None:
        """What a value of the table gives for an attribute, or None when it is absent."""
        if is_path(value):
            return self._path(value, meaning, scope)
        if isinstance(value, list):
            element = {**meaning, "is_array": False}
            return _listed(self.attribute(each, element, scope) for each in value)
        if is_plain_object(value):
            return self._object(value, meaning, scope)
        return self._form(value, meaning, scope) if isinstance(value, dict) else Found(value)

    def _form(self, form: dict[str, Json], meaning: dict[str, Json], scope: Scope) -> Found | None:
        if "match" in form:
            found = looked_up(form, scope, many=bool(meaning.get("is_array")))
            return None if found is None else self._arms(found, meaning, scope)
        if "first" in form:
            options = (self.attribute(each, meaning, scope) for each in form["first"])
            return next((found for found in options if found is not None), None)
        sentence = said(form["text"], scope)
        written = None if sentence is None else converted(sentence, meaning, self.export)
        return None if written is None else Found(written.value)

    def _arms(self, found: Json, meaning: dict[str, Json], scope: Scope) -> Found | None:
        """What a `match` came to; its arms may be objects of literals."""
        if isinstance(found, list):
            element = {**meaning, "is_array": False}
            return _listed(self._arms(each, element, scope) for each in found)
        return self._object(found, meaning, scope) if isinstance(found, dict) else Found(found)

    def _path(self, path: str, meaning: dict[str, Json], scope: Scope) -> Found | None:
        seen = scope.seen(path)
        if seen is None:
            return None
        if is_object(meaning) and not meaning.get("is_array"):
            return None if seen.entity is None else self._entity(seen.entity, meaning)
        written = converted(seen.value, meaning, self.export)
        if written is None:
            return None
        if seen.place is None or not written.exact:
            return Found(written.value)
        return Found(written.value, frozenset({seen.place}))

    def _entity(self, entity: Entity, meaning: dict[str, Json]) -> Found | None:
        for kind in (entity.kind, "any"):
            values = self.entities.get(kind, {}).get(meaning["object_type"])
            if values is not None:
                return self._object(values, meaning, Scope.of_entity(entity))
        return None

    def _object(
        self, values: dict[str, Json], meaning: dict[str, Json], scope: Scope
    ) -> Found | None:
        name = meaning["object_type"]
        found = self.attributes(values, self.export.object_attributes(name), scope)
        if not found.value or not self.export.satisfied(name, set(found.value)):
            return None
        return found

    def _enum(self, value: Json, meaning: dict[str, Json], scope: Scope) -> Found | None:
        """The id and the text of an enum as a Pair, or a list of them for an array."""
        if isinstance(value, list):
            element = {**meaning, "is_array": False}
            return _listed(self._enum(each, element, scope) for each in value)
        if not isinstance(value, dict):
            return Found(_pair(value, meaning))
        if "first" in value:
            options = (self._enum(each, meaning, scope) for each in value["first"])
            return next((found for found in options if found is not None), None)
        if "other" in value:
            text = value["other"]
            if is_path(text):
                seen = scope.seen(text)
                text = None if seen is None else scalar_text(seen.value)
            return None if text is None else Found(Pair(OTHER_ID, text))
        words = looked_up(value, scope, many=bool(meaning.get("is_array")))
        if isinstance(words, list):
            return Found([_pair(word, meaning) for word in words])
        return None if words is None else Found(_pair(words, meaning))


def _listed(elements: Iterable[Found | None]) -> Found | None:
    there = [each for each in elements if each is not None]
    if not there:
        return None
    return Found([each.value for each in there], frozenset().union(*(e.taken for e in there)))


def _pair(word: str, meaning: dict[str, Json]) -> Pair:
    for uid, member in meaning["enum"].items():
        if snake(member["caption"]) == word:
            return Pair(int(uid), member["caption"])
    raise LookupError(f"the table says {word!r}, which is no caption of {meaning['caption']}")


def _beside(uid_name: str, text_name: str, value: Pair | list[Pair]) -> dict[str, Json]:
    if isinstance(value, Pair):
        return {uid_name: value.uid, text_name: value.text}
    return {uid_name: [pair.uid for pair in value], text_name: [pair.text for pair in value]}
