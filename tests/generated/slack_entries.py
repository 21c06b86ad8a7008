"""Plausible Slack entries: every action, every entity kind, members of the right types.

A string or number that stands for no special thing is a marker, unique within its entry, so
that a test which finds it in an event has found this very value.
"""

import copy
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from ocsf_export import Json
from slack_paths import ENVELOPE, ROOT
from table_forms import paths_of
from table_interpreter import action_line

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
Entry = dict[str, Any]
Choose = Callable[[Sequence[T]], T]

SLACK = ROOT / "schemas" / "slack"
TABLE = tomllib.loads((ROOT / "mappings.toml").read_text(encoding="utf-8"))
TOP = ENVELOPE["properties"]
UNKNOWN_ACTIONS = ("starship_launched", "Anomaly", "pref.", "user_login ", "é")
UNKNOWN_KINDS = {"starship": {"id": "string", "name": "string", "crew": "vec<string>"}}


def _json(name: str) -> Json:
    return json.loads((SLACK / name).read_text(encoding="utf-8"))


def _kinds() -> dict[str, dict[str, str]]:
    """The fields of every entity kind with Slack's notation of their types."""
    kinds: dict[str, dict[str, str]] = {}
    for schema in _json("schemas.json")["schemas"]:
        kinds.setdefault(schema["type"], {}).update(schema[schema["type"]])
    for kind, fields in ENVELOPE["x-extra-entities"].items():
        kinds.setdefault(kind, {}).update(fields)
    return kinds | UNKNOWN_KINDS


def _arms(value: Json, arms: dict[str, list[str]]) -> dict[str, list[str]]:
    """The words that the table's lookups know, by the last key of the path looked up."""
    if isinstance(value, dict) and "match" in value:
        words = [arm for arm in value if arm not in {"match", "default"}]
        arms.setdefault(value["match"].rpartition(".")[2].strip("$"), []).extend(words)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            _arms(each, arms)
    return arms


KINDS = _kinds()
ARMS = _arms(TABLE, {})
MAPPED = sorted(action for lines in TABLE["action"].values() for action in lines)
KNOWN = sorted({action for names in _json("actions.json")["actions"].values() for action in names})

ODD_STRINGS = ("", "é漢字🎉", "two words", "x" * 300, "0", "true", "other", "Other user", "a\nb")
ADDRESSES = ("10.0.0.1", "2001:db8::1", "127.0.0.1", "1.23.45.678", "", "fe80::1%eth0")
EMAILS = (
    "",
    "sanitized_email.com",
    "a@b..c",
    "a@-b.example",
    "botuser-T1-A1@slack-bots.com",
    "é@b.example",
)
TIMES = (0, 1700000000123, 1700000000123456, "1700000000.008121", "1700000000.008", "yesterday")
LISTS: tuple[list[Json], ...] = ([], [""], ["x", "x"], [1, "x"], [None])
ODDITY = 8
"""One value in so many is none of the natural ones."""


