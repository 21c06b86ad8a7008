"""Name the dicts that are kept from event to event, and filled anew for each.

To make a dict and drop it costs more than to fill it. Each is for one place, so that no two parts
of an event are the same dict.
"""

import json
from ast import literal_eval
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, groupby

from slack_ocsf_codegen.branches import Lines
from slack_ocsf_codegen.names import numbered
from slack_ocsf_codegen.observe import Observable, Place, appended, variable_of


@dataclass(frozen=True, slots=True)
class Parts:
    """The dicts that were asked for.

    Attributes:
        names: By the place in an event and the dict as it begins, what each is called.
    """

    names: dict[tuple[Place, str], str] = field(default_factory=dict)

    def object(
        self, place: Place, members: Iterable[tuple[str, str]], *, is_read: bool = False
    ) -> str:
        """Return the name of an object.

        Args:
            place: Where it stands in events.
            members: The attributes and the expressions of their values.
            is_read: Whether any of them is read from it, so that none may hide in another's JSON.
        """
        display = self._display(members, are_apart=is_read)
        return self._name(place, variable_of(place), display)

    def filled(self, name: str, members: Iterable[tuple[str, str]]) -> Lines:
        """Return the statements that fill an object; what never changes is in it."""
        changing = ((key, value) for key, value in members if not self.is_constant(value))
        return [f"{name}[{key!r}] = {value}" for key, value in changing]

    def is_constant(self, value: str) -> bool:
        """Whether an expression gives the same in any event: a literal, or what is kept."""
        return value in self.names.values() or is_literal(value)

    def appended(self, one: Observable) -> Lines:
        """Return the statements that list an observable, which is kept if its name is a literal."""
        if not self.is_constant(one.name):
            return appended(one)
        place = tuple(literal_eval(one.name).split("."))
        display = self._display(one.members())
        name = self._name(("observables", *place), f"seen_{variable_of(place)}", display)
        return [*self.filled(name, one.members()), f"observables.append({name})"]

    def _display(self, members: Iterable[tuple[str, str]], *, are_apart: bool = False) -> str:
        """An object as it begins: what changes is not there yet."""
        runs = groupby(members, key=lambda member: not are_apart and is_literal(member[1]))
        printed = (
            [_run(list(run))] if are_literal else map(self._begun, run) for are_literal, run in runs
        )
        return "{" + ", ".join(chain.from_iterable(printed)) + "}"

    def _begun(self, member: tuple[str, str]) -> str:
        key, value = member
        return f"{key!r}: {value if self.is_constant(value) else None}"

    def _name(self, place: Place, name: str, text: str) -> str:
        """The name of a dict, a new one or one before; those of one name are numbered."""
        base, taken = name.upper(), set(self.names.values())
        new = next(one for one in numbered(base) if one not in taken)
        return self.names.setdefault((place, text), new)

    def view(self) -> list[dict[str, str]]:
        """Return the view of them, inner ones first."""
        return [{"name": name, "value": text} for (_, text), name in self.names.items()]


def is_literal(value: str) -> bool:
    """Return whether an expression is a literal."""
    try:
        literal_eval(value)
    except ValueError:
        return False
    return True


def _run(members: list[tuple[str, str]]) -> str:
    """Literals that follow one another, as the first of them with the JSON of all for a value."""
    first, *others = members
    if not others:
        return f"{first[0]!r}: {first[1]}"
    values = {key: literal_eval(value) for key, value in members}
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    opening = json.dumps(first[0], ensure_ascii=False)
    return f"{first[0]!r}: Fragment({text[len(opening) + 2 : -1].encode()!r})"
