"""The resolved table as a page to read and to review: what becomes of each action."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from slack_ocsf_codegen.catalogue import used_classes
from slack_ocsf_codegen.effects.effect import Effects, Sources
from slack_ocsf_codegen.effects.kinds import known_kinds
from slack_ocsf_codegen.effects.sources import Keys, Source
from slack_ocsf_codegen.ir import OTHER, Caption, MappedAction, OcsfClass, Plan

#: What somebody looks for in events of every class, by its path in the entry.
_SOUGHT = (("context", "ip_address"), ("context", "ua"), ("context", "session_id"))
_ACTOR = ("actor", "id")
View = dict[str, object]


def coverage_view(plan: Plan, cloudwatch: Mapping[str, int]) -> View:
    """Return the view of docs/coverage.md: actions by class, activity and name.

    Args:
        plan: The plan.
        cloudwatch: The class uid that AWS CloudWatch gives to an action.
    """
    by_class: dict[str, list[MappedAction]] = defaultdict(list)
    for action in plan.actions:
        by_class[action.ocsf_class].append(action)
    used = used_classes(plan, plan.actions)
    return {
        "version": plan.ocsf.version,
        "mapping_version": plan.version,
        "mapped": len(plan.actions),
        "known": len(plan.slack.actions),
        "open": len(plan.not_yet_mapped),
        "counts": [_count(plan, one, by_class[one.name], cloudwatch) for one in used],
        "cloudwatch": _cloudwatch(plan, cloudwatch),
        "places": _places(plan),
        "sections": [_section(one, by_class[one.name]) for one in used],
        "logs": _logs(plan),
        "lacking": _lacking(plan),
        "fallback": _fallback(plan),
        "not_yet_mapped": sorted(plan.not_yet_mapped),
    }


def _count(
    plan: Plan, one: OcsfClass, actions: list[MappedAction], cloudwatch: Mapping[str, int]
) -> View:
    return {
        "caption": one.caption,
        "link": f"https://schema.ocsf.io/{plan.ocsf.version}/classes/{one.name}",
        "uid": one.uid,
        "actions": len(actions),
        "cloudwatch": sum(action.action in cloudwatch for action in actions),
    }


def _cloudwatch(plan: Plan, cloudwatch: Mapping[str, int]) -> View:
    """How the table compares with the integration that users compare it with."""
    ours = {one.action: plan.ocsf.classes[one.ocsf_class].uid for one in plan.actions}
    both = [action for action in cloudwatch if action in ours]
    return {
        "actions": len(cloudwatch),
        "agree": sum(ours[action] == cloudwatch[action] for action in both),
        "differ": sorted(action for action in both if ours[action] != cloudwatch[action]),
        "more": len(ours) - len(both),
    }


def _places(plan: Plan) -> list[View]:
    """Where each class has what is sought, at an attribute or else under `unmapped`."""
    effects = Effects(plan, known_kinds([plan]))
    places: list[View] = []
    for one in used_classes(plan, (*plan.actions, plan.otherwise)):
        actions = [a for a in (*plan.actions, plan.otherwise) if a.ocsf_class == one.name]
        found = [effects.of(action).sources for action in actions]
        actor = [path for path in _most(found, _ACTOR) if path.startswith("actor.")]
        actor = actor or ["unmapped.actor.user.id"]
        sought = [_most(found, keys) or [f"unmapped.{'.'.join(keys)}"] for keys in _SOUGHT]
        cells = [", ".join(f"`{path}`" for path in paths) for paths in (actor, *sought)]
        places.append({"caption": one.caption, "cells": cells})
    return places


def _most(found: Iterable[Sources], keys: Keys) -> list[str]:
    """The attributes that most actions of a class take a value of the entry to."""
    counts: Counter[tuple[str, ...]] = Counter()
    for one in found:
        counts[tuple(path for path, listed in one.items() if _take(listed, keys))] += 1
    most = max(counts, key=lambda paths: (counts[paths], paths))
    return list(most)


def _take(sources: Iterable[Source], keys: Keys) -> bool:
    return any(one.taken is not None and one.taken.keys == keys for one in sources)


def _section(one: OcsfClass, actions: list[MappedAction]) -> View:
    by_activity: dict[tuple[int, str], list[MappedAction]] = defaultdict(list)
    for action in actions:
        by_activity[action.activity.id, action.activity.text].append(action)
    rows = [
        {
            "activity": _activity(action),
            "action": action.action,
            "severity": _caption(action, "severity_id"),
            "status": _caption(action, "status_id"),
        }
        for _, those in sorted(by_activity.items())
        for action in sorted(those, key=lambda one: one.action)
    ]
    activities = [
        {"caption": text, "actions": len(those)}
        for (number, text), those in sorted(by_activity.items())
        if number != OTHER
    ]
    others = sum(len(those) for (number, _), those in by_activity.items() if number == OTHER)
    if others:
        activities.append({"caption": "Other, by a name of its own", "actions": others})
    return {
        "caption": one.caption,
        "uid": one.uid,
        "activities": ", ".join(f"{one['caption']} {one['actions']}" for one in activities),
        "rows": rows,
    }


def _logs(plan: Plan) -> list[View]:
    """One row for each line of another log; the last of a log has no action of its own."""
    return [
        {
            "log": log.log,
            "member": log.action,
            "action": line.action,
            "caption": plan.ocsf.classes[line.ocsf_class].caption,
            "activity": _activity(line),
            "severity": _caption(line, "severity_id"),
            "status": _caption(line, "status_id"),
        }
        for log in plan.logs
        for line in (*log.lines, log.default)
    ]


def _activity(action: MappedAction) -> str:
    text = "its own word" if action.is_named_by_action else action.activity.text
    return f"{'Other: ' if action.activity.id == OTHER else ''}{text}"


def _caption(action: MappedAction, attribute: str) -> str:
    """The caption when it is the same for every entry, else a word that it is not."""
    for slot in action.slots:
        if slot.attribute == attribute:
            return slot.value.text if isinstance(slot.value, Caption) else "by entry"
    return ""


def _lacking(plan: Plan) -> list[View]:
    """One section, or none when this version has a place for everything."""
    if not plan.lacking:
        return []
    return [{"reference": plan.reference, "texts": plan.lacking}]


def _fallback(plan: Plan) -> str:
    caption = plan.ocsf.classes[plan.otherwise.ocsf_class].caption
    return (
        f"Mapped to {caption}, activity Other ({plan.otherwise.activity.text}), with every detail"
        " under `unmapped`; so is any action that is newer than the table."
    )
