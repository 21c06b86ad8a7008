"""What the templates of the package's `usual/` lay out."""

from collections.abc import Iterable, Mapping

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.object_functions import converters
from slack_ocsf_codegen.observe import observer
from slack_ocsf_codegen.usual.functions import UsualMappers, UsualModule
from slack_ocsf_codegen.usual.structs import ACTOR, Keys, Usual

File = tuple[str, str, Mapping[str, object]]


def usual_files(
    mappers: UsualMappers,
    modules: Iterable[UsualModule],
    fit_names: str,
    observed: Iterable[str],
) -> Iterable[File]:
    """Yield the path, the template and the view of each module; none without mappers.

    Args:
        mappers: What printed them.
        modules: The mappers.
        fit_names: What a mapper may import of `mapping/fit.py`.
        observed: The objects with a function in `mapping/observables.py`.
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
        },
    )
    yield "usual/entry.py", "usual_entry.py.jinja", {"structs": _structs(structs)}
    names = [
        "Entry",
        "UsualMapper",
        *(one.name for one in structs.values() if one.keys),
    ]
    names += [one.absent for one in structs.values() if _is_optional(one, structs)]
    functions = mappers.gathering.functions()
    imported = ", ".join(names)
    yield "usual/left.py", "usual_left.py.jinja", {"functions": functions, "entry_names": imported}
    for module in filled:
        yield (
            f"usual/{module.of_dicts.name}.py",
            "usual_mapper.py.jinja",
            {
                "version": version,
                "caption": module.of_dicts.ocsf_class.caption,
                "uid": module.of_dicts.ocsf_class.uid,
                "fit_names": fit_names,
                "object_names": ", ".join(converters(plan)),
                "entry_names": imported,
                "left_names": ", ".join(str(function["name"]) for function in functions),
                "lookups": module.lookups,
                "functions": module.functions,
                "observable_names": ", ".join(map(observer, observed)),
            },
        )


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
    written = structs[keys].name if keys in structs else named[struct.type_of(name)]
    if name in struct.needed:
        return written
    return (
        f"{written} | UnsetType = UNSET"
        if written == "Value"
        else f"{written} | None | UnsetType = UNSET"
    )
