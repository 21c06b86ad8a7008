"""Resolve `$paths` against what Slack says of its entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from slack_ocsf_codegen.ir import Given, Kind, Path, Slack, SlackType
from slack_ocsf_codegen.names import did_you_mean

_MIXED = SlackType("mixed")


class UnknownPath(Exception):
    """A `$path` that no entry has; the text says which member is wrong."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where paths start: at the entry, or at an entity of one kind (`any`: of every kind).

    `given` are the members without which an entry is no event. Rows of other logs have no kinds.
    """

    root: Literal["entry", "entity"]
    fields: Mapping[str, SlackType]
    entities: Mapping[str, SlackType]
    given: Mapping[str, Given] = field(default_factory=dict)
    has_kinds: bool = True

    def resolve(self, text: str) -> Path | Kind:
        """Return the path that `text` (with its `$`) names.

        Raises:
            UnknownPath: No entry has it.
        """
        keys = tuple(text[1:].split("."))
        if keys == ("kind",) and self.has_kinds:
            return Kind(self.root)
        here, members = SlackType("object", fields=self.fields), self.fields
        for index, key in enumerate(keys):
            if here.name not in {"object", "mixed"}:
                raise UnknownPath(
                    f"unknown Slack path {text!r}: ${'.'.join(keys[:index])} ({here.name})"
                    " has no members"
                )
            if key in members:
                here = members[key]
            elif members or not key:
                raise UnknownPath(f"unknown Slack path {text!r}{_nearest(keys, index, members)}")
            else:
                here = _MIXED
            members = self.entities if here.wrapped else here.fields
        return Path(self.root, keys, here, self.given.get(".".join(keys)))


def _nearest(keys: tuple[str, ...], index: int, members: Mapping[str, SlackType]) -> str:
    before, after = keys[:index], keys[index + 1 :]
    known = ["$" + ".".join((*before, member, *after)) for member in members]
    return did_you_mean("$" + ".".join(keys), known)


def entry_scope(slack: Slack) -> Scope:
    """Paths from the entry."""
    given: Mapping[str, Given] = {"action": "action", "date_create": "time"}
    return Scope("entry", slack.entry.fields, union(slack), given)


def row_scope(row: SlackType, given: Mapping[str, Given]) -> Scope:
    """Paths from a row of another log than the audit log."""
    return Scope("entry", row.fields, {}, given, has_kinds=False)


def entity_scope(slack: Slack, kind: str) -> Scope:
    """Paths from an entity of `kind`; `any` has what any kind has."""
    every = union(slack)
    return Scope("entity", slack.entities.get(kind, every), every)


def union(slack: Slack) -> dict[str, SlackType]:
    """Every field that some kind of entity has; of differing types, `mixed`."""
    fields: dict[str, SlackType] = {}
    for members in slack.entities.values():
        for name, member in members.items():
            fields[name] = member if fields.get(name, member) == member else _MIXED
    return fields
