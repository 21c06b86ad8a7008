"""Slack paths read out of an entry, word for word after docs/mappings.md ("Paths")."""

import json
from dataclasses import dataclass
from pathlib import Path

from ocsf_export import Json

Place = tuple[str, ...]
"""The keys from the top of the entry down to a value."""

ROOT = Path(__file__).parents[2]
ENVELOPE = json.loads((ROOT / "schemas" / "slack" / "envelope.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Entity:
    """What a wrapped member holds: the value inside, its kind, and where both are.

    `kind_place` is None for a flat member.
    """

    value: dict[str, Json]
    place: Place
    kind: str
    kind_place: Place | None


@dataclass(frozen=True)
class Seen:
    """The value at a path, and the entity when the path ends at a wrapped member.

    `place` is None for the kind of a flat member, which is not in the entry.
    """

    value: Json
    place: Place | None
    entity: Entity | None = None


@dataclass(frozen=True)
class Scope:
    """Where paths start: at the entry, or inside one entity."""

    start: dict[str, Json]
    place: Place = ()
    shape: Json = None
    entity: Entity | None = None

    @classmethod
    def of_entry(cls, entry: dict[str, Json]) -> "Scope":
        """Paths that start at the entry; `$kind` is that of its `entity`."""
        return cls(entry, (), ENVELOPE, _unwrapped(entry, "entity", (), ENVELOPE))

    @classmethod
    def of_row(cls, row: dict[str, Json]) -> "Scope":
        """Paths that start at a row of another log, which holds no entities and has no kind."""
        return cls(row)

    @classmethod
    def of_entity(cls, entity: Entity) -> "Scope":
        """Paths that start inside an entity; `$kind` is its own."""
        return cls(entity.value, entity.place, None, entity)

    def seen(self, path: str) -> Seen | None:
        """The value at a path such as `"$actor.name"`, None when it is absent."""
        keys = path.removeprefix("$").split(".")
        if keys == ["kind"]:
            return self._kind()
        value, place, shape, entity = self.start, self.place, self.shape, None
        for key in keys:
            if not isinstance(value, dict) or key not in value:
                return None
            if "x-slack-wrapped" in _properties(shape).get(key, {}):
                entity = _unwrapped(value, key, place, shape)
                if entity is None:
                    return None
                value, place = entity.value, entity.place
            else:
                entity = None
                value, place = value[key], (*place, key)
            shape = _properties(shape).get(key)
        return Seen(value, place, entity)

    def _kind(self) -> Seen | None:
        if self.entity is None:
            return None
        return Seen(self.entity.kind, self.entity.kind_place)


def _properties(shape: Json) -> dict[str, Json]:
    return shape.get("properties", {}) if isinstance(shape, dict) else {}


def _unwrapped(parent: dict[str, Json], key: str, place: Place, shape: Json) -> Entity | None:
    """The entity that a wrapped member holds, nested or (where that is allowed) flat."""
    wrapper = parent.get(key)
    if not isinstance(wrapper, dict):
        return None
    at = (*place, key)
    kind = wrapper.get("type")
    if isinstance(kind, str) and isinstance(wrapper.get(kind), dict):
        return Entity(wrapper[kind], (*at, kind), kind, (*at, "type"))
    flat_kind = _properties(shape)[key]["x-slack-wrapped"]
    if isinstance(flat_kind, str):
        return Entity(wrapper, at, flat_kind, None)
    return None
