"""What the columns of a class are made of, worked out once for all tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from slack_ocsf_collector.lake.schema import arrow_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from slack_ocsf.columns import Column

_ELEMENT = re.compile(r"\[(\d+)\]")


class Shape(NamedTuple):
    """What stands at one place of events.

    Attributes:
        place: The place, as observables have it for a name.
        of_type: Its type.
        members: Of an object, what stands in it.
        elements: Of a list, what stands in it: as many as have places of their own.
    """

    place: str
    of_type: pa.DataType
    members: tuple[Shape, ...] = ()
    elements: tuple[Shape, ...] = ()


def shape(column: Column, place: str, lengths: Mapping[str, int]) -> Shape:
    """Return what stands at a place.

    Args:
        column: Its column.
        place: The place.
        lengths: How many elements of lists have places of their own, one where it does not say.
    """
    members: tuple[Shape, ...] = ()
    elements: tuple[Shape, ...] = ()
    if isinstance(column, dict):
        members = tuple(shape(one, f"{place}.{name}", lengths) for name, one in column.items())
    elif isinstance(column, list):
        numbers = range(lengths.get(place, 1))
        elements = tuple(shape(column[0], f"{place}[{one}]", lengths) for one in numbers)
    return Shape(place, arrow_type(column), members, elements)


def lengths(of: Iterable[str]) -> dict[str, int]:
    """Return how many elements of lists have places, by the place of the list."""
    found: dict[str, int] = {}
    for place in of:
        for one in _ELEMENT.finditer(place):
            of_list = place[: one.start()]
            found[of_list] = max(found.get(of_list, 1), int(one[1]) + 1)
    return found
