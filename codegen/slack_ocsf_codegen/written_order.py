"""Tell in which order mappers write the attributes of classes and objects.

A reader that looks for them in that order finds each where it looks first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from statistics import fmean

from slack_ocsf_codegen.ir import (
    Build,
    Caption,
    Constant,
    Elements,
    First,
    Lookup,
    MappedAction,
    Plan,
    Slot,
    Value,
)
from slack_ocsf_codegen.mappers import is_row_constant

_FIRST = (
    "class_uid",
    "class_name",
    "category_uid",
    "category_name",
    "activity_id",
    "activity_name",
    "type_uid",
    "type_name",
)
_LAST = ("observables", "unmapped")
_OBSERVABLE = ("name", "type_id", "type", "value")


def written_order(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Return the attributes by the class or object, those that are written first at the start.

    Where lines of the table differ, it is the mean of their places that decides.
    """
    found: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for name, attributes in _sequences(plan):
        for number, attribute in enumerate(attributes):
            found[name][attribute].append(number / len(attributes))
    return {
        name: tuple(sorted(places, key=lambda one: fmean(places[one])))
        for name, places in found.items()
    }


def _sequences(plan: Plan) -> Iterator[tuple[str, list[str]]]:
    """Yield the attributes of each class and object, each time that one is written."""
    yield "observable", list(_OBSERVABLE)
    for line in plan.lines:
        yield line.ocsf_class, _names_of_event(line)
        yield from _within(line.slots)
    for conversion in plan.conversions:
        yield from _of_value(conversion.build)


def _names_of_event(line: MappedAction) -> list[str]:
    rest = sorted(line.slots, key=lambda slot: not is_row_constant(slot.value))
    return [*_FIRST, *_names(rest), *_LAST]


def _names(slots: Iterable[Slot]) -> Iterator[str]:
    for slot in slots:
        yield slot.attribute
        if slot.text_attribute is not None:
            yield slot.text_attribute


def _is_first(slot: Slot, needs: tuple[str, ...]) -> bool:
    """Whether an object gets an attribute first: one that it needs, or else a literal."""
    if needs:
        return slot.attribute in needs
    value = slot.value
    return isinstance(value, Constant | Caption) or (isinstance(value, Build) and value.is_literal)


def _within(slots: Iterable[Slot]) -> Iterator[tuple[str, list[str]]]:
    for slot in slots:
        yield from _of_value(slot.value)


def _of_value(value: Value) -> Iterator[tuple[str, list[str]]]:
    match value:
        case Build(object=name, slots=slots, needs=needs):
            start = ["version"] if name == "metadata" else []
            ordered = sorted(slots, key=lambda slot: not _is_first(slot, needs))
            yield name, list(dict.fromkeys([*start, *_names(ordered)]))
            yield from _within(slots)
        case First(options=values) | Elements(items=values):
            for one in values:
                yield from _of_value(one)
        case Lookup(arms=arms):
            for _, arm in arms:
                yield from _of_value(arm)
        case _:
            pass