@dataclass(frozen=True)
class Builder:
    """Builds the parts of one entry, asking `choose` wherever there is a choice.

    The first option is always the natural one, so that `first_option` builds the full entry.
    """

    choose: Choose[Any]
    marks: "Iterator[int]"

    def odd(self, options: Sequence[T], natural: T) -> T:
        """The natural value, or now and then one of the others."""
        if self.choose(range(ODDITY)) < ODDITY - 1:
            return natural
        chosen: T = copy.deepcopy(self.choose([natural, *options]))
        return chosen

    def member(self, name: str, notation: str) -> Json:
        """A value of a type in Slack's notation; its name tells what it is like."""
        mark = next(self.marks)
        word = f"{name} mark{mark}"
        match notation.removeprefix("Optional: ").partition("<")[0]:
            case "bool":
                value: Json = self.choose([True, False])
            case "int":
                value = self.odd(TIMES, 1700000000 + mark)
            case "dict":
                value = {"key": word, "empty": self.choose([None, "", {}, 5])}
            case "vec" | "varray" | "array" if "dict<" in notation:
                value = [{"key": word}, {}]
            case "vec" | "varray" | "array":
                value = self.odd(LISTS, self._words(name, mark))
            case "mixed":
                value = self._mixed(name, mark)
            case _:
                value = self._string(name, mark)
        return value

    def _words(self, name: str, mark: int) -> list[Json]:
        if name in ARMS:
            return [self.choose(ARMS[name]), f"mark{mark}", self.choose(ARMS[name])]
        return [f"{name} mark{mark}", f"{name} mark{mark}b"]

    def _mixed(self, name: str, mark: int) -> Json:
        text = self._string(name, mark)
        thing = {"type": [f"mark{mark}"], "channel_id": text, "none": None}
        numbers = (10**13 + mark, 1700000000.5, -mark)
        likely = (
            [self._words(name, mark), text] if name in ARMS else [text, self._words(name, mark)]
        )
        return self.choose([*likely, thing, True, None, *numbers, *TIMES])

    def _string(self, name: str, mark: int) -> Json:
        if name == "id":
            return self.odd((*ARMS[name], "", 1003), f"ID{mark}")
        if name in ARMS:
            return self.choose([self.choose(ARMS[name]), f"mark{mark}"])
        if "ip_address" in name:
            return self.odd(ADDRESSES, f"10.9.8.{mark % 256}")
        if "email" in name:
            return self.odd(EMAILS, f"mark{mark}@slack.example")
        if "timestamp" in name or name.endswith("_ts"):
            return self.odd(TIMES, f"1700000{mark:03}.000000")
        return self.odd(ODD_STRINGS, f"{name} mark{mark}")

    def shaped(self, name: str, shape: Json) -> Json:
        """A value of a member that the envelope describes."""
        if "x-slack-wrapped" in shape:
            return self.wrapped("user", flat=shape["x-slack-wrapped"] == "user")
        if "properties" in shape:
            inside = self.some(sorted(shape["properties"]))
            return {each: self.shaped(each, shape["properties"][each]) for each in inside}
        notations = {"string": "string", "integer": "int", "boolean": "bool", "array": "array"}
        declared = shape.get("type")
        if isinstance(declared, list):
            declared = self.choose(declared)
        return self.member(name, notations.get(declared, "mixed"))

    def some(self, names: Sequence[str]) -> list[str]:
        """Most of the names."""
        return [name for name in names if self.choose(range(ODDITY)) < ODDITY - 1]

    def wrapped(self, kind: str, *, flat: bool) -> Json:
        """An entity as `{"type": t, t: {...}}`, or its members alone."""
        fields = KINDS[kind]
        value = {name: self.member(name, fields[name]) for name in self.some(sorted(fields))}
        if flat and self.choose([False, True]):
            return value | self.choose([{}, {"type": "app"}])
        return {"type": kind, kind: value}

    def entry(self, action: str, kind: str, details: Sequence[str]) -> Entry:
        """A whole entry, its entity being of this kind."""
        actor_kind = self.odd(sorted(KINDS), "user")
        parts: Entry = {
            "id": self.member("id", "string"),
            "date_create": 1600000000 + next(self.marks),
            "action": action,
            "actor": self.wrapped(actor_kind, flat=False),
            "entity": self.wrapped(kind, flat=False),
            "context": self.shaped("context", TOP["context"]),
            "acting_agent": self.member("acting_agent", "string"),
            "agent_message": self.shaped("agent_message", TOP["agent_message"]),
        }
        for name in details:
            shape = TOP["details"]["properties"][name]
            parts.setdefault("details", {})[name] = self.shaped(name, shape)
        gone = self.odd(sorted(set(parts) - {"action", "date_create"}), "")
        return {name: part for name, part in parts.items() if name != gone}


def lines_apart() -> list[str]:
    """One action for every set of attributes that the table gives any action."""
    actions: dict[tuple[str, ...], str] = {}
    for action in (*MAPPED, *UNKNOWN_ACTIONS):
        line = action_line(action, TABLE)
        own = sorted(set(line) - {"to", "severity"})
        actions.setdefault((line["to"].split(".")[0], *own), action)
    return list(actions.values())


def first_option(options: Sequence[T]) -> T:
    """Choose what is natural."""
    return options[0]


def details_of(action: str) -> list[str]:
    """The members of `details` that the table reads for an action."""
    line = action_line(action, TABLE)
    layers = [TABLE["event"], TABLE["class"].get(line["to"].split(".")[0], {}), line]
    paths = sorted({path for path in paths_of(layers) if path.startswith("details.")})
    return list(dict.fromkeys(path.split(".")[1] for path in paths))


def full_entry(action: str, kind: str) -> Entry:
    """The entry of an action with every member that the table reads for it."""
    return Builder(first_option, count(1)).entry(action, kind, details_of(action))


@st.composite
def plausible_entries(draw: st.DrawFn) -> Entry:
    """Entries as Slack might send them."""

    def choose(options: Sequence[T]) -> T:
        return options[draw(st.integers(0, len(options) - 1))]

    builder = Builder(choose, count(1))
    names: Sequence[str] = builder.choose([MAPPED, MAPPED, MAPPED, KNOWN, UNKNOWN_ACTIONS])
    action = choose(names)
    others = sorted(TOP["details"]["properties"])
    extra = draw(st.lists(st.sampled_from(others), max_size=3))
    details = list(dict.fromkeys([*builder.some(details_of(action)), *extra]))
    return builder.entry(action, choose(sorted(KINDS)), details)
