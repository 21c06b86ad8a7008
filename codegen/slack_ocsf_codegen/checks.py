"""Print the quick check of events: a msgspec struct for each class and object that they hold.

It accepts nothing that the models refuse. What it refuses, the models judge. A struct has its
members in the order in which mappers write them: msgspec looks for the next one first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.ir import Attribute, Constraint, Ocsf, OcsfObject, Plan
from slack_ocsf_codegen.model_names import class_name
from slack_ocsf_codegen.model_schemas import required, with_required
from slack_ocsf_codegen.reach import occurring
from slack_ocsf_codegen.written_order import written_order

_BASES = {"boolean_t": "bool", "float_t": "float"}


@dataclass(frozen=True, slots=True)
class Checked:
    """The struct of a class or object, as printed.

    Attributes:
        name: What it is called.
        heading: What it is of.
        uid: Of a class; None for an object. An event says by it which struct it is.
        members: Each attribute and its annotation, with its default.
        tests: What must hold beyond that.
    """

    name: str
    heading: str
    uid: int | None
    members: tuple[str, ...]
    tests: tuple[str, ...]


def checks_view(plan: Plan) -> dict[str, object]:
    """Return the view of `checks.py`."""
    classes, objects = occurring(plan)
    used = [plan.ocsf.classes[name] for name in classes]
    bodies = [
        *(
            (plan.ocsf.objects[name], with_required(plan.ocsf, name, objects[name]), None)
            for name in objects
        ),
        *((one.body, classes[one.name], one.uid) for one in used),
    ]
    orders = written_order(plan)
    structs = [
        _checked(plan.ocsf, body, reach, uid, orders.get(body.name, ()))
        for body, reach, uid in bodies
    ]
    patterns = [one for one in plan.ocsf.types.values() if conversions.is_pattern(one)]
    guards = [f"is_{conversions.guard_name(one.name)}" for one in patterns]
    guards += [
        conversions.known_constant(one) for one in filter(conversions.is_remembered, patterns)
    ]
    return {
        "version": plan.ocsf.version,
        "structs": structs,
        "guards": guards,
        "classes": [class_name(one.name) for one in sorted(used, key=lambda one: one.uid)],
    }


def _checked(
    ocsf: Ocsf, body: OcsfObject, reach: frozenset[str], uid: int | None, order: Sequence[str]
) -> Checked:
    tags = set() if uid is None else {"class_uid"}
    others = sorted(set(reach) - tags - set(order))
    names = [*(name for name in order if name in reach and name not in tags), *others]
    held = [body.attributes[name] for name in names if name in body.attributes]
    needed = {one.name for one in held if required(one)}
    groups = [_group(constraint, held) for constraint in body.constraints]
    if not needed and not groups:
        groups = [_group(Constraint("at_least_one", tuple(one.name for one in held)), held)]
    needed |= {name for _, names in groups for name in names if len(names) == 1}
    guarded = [
        test if one.name in needed else f"(self.{one.name} is UNSET or {test})"
        for one in held
        if (test := _guard(ocsf, one))
    ]
    return Checked(
        class_name(body.name),
        f"{body.caption}, an OCSF {'object' if uid is None else 'class'}.",
        uid,
        tuple(
            f"{one.name}: {_value(ocsf, one)}" + " | UnsetType = UNSET" * (one.name not in needed)
            for one in held
        ),
        (*guarded, *(_test(*group) for group in groups if len(group[1]) > 1)),
    )


def _group(constraint: Constraint, held: Iterable[Attribute]) -> tuple[str, tuple[str, ...]]:
    names = {one.name for one in held}
    return constraint.kind, tuple(name for name in constraint.attributes if name in names)


def _value(ocsf: Ocsf, attribute: Attribute) -> str:
    """The annotation of an attribute that is there."""
    value = _single(ocsf, attribute)
    return f"Annotated[list[{value}], Meta(min_length=1)]" if attribute.is_array else value


def _single(ocsf: Ocsf, attribute: Attribute) -> str:
    if attribute.object_type:
        return (
            "Free"
            if attribute.object_type in conversions.FREE
            else class_name(attribute.object_type)
        )
    data_type = ocsf.types[attribute.type]
    if data_type.name in conversions.FREE:
        return "Any"
    if attribute.enum:
        is_text = data_type.base == "string_t"
        members = sorted(attribute.enum, key=None if is_text else int)
        return f"Literal[{', '.join(map(repr, members) if is_text else members)}]"
    if data_type.base == "string_t":
        limit = data_type.max_len
        return "Text" if limit is None else f"Annotated[Text, Meta(max_length={limit})]"
    if data_type.base in _BASES:
        return _BASES[data_type.base]
    low, high = conversions.integer_limits(data_type)
    return f"Annotated[int, Meta(ge={low}, le={high})]"


def _test(kind: str, names: Iterable[str]) -> str:
    """The test that one of some attributes is there, or just one."""
    there = [f"self.{name} is not UNSET" for name in names]
    return f"sum(({', '.join(there)})) == 1" if kind == "just_one" else f"({' or '.join(there)})"


def _guard(ocsf: Ocsf, attribute: Attribute) -> str:
    """The test of a value that an annotation does not say: a pattern, or any value at all."""
    here = f"self.{attribute.name}"
    data_type = ocsf.types.get(attribute.type)
    if attribute.object_type or data_type is None or attribute.enum:
        return ""
    if data_type.name in conversions.FREE:
        return f"({here} is not None and {here} != {{}})"
    if not conversions.is_pattern(data_type):
        return ""
    if attribute.is_array:
        return f"all(map(is_{conversions.guard_name(data_type.name)}, {here}))"
    return conversions.pattern_test(data_type, here)
