"""What Slack publishes by now and did not when the package was generated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Drift:
    """New names, sorted.

    Attributes:
        actions: Actions without a line in the table.
        fields: Members of entities, such as `channel.privacy`.
    """

    actions: Sequence[str]
    fields: Sequence[str]


def drift(
    actions: Mapping[str, Any],
    schemas: Mapping[str, Any],
    known_actions: Mapping[str, Any],
    known_schemas: Mapping[str, Any],
) -> Drift:
    """Compare answers of /actions and /schemas; what is no such answer has no names."""
    return Drift(
        sorted(_actions(actions) - set(known_actions)),
        sorted(_fields(schemas) - _fields(known_schemas)),
    )


def _actions(answer: Mapping[str, Any]) -> set[str]:
    groups = answer.get("actions")
    lists = groups.values() if isinstance(groups, dict) else []
    return {name for one in lists if isinstance(one, list) for name in one if type(name) is str}


def _fields(answer: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    schemas = answer.get("schemas")
    for schema in schemas if isinstance(schemas, list) else []:
        for kind, members in schema.items() if isinstance(schema, dict) else ():
            if isinstance(members, dict):
                found.update(f"{kind}.{member}" for member in members)
    return found
