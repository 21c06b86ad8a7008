"""The structs that an entry of the usual form is read into.

They have the members that Slack documents, in the order in which Slack writes them: in that order
what no attribute takes stands under `unmapped`. Of an entry with any other member, or with one of
another type, they make nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Literal

from slack_ocsf_codegen.ir import Slack, SlackType
from slack_ocsf_codegen.sources import Keys

ACTOR: Keys = ("actor",)
#: The one kind of actor that is usual.
USER = "user"
_USER_FIRST = ("id", "name", "email", "team")  # as Slack writes them; schemas.json has the alphabet
#: What an entry without is no event.
GIVEN: frozenset[Keys] = frozenset({("action",), ("date_create",)})
#: Strings that nearly every entry has beside the ids, and that are not empty.
_FILLED: frozenset[Keys] = frozenset(
    {
        (*ACTOR, "name"),
        (*ACTOR, "team"),
        ("context", "ip_address"),
        ("context", "location", "type"),
        ("context", "location", "name"),
        ("context", "location", "domain"),
    }
)
_OPEN: frozenset[Keys] = frozenset({("details",)})  # each action has others there


class NotUsual(Exception):
    """A line of the table asks for what is only printed for dicts."""


@dataclass(frozen=True, slots=True)
class Usual:
    """One struct, for an object of the entry.

    Attributes:
        keys: Where the object stands; an actor is the user in its wrapper.
        fields: Its members.
        needed: Those that it always has; strings among them are not empty. No struct is empty, so
            that one of which nothing is left was taken.
    """

    keys: Keys
    fields: Mapping[str, SlackType]
    needed: frozenset[str]

    @property
    def name(self) -> str:
        """What the struct is called."""
        if self.keys == ACTOR:
            return USER.capitalize()
        return "".join(key.capitalize() for key in self.keys) or "Entry"

    def type_of(self, name: str) -> Literal["string", "int", "mixed"]:
        """What a member is, if it is there and not null."""
        of_type = self.fields[name].name
        if of_type == "string" or (of_type == "int" and name in self.needed):
            return of_type
        return "mixed"

    def is_filled(self, name: str) -> bool:
        """Whether a member is a string that is always there and not empty."""
        is_given = (*self.keys, name) in GIVEN
        return name in self.needed and self.type_of(name) == "string" and not is_given

    @property
    def absent(self) -> str:
        """The constant that stands for the object where an entry does not have it."""
        return f"NO_{'_'.join(self.keys).upper()}"


def usual_structs(slack: Slack) -> dict[Keys, Usual]:
    """Return the structs by where their objects stand, outer ones first; none if there can be none.

    An object becomes one if it has an id or holds one that has. All their members must have names
    that Python takes.
    """
    user = slack.entities.get(USER, {})
    if not slack.entry.fields.get("actor", SlackType("mixed")).wrapped or "id" not in user:
        return {}
    first = {name: user[name] for name in _USER_FIRST if name in user}
    needed = frozenset(name for name in user if name == "id" or (*ACTOR, name) in _FILLED)
    actor = Usual(ACTOR, {**first, **user}, needed)
    found = {one.keys: one for one in (*_within((), slack.entry), actor)}
    if not all(_is_name(name) for one in found.values() for name in one.fields):
        return {}
    return dict(sorted(found.items(), key=lambda item: (len(item[0]), item[0])))


def _is_name(name: str) -> bool:
    return name.isidentifier() and not iskeyword(name) and not name.startswith("_")


def _within(keys: Keys, of_type: SlackType) -> Iterator[Usual]:
    """Yield the struct of an object and those within it; none if it has no member to be told by."""
    inner = [
        one
        for name, member in of_type.fields.items()
        if (*keys, name) not in _OPEN
        for one in _within((*keys, name), member)
    ]
    yield from inner
    given = {"id", "actor", *(key for (key,) in GIVEN)} if not keys else {"id"}
    holding = [one.keys[-1] for one in inner if len(one.keys) == len(keys) + 1]
    needed = given & of_type.fields.keys() or {*holding[:1]}
    if not keys:
        needed |= {*holding}
    if needed:
        needed |= {name for name in of_type.fields if (*keys, name) in _FILLED}
        yield Usual(keys, of_type.fields, frozenset(needed))
