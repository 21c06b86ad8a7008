"""The resolved table as data: what becomes of each action, for commands that explain it.

    classes   by name: caption, uid, and the sources of attributes that most of its actions share
    actions   by name, a line each: class, activity, status..., the table's own text, and which
              attributes differ from its class
    paths     what Slack's entries are known to hold outside of their entity and details

A source is written as in the comparison of mappings: `$actor.id of user`, `"Slack"`, `Low (2)`.
Those that are a bare path take the value out of `unmapped`; all others only read.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from slack_ocsf_codegen.effects.effect import Effects
from slack_ocsf_codegen.effects.kinds import known_kinds
from slack_ocsf_codegen.event_attributes import profiles_of
from slack_ocsf_codegen.ir import MappedAction, OcsfClass, Plan, SlackType

Attributes = dict[str, list[str]]
#: What each action says by itself, so that its class need not.
_OWN = ("severity", "status")


def render_catalogue(plan: Plan, cloudwatch: Mapping[str, int]) -> str:
    """Return the catalogue of a plan as JSON, each class and each action a line.

    Args:
        plan: The plan.
        cloudwatch: The class uid that AWS CloudWatch gives to an action.
    """
    effects = Effects(plan, known_kinds([plan]))
    every = sorted((*plan.actions, plan.otherwise), key=lambda action: action.action)
    found = {action.action: _attributes(effects, action) for action in every}
    shared = {
        one.name: _shared(found[a.action] for a in every if a.ocsf_class == one.name)
        for one in used_classes(plan, every)
    }
    actions = {
        action.action: _action(plan, action, found[action.action], shared, cloudwatch)
        for action in every
    }
    return _in_lines(
        {
            "ocsf_version": plan.ocsf.version,
            "mapping_version": plan.version,
            "paths": list(_leaves(plan)),
            "classes": {name: _class(plan, name, found) for name, found in shared.items()},
            "actions": actions,
        }
    )


def used_classes(plan: Plan, lines: Iterable[MappedAction]) -> list[OcsfClass]:
    """Return the classes that lines of the table are mapped to, by uid."""
    names = {line.ocsf_class for line in lines}
    return sorted((plan.ocsf.classes[name] for name in names), key=lambda one: one.uid)


def _attributes(effects: Effects, action: MappedAction) -> Attributes:
    return {
        path: [source.shown for source in sources]
        for path, sources in effects.of(action).sources.items()
    }


def _shared(found: Iterable[Attributes]) -> Attributes:
    """For each attribute what most actions of a class have, if most have it."""
    every = list(found)
    shared: Attributes = {}
    for path in dict.fromkeys(path for attributes in every for path in attributes):
        counts = Counter(json.dumps(attributes.get(path)) for attributes in every)
        most = json.loads(max(sorted(counts), key=lambda text: counts[text]))
        if most is not None and path not in _OWN:
            shared[path] = most
    return shared


def _class(plan: Plan, name: str, shared: Attributes) -> dict[str, object]:
    one = plan.ocsf.classes[name]
    return {"caption": one.caption, "uid": one.uid, "attributes": shared}


def _action(
    plan: Plan,
    action: MappedAction,
    attributes: Attributes,
    classes: Mapping[str, Attributes],
    cloudwatch: Mapping[str, int],
) -> dict[str, object]:
    ocsf_class, shared = plan.ocsf.classes[action.ocsf_class], classes[action.ocsf_class]
    own = {path: sources for path, sources in attributes.items() if shared.get(path) != sources}
    return {
        "category": action.category,
        "class": action.ocsf_class,
        "activity_id": action.activity.id,
        "activity": action.activity.text,
        "severity": attributes.get("severity", []),
        "status": attributes.get("status", []),
        "profiles": list(profiles_of(action.slots, ocsf_class)),
        "cloudwatch": cloudwatch.get(action.action),
        "line": action.text,
        "own": {path: sources for path, sources in own.items() if path not in _OWN},
        "without": [path for path in shared if path not in attributes],
    }


def _leaves(plan: Plan) -> Iterator[str]:
    """Known paths of an entry, but for its entity and details; of the actor those of a user."""
    for name, member in plan.slack.entry.fields.items():
        if name == "actor":
            yield from (f"$actor.{field}" for field in plan.slack.entities.get("user", ()))
        elif name not in {"entity", "details"}:
            yield from _inside(f"${name}", member)


def _inside(path: str, member: SlackType) -> Iterator[str]:
    if not member.fields:
        yield path
    for name, inner in member.fields.items():
        yield from _inside(f"{path}.{name}", inner)


def _in_lines(document: Mapping[str, object]) -> str:
    """Return JSON with a line for each action and each attribute, so that each change is a line."""
    parts = []
    for name, value in document.items():
        match value:
            case dict():
                rows = ",\n".join(f"  {_flat(key)}: {_row(row)}" for key, row in value.items())
                parts.append(f" {_flat(name)}: {{\n{rows}\n }}")
            case _:
                parts.append(f" {_flat(name)}: {_flat(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _row(row: Mapping[str, object]) -> str:
    attributes = row.get("attributes")
    if not isinstance(attributes, dict):
        return _flat(row)
    head = _flat({name: value for name, value in row.items() if name != "attributes"})
    lines = ",\n".join(f"   {_flat(path)}: {_flat(found)}" for path, found in attributes.items())
    return f'{head[:-1]}, "attributes": {{\n{lines}\n  }}}}'


def _flat(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
