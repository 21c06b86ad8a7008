"""Compare two mappings by what becomes of each action, and judge the later one's version."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from slack_ocsf_codegen.breaking.attributes import changes
from slack_ocsf_codegen.breaking.findings import Change, Comparison, Finding, Kind
from slack_ocsf_codegen.breaking.versions import least_after, read_version
from slack_ocsf_codegen.effects.effect import Effects
from slack_ocsf_codegen.effects.kinds import known_kinds
from slack_ocsf_codegen.ir import MappedAction, Plan

_Changed = tuple[Change, MappedAction | None]


def compare(before: Plan, after: Plan, against: str) -> Comparison:
    """Return how a plan differs from an earlier one; `against` is what people call that one.

    Raises:
        ValueError: A version is not of the form MAJOR.MINOR.PATCH.
    """
    findings = find_changes(before, after)
    level = max((one.change.kind.level for one in findings), default=None)
    least = least_after(read_version(before.version), level)
    return Comparison(
        against=against,
        before=before.version,
        after=after.version,
        least=str(least),
        follows=read_version(after.version) >= least,
        findings=findings,
    )


def find_changes(before: Plan, after: Plan) -> tuple[Finding, ...]:
    """Return what changed, the same change of many actions once, the gravest first."""
    grouped: dict[Change, list[MappedAction | None]] = defaultdict(list)
    for change, action in (*_of_ocsf(before, after), *_of_actions(before, after)):
        grouped[change].append(action)
    found = [_finding(change, actions, after) for change, actions in grouped.items()]
    return tuple(sorted(found, key=_order))


def _of_ocsf(before: Plan, after: Plan) -> Iterator[_Changed]:
    was, is_now = before.ocsf.version, after.ocsf.version
    if was != is_now:
        yield Change(Kind.OCSF_CHANGED, "", (was,), (is_now,)), None


def _of_actions(before: Plan, after: Plan) -> Iterator[_Changed]:
    kinds = known_kinds((before, after))
    was, is_now = Effects(before, kinds), Effects(after, kinds)
    earlier = {line.action: line for line in (*before.actions, *_of_logs(before))}
    later = {line.action: line for line in (*after.actions, *_of_logs(after))}
    for name, action in later.items():
        if name in earlier:
            for change in changes(was.of(earlier[name]), is_now.of(action)):
                yield change, action
        else:
            yield Change(Kind.ACTION_ADDED), action
    for name, action in earlier.items():
        if name not in later:
            yield Change(Kind.ACTION_REMOVED), action
    for change in changes(was.of(before.otherwise), is_now.of(after.otherwise)):
        yield change, after.otherwise


def _of_logs(plan: Plan) -> Iterator[MappedAction]:
    """Return the lines of other logs, each by a name that no action has."""
    for log in plan.logs:
        for line in (*log.lines, log.default):
            name = f"{log.log} row"
            if log.action is not None:
                name += f" with {log.action} {line.action!r}" if line.action else " of other kinds"
            activity = line.activity
            if line.is_named_by_action:
                activity = replace(activity, text=f"${log.action}")
            yield replace(line, action=name, activity=activity)


def _finding(change: Change, actions: Iterable[MappedAction | None], after: Plan) -> Finding:
    known = [action for action in actions if action is not None]
    lines = [action for action in known if action is not after.otherwise]
    return Finding(
        change=change,
        actions=tuple(sorted(action.action for action in lines)),
        classes=tuple(sorted({action.ocsf_class for action in lines})),
        otherwise=len(lines) < len(known),
    )


def _order(finding: Finding) -> tuple[object, ...]:
    change = finding.change
    kinds = list(Kind)
    return (
        -change.kind.level,
        kinds.index(change.kind),
        change.attribute,
        change.before,
        change.after,
    )
