"""Read the target of an action's line: `class.activity`, and what else stands on the line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_ocsf_codegen.captions import captions
from slack_ocsf_codegen.ir import (
    OTHER,
    Caption,
    Mistake,
    Ocsf,
    OcsfClass,
    Raw,
    RawLiteral,
    RawTable,
)
from slack_ocsf_codegen.names import did_you_mean

_UNKNOWN = 0


@dataclass(frozen=True, slots=True)
class Target:
    """The class, the activity, and the attributes that the line itself sets.

    With `is_named_by_action` the activity, Other, has its name from the entry.
    """

    ocsf_class: OcsfClass
    activity: Caption
    own: Mapping[str, Raw]
    is_named_by_action: bool = False


def read_target(
    raw: Raw,
    ocsf: Ocsf,
    reference: Ocsf,
    report: Callable[[Mistake], None],
    action: str | None = None,
) -> Target | None:
    """Return the target of a line, or None after reporting what is wrong with it.

    An activity that only the reference version has becomes Other, by its name there. `action` is
    the one `$path` that may name the activity.
    """
    try:
        return _target(raw, ocsf, reference, action)
    except _Wrong as wrong:
        report(Mistake(raw.span, str(wrong)))
        return None


class _Wrong(Exception):
    """What is wrong with the line."""


def _target(raw: Raw, ocsf: Ocsf, reference: Ocsf, action: str | None) -> Target:
    own = dict(raw.entries) if isinstance(raw, RawTable) else {"to": raw}
    to = own.pop("to", None)
    if not isinstance(to, RawLiteral) or not isinstance(to.value, str):
        raise _Wrong('a line is "class.activity" or { to = "class.activity", ... }')
    name, dot, activity = to.value.partition(".")
    if not dot:
        raise _Wrong(f'{to.value!r} names no activity: write "class.activity"')
    if name not in ocsf.classes:
        raise _Wrong(f"unknown class {name!r}{did_you_mean(name, ocsf.classes)}")
    ocsf_class = ocsf.classes[name]
    activity_name = own.pop("activity_name", None)
    members = _activities(ocsf_class)
    if activity not in members and name in reference.classes:
        known = _activities(reference.classes[name]).get(activity)
        if known is not None:
            return Target(ocsf_class, Caption(OTHER, known.text), own)
    if activity not in members:
        raise _Wrong(f"unknown {name} activity {activity!r}{did_you_mean(activity, members)}")
    if action and isinstance(activity_name, RawLiteral) and activity_name.value == action:
        other = RawLiteral(members[activity].text, activity_name.span)
        return Target(ocsf_class, _named(members[activity], other), own, is_named_by_action=True)
    return Target(ocsf_class, _named(members[activity], activity_name), own)


def _activities(ocsf_class: OcsfClass) -> dict[str, Caption]:
    return captions(ocsf_class.body.attributes["activity_id"])


def _named(activity: Caption, activity_name: Raw | None) -> Caption:
    """Return the activity; of Other, with the name that the line gives it."""
    if activity.id == _UNKNOWN:
        raise _Wrong("the activity of a known action is not unknown: take 'other' and a name")
    if activity.id != OTHER:
        if activity_name is not None:
            raise _Wrong("'activity_name' belongs to activity 'other' only")
        return activity
    text = activity_name.value if isinstance(activity_name, RawLiteral) else None
    if not isinstance(text, str) or not text or text.startswith("$"):
        raise _Wrong("activity 'other' needs activity_name, the source's own word for it")
    return Caption(OTHER, text)
