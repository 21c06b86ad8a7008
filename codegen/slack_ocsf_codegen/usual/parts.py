"""Name the dicts that are kept from event to event, and filled anew for each.

To make a dict and drop it costs more than to fill it. Each is for one place, so that no two parts
of an event are the same dict.
"""

from ast import literal_eval
from collections.abc import Iterable
from dataclasses import dataclass, field

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

    def object(self, place: Place, members: Iterable[tuple[str, str]]) -> str:
        """Return the name of an object.

        Args:
            place: Where it stands in events.
            members: The attributes and the expressions of their values.
        """
        return self._name(place, variable_of(place), self._display(members))

    def filled(self, name: str, members: Iterable[tuple[str, str]]) -> Lines:
        """Return the statements that fill an object; what never changes is in it."""
        changing = ((key, value) for key, value in members if not self.is_constant(value))
        return [f"{name}[{key!r}] = {value}" for key, value in changing]

    def is_constant(self, value: str) -> bool:
        """Whether an expression gives the same in any event: a literal, or what is kept."""
        if value in self.names.values():
            return True
        try:
            literal_eval(value)
        except ValueError:
            return False
        return True

    def appended(self, one: Observable) -> Lines:
        """Return the statements that list an observable, which is kept if its name is a literal."""
        if not self.is_constant(one.name):
            return appended(one)
        place = tuple(literal_eval(one.name).split("."))
        display = self._display(one.members())
        name = self._name(("observables", *place), f"seen_{variable_of(place)}", display)
        return [*self.filled(name, one.members()), f"observables.append({name})"]

    def _display(self, members: Iterable[tuple[str, str]]) -> str:
        """An object as it begins: what changes is not there yet."""
        kept = ((key, value if self.is_constant(value) else "None") for key, value in members)
        return "{" + ", ".join(f"{key!r}: {value}" for key, value in kept) + "}"

    def _name(self, place: Place, name: str, text: str) -> str:
        """The name of a dict, a new one or one before; those of one name are numbered."""
        base, taken = name.upper(), set(self.names.values())
        new = next(one for one in numbered(base) if one not in taken)
        return self.names.setdefault((place, text), new)

    def view(self) -> list[dict[str, str]]:
        """Return the view of them, inner ones first."""
        return [{"name": name, "value": text} for (_, text), name in self.names.items()]
