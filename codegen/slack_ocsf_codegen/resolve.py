"""Resolve the table against both schemas: every check, then a `Plan` that cannot fail to render."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from slack_ocsf_codegen.activities import Target, read_target
from slack_ocsf_codegen.errors import MappingErrors
from slack_ocsf_codegen.event_attributes import check_section, event_slots
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
    Span,
    Table,
)
from slack_ocsf_codegen.layers import for_version, merged, removal_mistakes, without_removed
from slack_ocsf_codegen.logs import LogResolver
from slack_ocsf_codegen.names import did_you_mean
from slack_ocsf_codegen.paths import Scope, entity_scope, entry_scope
from slack_ocsf_codegen.values import Resolver

_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


def resolve(table: Table, ocsf: Ocsf, slack: Slack, reference: Ocsf | None = None) -> Plan:
    """Return what the table says, every name resolved and every requirement checked.

    Args:
        table: The table.
        ocsf: The version of OCSF to resolve it for.
        slack: What Slack says of its entries.
        reference: The version that the table is written for. What it has and `ocsf` lacks is
            left out, so that its values stay under `unmapped`; the plan says what that is.

    Raises:
        MappingErrors: All mistakes of the table.
    """
    if reference is None or reference.version == ocsf.version:
        return _resolved(_Resolution(table, ocsf, slack))
    _resolved(_Resolution(table, reference, slack))
    return _resolved(_Resolution(for_version(table, ocsf.version), ocsf, slack, reference))


def _resolved(resolution: "_Resolution") -> Plan:
    plan = resolution.plan()
    if resolution.mistakes:
        raise MappingErrors(tuple(sorted(resolution.mistakes)))
    return plan


class _Resolution:
    """One run over the table; `mistakes` is a set, since layers are met once for each action.

    With a `reference`, for which the table has no mistakes, a value that cannot be resolved is
    one that this version lacks; what a class requires stays a mistake.
    """

    def __init__(
        self, table: Table, ocsf: Ocsf, slack: Slack, reference: Ocsf | None = None
    ) -> None:
        self.mistakes: set[Mistake] = set()
        self._lacking: set[str] = set()
        self._unquoted: set[str] = set()
        self._reference = reference or ocsf
        self._table = table
        self._ocsf = ocsf
        self._slack = slack
        self._known_actions = slack.actions
        self._entry_scope = entry_scope(slack)
        self._conversions = frozenset(
            target for targets in table.entities.values() for target in targets
        )

    def plan(self) -> Plan:
        self._check_version()
        self._check_sections()
        known = tuple(line for line in self._table.actions if self._is_known(line))
        self._check_complete(known)
        conversions = tuple(self._entities())
        if self._reference is not self._ocsf:
            self._conversions = _objects_of(conversions)
        everywhere = ActionLine("", "", self._table.otherwise, self._table.version.span)
        otherwise = self._action(replace(everywhere, span=self._table.otherwise.span))
        actions = [self._action(line) for line in known]
        self._check_unused({action.ocsf_class for action in (*actions, otherwise) if action})
        reader = LogResolver(self._ocsf, self._reference, self._slack, self._resolver, self._report)
        logs = tuple(reader.logs(self._table.sources))
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
            reference=self._reference.version,
            lacking=tuple(sorted(self._lacking)),
            logs=logs,
        )

    def _report(self, mistake: Mistake) -> None:
        self.mistakes.add(mistake)

    def _cannot_resolve(self, mistake: Mistake) -> None:
        if self._reference is self._ocsf:
            self._report(mistake)
        else:
            self._lacking.add(mistake.text.partition(" (did you mean")[0])

    def _check_version(self) -> None:
        version = self._table.version
        if not _VERSION.fullmatch(str(version.value)):
            text = f"version {version.value!r} is not MAJOR.MINOR.PATCH, such as '1.0.0'"
            self._report(Mistake(version.span, text))

    def _check_sections(self) -> None:
        for name, section in self._table.classes.items():
            if name not in self._ocsf.classes:
                near = did_you_mean(name, self._ocsf.classes)
                self._cannot_resolve(Mistake(section.span, f"unknown class {name!r}{near}"))
        everywhere = {
            name for known in self._ocsf.classes.values() for name in known.body.attributes
        }
        for name, raw in self._table.event.entries.items():
            if name not in everywhere:
                near = did_you_mean(name, everywhere)
                self._cannot_resolve(Mistake(raw.span, f"no class has an attribute {name!r}{near}"))

    def _check_unused(self, used: set[str]) -> None:
        """Check sections that no action uses: they are in no event that would be checked."""
        for name, section in self._table.classes.items():
            ocsf_class = self._ocsf.classes.get(name)
            if ocsf_class is not None and name not in used:
                check_section(section.entries, ocsf_class, self._resolver(self._entry_scope))

    def _resolver(self, scope: Scope) -> Resolver:
        return Resolver(
            self._ocsf,
            scope,
            self._conversions,
            self._cannot_resolve,
            strict=self._reference is self._ocsf,
        )

    # --- actions

    def _is_known(self, line: ActionLine) -> bool:
        """Report an action that Slack does not have; a dotted one that is not quoted too."""
        if line.action in self._known_actions:
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
        dotted = dict(_dotted(line.action, line.value))
        known = [action for action in self._known_actions if "." in action]
        if "." not in line.action and any(did_you_mean(action, known) for action in dotted):
            for action, span in dotted.items():
                self._unquoted.add(action)
                text = f'an action with a dot needs quotes: write "{action}" = ...'
                self._report(Mistake(span, text))
        else:
            near = did_you_mean(line.action, self._known_actions)
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
            if action not in self._known_actions:
                near = did_you_mean(action, self._known_actions)
                self._report(Mistake(name.span, f"unknown action {action!r}{near}"))
            if action in seen or action in declared:
                where = "on a line of its own" if action in seen else "in this list twice"
                self._report(Mistake(name.span, f"{action!r} is {where}: remove it here"))
            declared.add(action)
        told = {*seen, *declared, *self._unquoted}
        for category, actions in self._slack.categories.items():
            for action in actions:
                if action not in told:
                    told.add(action)
                    text = (
                        f"{action!r} of Slack's {self._categories_of(action)} is missing: give it"
                        f" a line in [action.{category}] or name it in not_yet_mapped"
                    )
                    self._report(Mistake(self._table.version.span, text))

    def _action(self, line: ActionLine) -> MappedAction | None:
        target = read_target(line.value, self._ocsf, self._reference, self._report)
        if target is None:
            return None
        resolver = self._resolver(self._entry_scope)
        entries = self._layers(target)
        return MappedAction(
            action=line.action,
            category=line.category,
            ocsf_class=target.ocsf_class.name,
            activity=target.activity,
            slots=event_slots(entries, target.ocsf_class, resolver, line.span, self._report),
            span=line.span,
            text=line.text,
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
        layers = (shared, section.entries if section else {}, target.own)
        result: Mapping[str, Raw] = {}
        for layer in layers:
            self._check_removals(result, layer)
            result = merged(result, layer)
        return without_removed(result)

    def _check_removals(self, lower: Mapping[str, Raw], upper: Mapping[str, Raw]) -> None:
        """An older version may lack what is removed; the one that the table is for does not."""
        if self._reference is self._ocsf:
            for mistake in removal_mistakes(lower, upper):
                self._report(mistake)

    # --- conversions

    def _entities(self) -> Iterable[Conversion]:
        for kind, targets in self._table.entities.items():
            if kind != "any" and kind not in self._slack.entities:
                near = did_you_mean(kind, self._slack.entities)
                for raw in targets.values():
                    self._report(Mistake(raw.span, f"unknown entity kind {kind!r}{near}"))
                continue
            resolver = self._resolver(entity_scope(self._slack, kind))
            for target, raw in targets.items():
                if (conversion := self._conversion(kind, target, raw, resolver)) is not None:
                    yield conversion

    def _conversion(
        self, kind: str, target: str, raw: RawTable, resolver: Resolver
    ) -> Conversion | None:
        body = self._ocsf.objects.get(target)
        if body is None or not body.attributes:
            near = did_you_mean(target, (name for name in self._ocsf.objects if name != target))
            self._cannot_resolve(Mistake(raw.span, f"unknown OCSF object {target!r}{near}"))
            return None
        build = resolver.checked_build(raw, body, target)
        return Conversion(kind, build) if build else None


def _objects_of(conversions: Iterable[Conversion]) -> frozenset[str]:
    return frozenset(conversion.build.object for conversion in conversions)


def _dotted(prefix: str, raw: Raw) -> Iterable[tuple[str, Span]]:
    """Return the actions that a line without quotes may mean, with their places."""
    if isinstance(raw, RawTable) and "to" not in raw.entries:
        for name, value in raw.entries.items():
            yield from _dotted(f"{prefix}.{name}", value)
    else:
        yield prefix, raw.span
