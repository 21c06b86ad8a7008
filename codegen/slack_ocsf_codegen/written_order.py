"""Tell in which order mappers write the attributes of classes and objects.

A reader that looks for them in that order finds each where it looks first.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import fmean

from slack_ocsf_codegen.ir import Build, MappedAction, Plan, Value
from slack_ocsf_codegen.mappers import is_row_constant
from slack_ocsf_codegen.puts import Put
from slack_ocsf_codegen.statements import first_and_others
from slack_ocsf_codegen.within import attributes_of, parts_of

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
        for slot in line.slots:
            yield from _of_objects(slot.value)
    for conversion in plan.conversions:
        yield from _of_objects(conversion.build)


def _names_of_event(line: MappedAction) -> list[str]:
    rest = sorted(line.slots, key=lambda slot: not is_row_constant(slot.value))
    return [*_FIRST, *attributes_of(rest), *_LAST]


def _of_objects(value: Value) -> Iterator[tuple[str, list[str]]]:
    for part in parts_of(value):
        if isinstance(part, Build):
            start = ["version"] if part.object == "metadata" else []
            first, others = first_and_others(part, Put("its"))
            names = [*start, *attributes_of([*first, *others])]
            yield part.object, list(dict.fromkeys(names))
