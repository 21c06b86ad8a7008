"""Resolve the table against both schemas: every check, then a `Plan` that cannot fail to render."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from slack_ocsf_codegen.activities import Target, read_target
from slack_ocsf_codegen.errors import MappingErrors
from slack_ocsf_codegen.event_attributes import event_slots
from slack_ocsf_codegen.ir import (
    ActionLine,
    Conversion,
    MappedAction,
    Mistake,
    Ocsf,
    Plan,
    Raw,
    RawTable,
    Slack,
    Table,
)
from slack_ocsf_codegen.layers import merged, without_removed
from slack_ocsf_codegen.names import did_you_mean
from slack_ocsf_codegen.paths import entity_scope, entry_scope
from slack_ocsf_codegen.values import Resolver


def resolve(table: Table, ocsf: Ocsf, slack: Slack) -> Plan:
    """Return what the table says, every name resolved and every requirement checked.

    Raises:
        MappingErrors: All mistakes of the table.
    """
    resolution = _Resolution(table, ocsf, slack)
    plan = resolution.plan()
    if resolution.mistakes:
        raise MappingErrors(tuple(sorted(resolution.mistakes)))
    return plan


class _Resolution:
    """One run over the table; `mistakes` is a set, since layers are met once for each action."""

    def __init__(self, table: Table, ocsf: Ocsf, slack: Slack) -> None:
        self.mistakes: set[Mistake] = set()
        self._table = table
        self._ocsf = ocsf
        self._slack = slack
        self._conversions = _kinds_by_object(table)

    def plan(self) -> Plan:
        self._check_sections()
        known = tuple(line for line in self._table.actions if self._is_known(line))
        self._check_complete(known)
        everywhere = ActionLine("", "", self._table.otherwise, self._table.version.span)
        otherwise = self._action(replace(everywhere, span=self._table.otherwise.span))
        actions = [self._action(line) for line in known]
        conversions = tuple(self._entities())
        if self.mistakes or otherwise is None:
            raise MappingErrors(tuple(sorted(self.mistakes)))
        return Plan(
            ocsf=self._ocsf,
            slack=self._slack,
            version=str(self._table.version.value),
            actions=tuple(action for action in actions if action is not None),
            otherwise=otherwise,
            not_yet_mapped=tuple(str(name.value) for name in self._table.not_yet_mapped),
            conversions=conversions,
        )

    def _report(self, mistake: Mistake) -> None:
        self.mistakes.add(mistake)

    def _check_sections(self) -> None:
        for name, section in self._table.classes.items():
            if name not in self._ocsf.classes:
                near = did_you_mean(name, self._ocsf.classes)
                self._report(Mistake(section.span, f"unknown class {name!r}{near}"))
        everywhere = {
            name for known in self._ocsf.classes.values() for name in known.body.attributes
        }
        for name, raw in self._table.event.entries.items():
            if name not in everywhere:
                near = did_you_mean(name, everywhere)
                self._report(Mistake(raw.span, f"no class has an attribute {name!r}{near}"))

    # --- actions

    def _is_known(self, line: ActionLine) -> bool:
        """Report an action that Slack does not have; a dotted one that is not quoted too."""
        if line.action in self._slack.actions:
            if line.category not in self._slack.categories:
                near = did_you_mean(line.category, self._slack.categories)
                self._report(Mistake(line.span, f"unknown category {line.category!r}{near}"))
            elif line.action not in self._slack.categories[line.category]:
                right = self._categories_of(line.action)
                self._report(
                    Mistake(
                        line.span,
                        f"{line.action!r} is not of Slack's {line.category!r} but of {right}",
                    )
                )
            return True
        if isinstance(line.value, RawTable) and "to" not in line.value.entries:
            for dotted in _dotted(line.action, line.value):
                self._report(
                    Mistake(line.span, f'an action with a dot needs quotes: write "{dotted}" = ...')
                )
        else:
            near = did_you_mean(line.action, self._slack.actions)
            self._report(Mistake(line.span, f"unknown action {line.action!r}{near}"))
        return False

    def _categories_of(self, action: str) -> str:
        return " and ".join(
            repr(name) for name, actions in self._slack.categories.items() if action in actions
        )

    def _check_complete(self, lines: Iterable[ActionLine]) -> None:
        """Each action once; every action of Slack's either on a line or declared as missing."""
        seen: dict[str, ActionLine] = {}
        for line in lines:
            if line.action in seen:
                first = seen[line.action].span
                text = f"{line.action!r} is mapped twice; the first is in line {first.line}"
                self._report(Mistake(line.span, text))
            seen.setdefault(line.action, line)
        declared: set[str] = set()
        for name in self._table.not_yet_mapped:
            action = str(name.value)
            if action not in self._slack.actions:
                near = did_you_mean(action, self._slack.actions)
                self._report(Mistake(name.span, f"unknown action {action!r}{near}"))
            if action in seen or action in declared:
                where = "on a line of its own" if action in seen else "in this list twice"
                self._report(Mistake(name.span, f"{action!r} is {where}: remove it here"))
            declared.add(action)
        for category, actions in self._slack.categories.items():
            for action in actions:
                if action not in seen and action not in declared:
                    text = (
                        f"{action!r} of Slack's {category!r} is missing: give it a line in"
                        f" [action.{category}] or name it in not_yet_mapped"
                    )
                    self._report(Mistake(self._table.version.span, text))

    def _action(self, line: ActionLine) -> MappedAction | None:
        target = read_target(line.value, self._ocsf, self._report)
        if target is None:
            return None
        resolver = Resolver(self._ocsf, entry_scope(self._slack), self._conversions, self._report)
        entries = self._layers(target)
        return MappedAction(
            action=line.action,
            category=line.category,
            ocsf_class=target.ocsf_class.name,
            activity=target.activity,
            slots=event_slots(entries, target.ocsf_class, resolver, line.span),
            span=line.span,
        )

    def _layers(self, target: Target) -> Mapping[str, Raw]:
        """The three layers merged; `[event]` gives a class only what the class has."""
        ocsf_class = target.ocsf_class
        shared = {
            name: raw
            for name, raw in self._table.event.entries.items()
            if name in ocsf_class.body.attributes
        }
        section = self._table.classes.get(ocsf_class.name)
        of_class = merged(shared, section.entries if section else {})
        return without_removed(merged(of_class, target.own))

    # --- conversions

    def _entities(self) -> Iterable[Conversion]:
        for kind, targets in self._table.entities.items():
            if kind != "any" and kind not in self._slack.entities:
                near = did_you_mean(kind, self._slack.entities)
                span = next(iter(targets.values())).span
                self._report(Mistake(span, f"unknown entity kind {kind!r}{near}"))
                continue
            scope = entity_scope(self._slack, kind)
            resolver = Resolver(self._ocsf, scope, self._conversions, self._report)
            for target, raw in targets.items():
                if (conversion := self._conversion(kind, target, raw, resolver)) is not None:
                    yield conversion

    def _conversion(
        self, kind: str, target: str, raw: RawTable, resolver: Resolver
    ) -> Conversion | None:
        body = self._ocsf.objects.get(target)
        if body is None or not body.attributes:
            near = did_you_mean(target, self._ocsf.objects)
            self._report(Mistake(raw.span, f"unknown OCSF object {target!r}{near}"))
            return None
        build = resolver.checked_build(raw, body, target)
        return Conversion(kind, build) if build else None


def _kinds_by_object(table: Table) -> dict[str, frozenset[str]]:
    objects = {target for targets in table.entities.values() for target in targets}
    return {
        target: frozenset(kind for kind, targets in table.entities.items() if target in targets)
        for target in sorted(objects)
    }


def _dotted(prefix: str, raw: RawTable) -> Iterable[str]:
    for name, value in raw.entries.items():
        if isinstance(value, RawTable) and "to" not in value.entries:
            yield from _dotted(f"{prefix}.{name}", value)
        else:
            yield f"{prefix}.{name}"
