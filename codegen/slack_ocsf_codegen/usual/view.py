"""What the templates of the package's `usual/` lay out."""

from collections.abc import Iterable, Mapping

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.ir import Build, MappedAction, Plan, Read
from slack_ocsf_codegen.layout import File
from slack_ocsf_codegen.sources import Keys
from slack_ocsf_codegen.usual.functions import UsualMappers, UsualModule
from slack_ocsf_codegen.usual.structs import ACTOR, Usual


def usual_files(
    mappers: UsualMappers, modules: Iterable[UsualModule], imported: Mapping[str, str]
) -> Iterable[File]:
    """Yield the path, the template and the view of each module; none without mappers.

    Args:
        mappers: What printed them.
        modules: The mappers.
        imported: What a mapper may import of `mapping/`.
    """
    plan, structs = mappers.plan, mappers.structs
    filled = [module for module in modules if module.functions]
    if not filled:
        return
    version = plan.ocsf.version
    yield (
        "usual/__init__.py",
        "usual.py.jinja",
        {
            "version": version,
            "modules": [module.of_dicts.name for module in filled],
            "longest_action": conversions.LONGEST_ACTION,
            "uid": _uid(plan, structs),
        },
    )
    yield "usual/turn.py", "usual_turn.py.jinja", {}
    longest = plan.ocsf.types["string_t"].max_len
    entry = {"structs": _structs(structs), "longest": longest}
    yield "usual/entry.py", "usual_entry.py.jinja", entry
    of_usual = imported_of_usual(mappers)
    yield "usual/parts.py", "usual_parts.py.jinja", {"parts": mappers.gathering.parts.view()}
    left = {"functions": mappers.gathering.functions(), **of_usual}
    yield "usual/left.py", "usual_left.py.jinja", left
    for module in filled:
        yield (
            f"usual/{module.of_dicts.name}.py",
            "usual_mapper.py.jinja",
            {
                "version": version,
                "caption": module.of_dicts.ocsf_class.caption,
                "uid": module.of_dicts.ocsf_class.uid,
                **imported,
                **of_usual,
                "lookups": module.lookups,
                "functions": module.functions,
            },
        )


def imported_of_usual(mappers: UsualMappers) -> dict[str, str]:
    """Return what a mapper may import of `usual/`, once all are printed."""
    structs = mappers.structs
    names = ["Entry", "UsualMapper", *(one.name for one in structs.values() if one.keys)]
    names += [one.absent for one in structs.values() if _is_optional(one, structs)]
    functions, parts = mappers.gathering.functions(), mappers.gathering.parts.view()
    return {
        "entry_names": ", ".join(names),
        "left_names": ", ".join(str(function["name"]) for function in functions),
        "part_names": ", ".join(part["name"] for part in parts),
    }


def _uid(plan: Plan, structs: Mapping[Keys, Usual]) -> str:
    """The expression of `metadata.uid`: the entry's id if every event has that there."""
    lines = (*plan.actions, plan.otherwise)
    if structs[()].is_filled("id") and all(map(_has_id, lines)):
        return "entry.id"
    return 'event["metadata"].get("uid")'


def _has_id(line: MappedAction) -> bool:
    metadata = (slot.value for slot in line.slots if slot.attribute == "metadata")
    slots = (slot for value in metadata if isinstance(value, Build) for slot in value.slots)
    values = (slot.value for slot in slots if slot.attribute == "uid")
    return any(isinstance(value, Read) and value.path.keys == ("id",) for value in values)


def _structs(structs: Mapping[Keys, Usual]) -> list[dict[str, object]]:
    """The structs, inner ones first."""
    return [
        {
            "name": one.name,
            "absent": one.absent if _is_optional(one, structs) else None,
            "needed": sorted(one.needed),
            "is_actor": one.keys == ACTOR,
            "members": [f"{name}: {_annotation(one, name, structs)}" for name in one.fields],
        }
        for one in reversed(list(structs.values()))
    ]


def _is_optional(struct: Usual, structs: Mapping[Keys, Usual]) -> bool:
    return bool(struct.keys) and struct.keys[-1] not in structs[struct.keys[:-1]].needed


def _annotation(struct: Usual, name: str, structs: Mapping[Keys, Usual]) -> str:
    keys = (*struct.keys, name)
    if keys == ACTOR:
        return "Actor"
    named = {"string": "str", "int": "int", "mixed": "Value"}
    if struct.is_filled(name):
        return "Filled"
    written = structs[keys].name if keys in structs else named[struct.type_of(name)]
    if name in struct.needed:
        return written
    return (
        f"{written} | UnsetType = UNSET"
        if written == "Value"
        else f"{written} | None | UnsetType = UNSET"
    )
