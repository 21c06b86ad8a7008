"""Look up what type the columns give to a place in an event."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from slack_ocsf_codegen.columns import Columns, described
from slack_ocsf_codegen.ir import Plan
from slack_ocsf_codegen.observe import Place
from slack_ocsf_codegen.usual.structs import NotUsual

Tree: TypeAlias = str | list["Tree"] | Mapping[str, "Tree"]
"""A type of `columns.py`, with the members of each object."""
#: The columns that a cell is read into as it stands; no other is filled by today's table.
SCALARS: tuple[Tree, ...] = ("string", "int32", "int64")
_ELEMENT = re.compile(r"(?P<list>.+)\[(?P<number>\d+)\]")


def column_trees(plan: Plan) -> dict[str, Mapping[str, Tree]]:
    """Return the members of each class by its name."""
    objects, classes = described(plan)
    known: dict[str, Tree] = {}
    for one in objects:
        known[one.constant] = _members(one, known)
    return {one.name: _members(one, known) for one in classes}


def _members(one: Columns, known: Mapping[str, Tree]) -> Mapping[str, Tree]:
    return {name: _type(printed, known) for name, printed in one.types.items()}


def _type(printed: str, known: Mapping[str, Tree]) -> Tree:
    if printed.startswith("["):
        return [_type(printed[1:-1], known)]
    return known[printed] if printed in known else printed.strip('"')


def element(name: str, number: int) -> str:
    """Return what stands in a place for an element of a list, counted from 0."""
    return f"{name}[{number}]"


def lengths(places: Iterable[Place]) -> dict[Place, int]:
    """Return how many elements of each list have places."""
    found: dict[Place, int] = {}
    for place in places:
        for depth, key in enumerate(place):
            if one := _ELEMENT.fullmatch(key):
                of_list = (*place[:depth], one["list"])
                found[of_list] = max(found.get(of_list, 1), int(one["number"]) + 1)
    return found


def found_at(tree: Tree, place: Place) -> Tree | None:
    """Return what is at a place; None if that is no column, as within JSON."""
    for key in place:
        found = _ELEMENT.fullmatch(key)
        name = found["list"] if found else key
        if not isinstance(tree, Mapping) or name not in tree:
            return None
        tree = tree[name]
        if found and isinstance(tree, list):
            tree = tree[0]
    return tree


def type_at(tree: Tree, place: Place) -> Tree:
    """Return what is at a place.

    Raises:
        NotUsual: There is no such column.
    """
    found = found_at(tree, place)
    if found is None:
        raise NotUsual(".".join(place))
    return found
