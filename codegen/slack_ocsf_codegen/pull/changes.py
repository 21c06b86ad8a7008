"""How two answers of Slack differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from slack_ocsf_codegen.pull.answers import Actions, Answers, fields

_Name = TypeVar("_Name", str, tuple[str, str])
_Fact = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """An entity field that came, went or has another type; `before` or `after` may be empty."""

    kind: str
    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def __str__(self) -> str:
        place = f"{self.kind}.{self.field}"
        if not self.before:
            return f"new field {place}: {_either(self.after)}"
        if not self.after:
            return f"vanished field {place}: {_either(self.before)}"
        return f"changed field {place}: {_either(self.before)} -> {_either(self.after)}"


@dataclass(frozen=True, slots=True)
class ActionChange:
    """An action that came, went or moved; its categories before and after, one may be empty."""

    action: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def __str__(self) -> str:
        if not self.before:
            return f"new action {self.action} ({', '.join(self.after)})"
        if not self.after:
            return f"vanished action {self.action} ({', '.join(self.before)})"
        return f"moved action {self.action}: {', '.join(self.before)} -> {', '.join(self.after)}"


@dataclass(frozen=True, slots=True)
class SlackChanges:
    """What differs, each sorted by name: new and vanished actions apart, then moved ones."""

    new: tuple[ActionChange, ...]
    vanished: tuple[ActionChange, ...]
    moved: tuple[ActionChange, ...]
    fields: tuple[FieldChange, ...]

    def __str__(self) -> str:
        lines = (*self.new, *self.vanished, *self.moved, *self.fields)
        return "\n".join(map(str, lines)) or "no action and no entity field changed"


def compare(before: Answers, after: Answers) -> SlackChanges:
    """Return how `after` differs from `before`."""
    actions = tuple(
        ActionChange(action, was, is_now)
        for action, was, is_now in _differences(_by_name(before.actions), _by_name(after.actions))
    )
    return SlackChanges(
        new=tuple(change for change in actions if not change.before),
        vanished=tuple(change for change in actions if not change.after),
        moved=tuple(change for change in actions if change.before and change.after),
        fields=tuple(
            FieldChange(kind, field, was, is_now)
            for (kind, field), was, is_now in _differences(
                fields(before.schemas), fields(after.schemas)
            )
        ),
    )


def _by_name(actions: Actions) -> dict[str, _Fact]:
    """Return the categories of each action, sorted."""
    found: dict[str, _Fact] = {}
    for category, names in sorted(actions.items()):
        for name in names:
            found[name] = (*found.get(name, ()), category)
    return found


def _differences(
    before: Mapping[_Name, _Fact], after: Mapping[_Name, _Fact]
) -> Iterator[tuple[_Name, _Fact, _Fact]]:
    for name in sorted(before.keys() | after.keys()):
        was, is_now = before.get(name, ()), after.get(name, ())
        if was != is_now:
            yield name, was, is_now


def _either(notations: tuple[str, ...]) -> str:
    return " or ".join(notations)
