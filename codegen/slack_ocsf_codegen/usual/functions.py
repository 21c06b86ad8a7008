"""Arrange the mappers of structs as functions: one beside each function of dicts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from slack_ocsf_codegen.branches import Lines
from slack_ocsf_codegen.ir import MappedAction, Plan
from slack_ocsf_codegen.mappers import (
    Function,
    MapperModule,
    Named,
    ending,
    mapper_body,
    with_variable,
)
from slack_ocsf_codegen.observe import Observing
from slack_ocsf_codegen.sources import Keys
from slack_ocsf_codegen.statements import Statements
from slack_ocsf_codegen.usual.actors import written_out
from slack_ocsf_codegen.usual.sources import NotUsual, UsualSources
from slack_ocsf_codegen.usual.structs import USER, Usual, usual_structs


@dataclass(frozen=True, slots=True)
class UsualModule:
    """The functions of one class, each with the name and the actions of that of dicts."""

    of_dicts: MapperModule
    lookups: tuple[Named, ...]
    functions: tuple[Function, ...]


def usual_module(
    plan: Plan, module: MapperModule, actions: Iterable[MappedAction], observing: Observing
) -> UsualModule:
    """Return the functions beside those of a module; a line that asks for more has none.

    Args:
        plan: The plan that the actions are of.
        module: The functions of dicts.
        actions: Its actions.
        observing: Prints the observables.
    """
    structs = usual_structs(plan.slack)
    lookups: dict[str, str] = {}
    by_name = {action.action: action for action in actions}
    first = {row.function: by_name[row.action] for row in reversed(module.rows)}
    functions = []
    for function in module.functions if structs else ():
        try:
            body = _body(plan, structs, lookups, first[function.name], observing)
        except NotUsual:
            continue
        lines = (*with_variable(body), *ending(by_name.values()))
        functions.append(Function(function.name, function.actions, lines))
    named = tuple(Named(name, value) for name, value in sorted(lookups.items()))
    return UsualModule(module, named, tuple(functions))


def _body(
    plan: Plan,
    structs: Mapping[Keys, Usual],
    lookups: dict[str, str],
    action: MappedAction,
    observing: Observing,
) -> Lines:
    users = {one.build.object: one.build for one in plan.conversions if one.kind == USER}
    slots = tuple(written_out(slot, users) for slot in action.slots)

    if_filled: set[Keys] = set()

    def of_structs(again: frozenset[Keys], *, is_time_told: bool) -> Statements:
        sources = UsualSources(structs, plan.slack.entry, again, if_filled)
        return Statements(plan.ocsf, sources, lookups, is_time_told)

    return mapper_body(plan, replace(action, slots=slots), observing, of_structs)
