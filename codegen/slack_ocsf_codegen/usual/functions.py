"""Arrange the mappers of structs as functions: one beside each function of dicts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from slack_ocsf_codegen.branches import Lines, with_variable
from slack_ocsf_codegen.ir import MappedAction, Plan, Slot
from slack_ocsf_codegen.mappers import Function, MapperModule, Named, mapper_body
from slack_ocsf_codegen.observe import Observing
from slack_ocsf_codegen.profiles import certain_profiles
from slack_ocsf_codegen.sources import Keys
from slack_ocsf_codegen.statements import Statements
from slack_ocsf_codegen.usual.actors import written_out
from slack_ocsf_codegen.usual.filled import Filled
from slack_ocsf_codegen.usual.gathering import Gathering
from slack_ocsf_codegen.usual.sources import Found, UsualSources
from slack_ocsf_codegen.usual.statements import UsualStatements
from slack_ocsf_codegen.usual.structs import USER, NotUsual, Usual


@dataclass(frozen=True, slots=True)
class UsualModule:
    """The functions of one class, each with the name and the actions of that of dicts."""

    of_dicts: MapperModule
    lookups: tuple[Named, ...]
    functions: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class UsualMappers:
    """Prints mappers of structs.

    Attributes:
        plan: What they map.
        structs: What entries are read into, by where it stands; without any there are no mappers.
        observing: Prints the observables.
        gathering: Keeps what is printed once for all.
    """

    plan: Plan
    structs: Mapping[Keys, Usual]
    observing: Observing
    gathering: Gathering = field(default_factory=Gathering)

    def module(self, module: MapperModule, actions: Iterable[MappedAction]) -> UsualModule:
        """Return the functions beside those of a module; a line that asks for more has none.

        Args:
            module: The functions of dicts.
            actions: Its actions.
        """
        lookups: dict[str, str] = {}
        functions = []
        for function, action in self.served(module, actions):
            try:
                body = self._body(action, lookups)
            except NotUsual:
                continue
            lines = (*with_variable(body), "return event")
            functions.append(Function(function.name, function.actions, lines))
        named = tuple(Named(name, value) for name, value in sorted(lookups.items()))
        return UsualModule(module, named, tuple(functions))

    def served(
        self, module: MapperModule, actions: Iterable[MappedAction]
    ) -> list[tuple[Function, MappedAction]]:
        """Return the functions of a module, each with its first action; none without structs."""
        by_name = {action.action: action for action in actions}
        first = {row.function: by_name[row.action] for row in reversed(module.rows)}
        functions = module.functions if self.structs else ()
        return [(function, first[function.name]) for function in functions]

    def slots(self, action: MappedAction) -> tuple[Slot, ...]:
        """Return what fills the event of an entry of the usual form, with marks on what it has.

        Raises:
            NotUsual: It is not known before there is an entry.
        """
        users = {one.build.object: one.build for one in self.plan.conversions if one.kind == USER}
        filled = Filled(self.plan.ocsf, self.structs)
        return tuple(filled.slot(written_out(slot, users)) for slot in action.slots)

    def _body(self, action: MappedAction, lookups: dict[str, str]) -> Lines:
        plan, found = self.plan, Found()
        slots = self.slots(action)
        profiles = certain_profiles(plan.ocsf.classes[action.ocsf_class], action, slots)
        if profiles is None:
            raise NotUsual  # what they are put into is kept for the next event

        def of_structs(again: frozenset[Keys], *, is_time_told: bool) -> Statements:
            sources = UsualSources(self.structs, plan.slack.entry, again, found, self.gathering)
            return UsualStatements(
                plan.ocsf, sources, lookups, is_time_told, profiles, parts=self.gathering.parts
            )

        observing = replace(self.observing, append=self.gathering.parts.appended)
        return mapper_body(plan, action, slots, observing, of_structs)
