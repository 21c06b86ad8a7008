"""Read the catalogue that a generated package carries: what becomes of each action."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

#: The name under which a catalogue holds what becomes of actions without a line.
OTHERWISE = ""
_OTHER = 99
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """What becomes of an action.

    Attributes:
        action: Slack's name; empty for actions without a line.
        category: Slack's category.
        class_name: OCSF's name of the class, such as `file_hosting`.
        class_caption: Its caption.
        class_uid: Its uid.
        activity_id: The activity.
        activity: Its caption, or for Other its own name.
        severity: Its sources, as a rule one caption with its id.
        status: Likewise; empty where the class has none.
        profiles: Profiles whose attributes the event can have.
        cloudwatch: The class uid that AWS CloudWatch gives it, None where it maps it not.
        line: What the table says of it.
        attributes: The sources of each attribute, by its path in the event.
        own: Paths of attributes that most actions of the class have otherwise, or not.
        unmapped: Known paths outside of entity and details that no attribute takes.
    """

    action: str
    category: str
    class_name: str
    class_caption: str
    class_uid: int
    activity_id: int
    activity: str
    severity: tuple[str, ...]
    status: tuple[str, ...]
    profiles: tuple[str, ...]
    cloudwatch: int | None
    line: str
    attributes: Mapping[str, tuple[str, ...]]
    own: frozenset[str]
    unmapped: tuple[str, ...]

    @property
    def activity_shown(self) -> str:
        """The activity as a person reads it."""
        return f"Other: {self.activity}" if self.activity_id == _OTHER else self.activity


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of one generated package."""

    document: Mapping[str, Any]

    @property
    def ocsf_version(self) -> str:
        """The version of OCSF of the events."""
        return str(self.document["ocsf_version"])

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """Slack's actions that have a line, by name."""
        return tuple(name for name in self.document["actions"] if name != OTHERWISE)

    @property
    def classes(self) -> Mapping[str, Any]:
        """The classes in use, by their OCSF names."""
        found: Mapping[str, Any] = self.document["classes"]
        return found

    def of(self, action: str) -> ActionRecord:
        """Return what becomes of an action, known or not."""
        known = action if action in self.document["actions"] else OTHERWISE
        record = self.document["actions"][known]
        one = self.classes[record["class"]]
        gone = set(record["without"])
        shared = {path: found for path, found in one["attributes"].items() if path not in gone}
        attributes = {
            path: tuple(found) for path, found in {**shared, **record["own"]}.items() if found
        }
        return ActionRecord(
            action=known,
            category=record["category"],
            class_name=record["class"],
            class_caption=one["caption"],
            class_uid=one["uid"],
            activity_id=record["activity_id"],
            activity=record["activity"],
            severity=tuple(record["severity"]),
            status=tuple(record["status"]),
            profiles=tuple(record["profiles"]),
            cloudwatch=record["cloudwatch"],
            line=record["line"],
            attributes=attributes,
            own=frozenset(record["own"]),
            unmapped=tuple(self._untaken(attributes)),
        )

    def nearest(self, action: str) -> list[str]:
        """Return the known actions whose names are most like this one."""
        return difflib.get_close_matches(action, self.actions, _NEAREST)

    def _untaken(self, attributes: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        taken = {path_of(source) for found in attributes.values() for source in found}
        return (path for path in self.document["paths"] if path not in taken)


def path_of(source: str) -> str:
    """Return the path of an entry that a source takes; empty for one that takes none."""
    return source.partition(" of ")[0] if source.startswith("$") else ""


def catalogue(package: ModuleType) -> Catalogue:
    """Return the catalogue of a generated package."""
    text = files(package.__name__).joinpath("catalogue.json").read_bytes()
    return Catalogue(orjson.loads(text))
