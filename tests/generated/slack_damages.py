"""Entries damaged at any place, and JSON objects of no shape at all."""

import copy
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st

from ocsf_export import Json
from slack_entries import Entry, plausible_entries

T = TypeVar("T")
Position = tuple[Json, Json]
"""A list or an object, and an index or a key of it."""

DEEPEST_PLAIN = 100
LACKING = object()


def nested(depth: int, *, lists: bool) -> Json:
    """A value of so many levels, built without recursion."""
    value: Json = "bottom"
    for _ in range(depth):
        value = [value] if lists else {"user": value}
    return value


EMPTY: tuple[Json, ...] = (None, "", [], {})
SCALARS: tuple[Json, ...] = (True, False, 0, 1, -1, 1.5, -0.0, 1e300, 2**31, 2**63 - 1, -(2**63))
TIMES: tuple[Json, ...] = (
    10**11 - 1,
    10**11,
    10**14 - 1,
    10**14,
    10**17 - 1,
    10**17,
    1700000000.0087,
    0.25,
    1e16,
    "0",
    "0.0",
    "007.5",
    "1700000000.0000000000000000001",
    "99999999999.9999",
    "100000000000.5",
    "1700000000.",
    "1700000000.008121",
    "100000000000000000",
)
BEYOND_JSON: tuple[Json, ...] = (
    2**63,
    -(2**63) - 1,
    10**30,
    math.nan,
    math.inf,
    -math.inf,
    "lone \ud800",
)
STRINGS: tuple[Json, ...] = (
    " ",
    "user",
    "type",
    "é漢字🎉",
    "nul \x00",
    "x" * 20_000,
    "10.0.0.1\n",
    "fe80::1%eth0",
    "fe80::1%eth0\n",
    "fe80::1%\ud800",
    "a@b.example\n",
    "a@-b.example",
    "{$actor.name} [$kind]",
)
CONTAINERS: tuple[Json, ...] = (
    [""],
    ["x", None],
    ["x", 1, True, 1.5],
    ["asn", ""],
    ["asn", 5],
    [[]],
    [{}],
    {"": ""},
    {"id": None},
    {"id": "W9", "name": "x"},
    {"type": "user", "user": {"id": "W9", "email": "w9@slack.example"}},
    {"type": "user", "user": "W9"},
    {"type": "app", "id": "A9", "name": "x"},
    {"type": "file", "file": {"id": "F9", "title": ""}, "user": {"id": "W9"}},
    {"type": "starship", "starship": {}},
    nested(60, lists=True),
    nested(60, lists=False),
)
VALUES = (*EMPTY, *SCALARS, *TIMES, *STRINGS, *CONTAINERS, *BEYOND_JSON)
KEYS = ("new_attribute", "", "type", "user", "kind", "a.b", "0", "é", "$id")


def positions(value: Json) -> list[Position]:
    """Every place of a value at which something stands."""
    found: list[Position] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder))
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys if isinstance(holder[key], dict | list)]
    return found


@dataclass(frozen=True)
class Share:
    """One of so many equal parts of a series, each spread over the whole of it."""

    number: int = 0
    of: int = 1

    def has(self, index: int) -> bool:
        """Whether an element of the series is in this part."""
        return index % self.of == self.number % self.of


def single_damages(
    entry: Entry, member: str, values: Sequence[Json], share: Share
) -> Iterator[Entry]:
    """The entry with one place in a member of it lacking or holding each of the values.

    Args:
        entry: An entry, which stays as it is.
        member: A member of the entry; the empty string stands for the entry itself.
        values: What to put in place of what is there.
        share: Which part of all these damages to yield.
    """
    places = len(positions(entry[member] if member else entry))
    damages = [(place, value) for place in range(places) for value in (LACKING, *values)]
    for index, (place, value) in enumerate(damages):
        if share.has(index):
            damaged = copy.deepcopy(entry)
            holder, key = positions(damaged[member] if member else damaged)[place]
            if value is LACKING:
                del holder[key]
            else:
                holder[key] = copy.deepcopy(value)
            yield damaged


@st.composite
def damaged_entries(draw: st.DrawFn) -> Entry:
    """Plausible entries with a handful of damages, which may leave no event."""
    entry = draw(plausible_entries())

    def choose(options: Sequence[T]) -> T:
        return options[draw(st.integers(0, len(options) - 1))]

    for _ in range(draw(st.integers(1, 5))):
        places = positions(entry)
        if not places:
            break
        holder, key = choose(places)
        value = copy.deepcopy(choose(VALUES))
        match choose(("replace", "replace", "drop", "wrap", "rename", "add")):
            case "replace":
                holder[key] = value
            case "drop":
                del holder[key]
            case "wrap":
                holder[key] = choose(([holder[key]], {"type": "user", "user": holder[key]}))
            case "rename" if isinstance(holder, dict):
                holder[choose(KEYS)] = holder.pop(key)
            case "add" if isinstance(holder, dict):
                holder[choose(KEYS)] = value
    return entry


_SCALAR = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(("user_login", "anomaly", "file_downloaded", "user", "W1", 1700000000)),
)
_KEY = st.one_of(
    st.sampled_from(
        ("id", "action", "date_create", "actor", "entity", "context", "details", "type", "user")
    ),
    st.text(max_size=4),
)
_ANY = st.recursive(
    _SCALAR,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(_KEY, inside, max_size=5),
    max_leaves=12,
)


@st.composite
def arbitrary_entries(draw: st.DrawFn) -> Entry:
    """Any JSON object; most have an action and a date, or the mapper would see little of it."""
    entry = draw(st.dictionaries(_KEY, _ANY, max_size=8))
    if draw(st.integers(0, 9)):
        entry["action"] = draw(st.sampled_from(("user_login", "anomaly", "file_downloaded", "x")))
        entry["date_create"] = 1700000000
    return entry


def is_json_plain(value: Json) -> bool:
    """Whether JSON in UTF-8 with 64-bit integers can hold a value of few levels."""
    waiting = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth >= DEEPEST_PLAIN or not _is_plain_scalar(each):
            return False
        if isinstance(each, dict):
            waiting += [(key, depth) for key in each]
            waiting += [(member, depth + 1) for member in each.values()]
        elif isinstance(each, list):
            waiting += [(member, depth + 1) for member in each]
    return True


def _is_plain_scalar(value: Json) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    return not isinstance(value, int) or -(2**63) <= value < 2**63
