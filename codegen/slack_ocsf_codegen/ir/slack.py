"""What Slack says of itself, as `slack.slack_from` makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class SlackType:
    """The type of a value in an entry.

    `item` is the type of a list's elements. `fields` are the known members of an object. A
    `wrapped` object is `{"type": t, t: {...}}`; `flat_kind` names the kind of one that may also be
    written without the wrapper.
    """

    name: Literal["string", "bool", "int", "mixed", "list", "object"]
    item: "SlackType | None" = None
    fields: Mapping[str, "SlackType"] = field(default_factory=dict)
    wrapped: bool = False
    flat_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Slack:
    """What Slack says of itself: actions with their categories, entity kinds, one entry.

    `categories` maps a category to its actions in order; an action may stand in two.
    `documented` are actions that only the documentation has. `logs` are the other logs, each with
    the shape of a row.
    """

    categories: Mapping[str, tuple[str, ...]]
    documented: frozenset[str]
    entities: Mapping[str, Mapping[str, SlackType]]
    entry: SlackType
    logs: Mapping[str, SlackType] = field(default_factory=dict)

    @property
    def actions(self) -> frozenset[str]:
        """Every known action name."""
        return frozenset(name for names in self.categories.values() for name in names)
