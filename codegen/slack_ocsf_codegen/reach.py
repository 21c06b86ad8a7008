"""Which attributes of which OCSF objects a plan can fill, and so which observables there can be."""

from collections.abc import Iterable, Mapping

from slack_ocsf_codegen.event_attributes import GENERATED, GENERATED_METADATA
from slack_ocsf_codegen.ir import Build, Convert, Ocsf, OcsfObject, Plan, Value
from slack_ocsf_codegen.within import attributes_of, parts_of

Reach = Mapping[str, frozenset[str]]

#: What every event can have beside what the table fills.
_ALWAYS = frozenset({*GENERATED, "raw_data"})
_OBSERVABLE = frozenset({"name", "type", "type_id", "value"})


def occurring(plan: Plan) -> tuple[Reach, Reach]:
    """Return every attribute that an event can hold, by class and by object."""
    classes, objects = reachable(plan)
    metadata = objects.get("metadata", frozenset()) | GENERATED_METADATA
    return (
        {name: reach | _ALWAYS for name, reach in classes.items()},
        {**objects, "observable": _OBSERVABLE, "metadata": metadata},
    )


def reachable(plan: Plan) -> tuple[Reach, Reach]:
    """Return the attributes that can be filled, by class and by object.

    Of an enum both the id and the text count; what the generator itself writes does not.
    """
    classes: dict[str, set[str]] = {}
    objects: dict[str, set[str]] = {}
    for action in plan.lines:
        classes.setdefault(action.ocsf_class, set()).update(attributes_of(action.slots))
        for slot in action.slots:
            _add(slot.value, objects)
    for conversion in plan.conversions:
        _add(conversion.build, objects)
    return _frozen(classes), _frozen(objects)


def _frozen(reach: Mapping[str, set[str]]) -> Reach:
    return {name: frozenset(attributes) for name, attributes in sorted(reach.items())}


def _add(value: Value, objects: dict[str, set[str]]) -> None:
    for part in parts_of(value):
        match part:
            case Build(object=name, slots=slots):
                objects.setdefault(name, set()).update(attributes_of(slots))
            case Convert(object=name):
                objects.setdefault(name, set())
            case _:
                pass


def observed(ocsf: Ocsf, objects: Reach) -> tuple[str, ...]:
    """Return the objects that hold an observable somewhere inside, sorted by name."""
    found: set[str] = set()
    while True:
        more = {
            name for name in objects if name not in found and _observes(ocsf, objects, name, found)
        }
        if not more:
            return tuple(sorted(found))
        found |= more


def _observes(ocsf: Ocsf, objects: Reach, name: str, found: set[str]) -> bool:
    body = ocsf.objects[name]
    return any(is_observed(body, attribute, found) for attribute in objects[name])


def is_observed(body: OcsfObject, name: str, found: Iterable[str]) -> bool:
    """Whether an attribute is an observable or an object that holds one."""
    attribute = body.attributes[name]
    return attribute.observable is not None or attribute.object_type in set(found)
