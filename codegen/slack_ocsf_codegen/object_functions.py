"""Arrange the conversions of entities as functions: one for each kind and OCSF object."""

from slack_ocsf_codegen.branches import with_variable
from slack_ocsf_codegen.ir import Conversion, Plan, SlackType
from slack_ocsf_codegen.mappers import Named
from slack_ocsf_codegen.names import identifier
from slack_ocsf_codegen.paths import entity_scope
from slack_ocsf_codegen.sources import Keys, Sources
from slack_ocsf_codegen.statements import Statements


def objects_view(plan: Plan, fit_names: str) -> dict[str, object]:
    """Return the view of `objects.py`."""
    lookups: dict[str, str] = {}
    functions = [_function(plan, conversion, lookups) for conversion in plan.conversions]
    return {
        "version": plan.ocsf.version,
        "fit_names": fit_names,
        "lookups": [Named(name, value) for name, value in sorted(lookups.items())],
        "functions": functions,
        "objects": [_object(plan, name) for name in converted_objects(plan)],
    }


def converted_objects(plan: Plan) -> list[str]:
    """Return the OCSF objects that entities are written as, sorted."""
    return sorted({conversion.build.object for conversion in plan.conversions})


def converters(plan: Plan) -> list[str]:
    """Return the names of what finds the function that writes an entity as an OCSF object."""
    names = [identifier(name).upper() for name in converted_objects(plan)]
    return [f"{prefix}AS_{name}" for name in names for prefix in ("", "OTHERWISE_")]


def _function(plan: Plan, conversion: Conversion, lookups: dict[str, str]) -> dict[str, object]:
    fields = entity_scope(plan.slack, conversion.kind).fields
    entity = SlackType("object", fields=fields)
    again: frozenset[Keys] = frozenset()
    for _ in range(2):
        sources = Sources(entity, "source", "left", again=again, is_taken_once=False)
        filled = Statements(plan.ocsf, sources, lookups).result(conversion.build)
        again = sources.again()
    lines = [*sources.opening(), *filled, *sources.closing(), "return result"]
    return {
        "name": _function_name(conversion),
        "kind": "entity of any kind" if conversion.kind == "any" else conversion.kind,
        "object": conversion.build.object,
        "lines": with_variable(lines),
    }


def _function_name(conversion: Conversion) -> str:
    return f"_{conversion.kind}_as_{identifier(conversion.build.object)}"


def _object(plan: Plan, name: str) -> dict[str, object]:
    own = [one for one in plan.conversions if one.build.object == name]
    fallback = next((_function_name(one) for one in own if one.kind == "any"), "no_conversion")
    return {
        "name": name,
        "constant": identifier(name).upper(),
        "kinds": [
            {"kind": one.kind, "function": _function_name(one)} for one in own if one.kind != "any"
        ],
        "fallback": fallback,
    }
