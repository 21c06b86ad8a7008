"""Which leaves of an entry its event does not have. Knows nothing of the table.

A leaf is a scalar, a null, or an empty list or object. It is either under `unmapped` at its
own path, or at an attribute: as it is, or in a written form. The written forms are these: any
scalar as a string; a time as whole milliseconds, exactly. `actor.type`, when it is "user" and
the user is an object, is the one thing that may go.
"""

import json
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from event_differences import key_of
from ocsf_export import Json

Entry = dict[str, Any]
Path = tuple[str | int, ...]
Key = tuple[str, str]
NOT_OF_THE_ENTRY = frozenset({"unmapped", "observables"})


def leaves(value: Json) -> Iterator[tuple[Path, Json]]:
    """Every leaf with its path."""
    waiting: list[tuple[Path, Json]] = [((), value)]
    while waiting:
        path, each = waiting.pop()
        if isinstance(each, dict) and each:
            waiting += [((*path, key), member) for key, member in each.items()]
        elif isinstance(each, list) and each:
            waiting += [((*path, index), member) for index, member in enumerate(each)]
        else:
            yield path, each


def written_forms(leaf: Json) -> set[Key]:
    """The leaf itself and every form in which an attribute may hold it."""
    forms = {key_of(leaf)}
    if isinstance(leaf, bool | int | float):
        forms.add(key_of(json.dumps(leaf)))
    return forms | {key_of(time) for time in milliseconds(leaf)}


def milliseconds(leaf: Json) -> Iterator[int]:
    """The leaf as a time, if it is whole milliseconds after 1970 in one of Slack's units."""
    if isinstance(leaf, bool) or not isinstance(leaf, str | int | float):
        return
    if isinstance(leaf, float) and not math.isfinite(leaf):
        return
    try:
        number = Decimal(leaf if isinstance(leaf, str) else repr(leaf))
    except InvalidOperation:
        return
    if not 0 < number < 10**17:
        return
    unit = Decimal(1000) if number < 10**11 else Decimal(1)
    time = number * (unit if number < 10**14 else Decimal("0.001"))
    if time == int(time):
        yield int(time)


def unheld(gone: Sequence[tuple[Path, Json]], held: Sequence[Json]) -> list[str]:
    """The leaves for which no attribute is left, each attribute standing for one leaf.

    Finds the largest matching of leaves and attributes by augmenting paths.
    """
    places: dict[Key, list[int]] = {}
    for index, value in enumerate(held):
        places.setdefault(key_of(value), []).append(index)
    options = [
        [i for form in written_forms(leaf) for i in places.get(form, ())] for _, leaf in gone
    ]
    holder: dict[int, int] = {}

    def settle(leaf: int, tried: set[int]) -> bool:
        for place in options[leaf]:
            if place not in tried:
                tried.add(place)
                if place not in holder or settle(holder[place], tried):
                    holder[place] = leaf
                    return True
        return False

    return [f"{path}: {leaf!r}" for n, (path, leaf) in enumerate(gone) if not settle(n, set())]


def may_go(entry: Entry) -> set[Path]:
    actor = entry.get("actor")
    if isinstance(actor, dict) and actor.get("type") == "user":
        return {("actor", "type")} if isinstance(actor.get("user"), dict) else set()
    return set()


def lost(entry: Entry, event: dict[str, Json]) -> list[str]:
    """The leaves of the entry that the event does not have."""
    kept = {path: key_of(leaf) for path, leaf in leaves(event.get("unmapped", {}))}
    gone = [
        (path, leaf)
        for path, leaf in leaves(entry)
        if kept.get(path) != key_of(leaf) and path not in may_go(entry)
    ]
    attributes = {name: part for name, part in event.items() if name not in NOT_OF_THE_ENTRY}
    return unheld(gone, [leaf for _, leaf in leaves(attributes)])


def invented(entry: Entry, event: dict[str, Json]) -> list[str]:
    """The leaves under `unmapped` that the entry does not have at their paths."""
    own = {path: key_of(leaf) for path, leaf in leaves(entry)}
    unmapped = event.get("unmapped")
    if unmapped is None:
        return []
    return [f"{path}: {leaf!r}" for path, leaf in leaves(unmapped) if own.get(path) != key_of(leaf)]
