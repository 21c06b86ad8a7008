"""The resolved table as a page to read and to review: what becomes of each action."""

from collections import Counter

from slack_ocsf_codegen.ir import OTHER, Caption, MappedAction, Plan


def coverage_view(plan: Plan) -> dict[str, object]:
    """Return the view of docs/coverage.md, actions by class and in the order of their names."""
    counts = Counter(action.ocsf_class for action in plan.actions)
    used = sorted(
        (plan.ocsf.classes[name] for name in counts), key=lambda ocsf_class: ocsf_class.uid
    )
    rows = sorted(plan.actions, key=lambda one: (plan.ocsf.classes[one.ocsf_class].uid, one.action))
    return {
        "version": plan.ocsf.version,
        "mapping_version": plan.version,
        "mapped": len(plan.actions),
        "known": len(plan.slack.actions),
        "open": len(plan.not_yet_mapped),
        "counts": [
            {
                "caption": one.caption,
                "link": f"https://schema.ocsf.io/{plan.ocsf.version}/classes/{one.name}",
                "uid": one.uid,
                "actions": counts[one.name],
            }
            for one in used
        ],
        "rows": [_row(plan, action) for action in rows],
        "logs": _logs(plan),
        "lacking": _lacking(plan),
        "fallback": _fallback(plan),
        "not_yet_mapped": sorted(plan.not_yet_mapped),
    }


def _logs(plan: Plan) -> list[dict[str, object]]:
    """One row for each line of another log; the last of a log has no action of its own."""
    return [
        {"log": log.log, "member": log.action, **_row(plan, line)}
        for log in plan.logs
        for line in (*log.lines, log.default)
    ]


def _row(plan: Plan, action: MappedAction) -> dict[str, str]:
    activity = "its own word" if action.is_named_by_action else action.activity.text
    return {
        "action": action.action,
        "caption": plan.ocsf.classes[action.ocsf_class].caption,
        "activity": f"{'Other: ' if action.activity.id == OTHER else ''}{activity}",
        "severity": _caption(action, "severity_id"),
        "status": _caption(action, "status_id"),
    }


def _caption(action: MappedAction, attribute: str) -> str:
    """The caption when it is the same for every entry, else a word that it is not."""
    for slot in action.slots:
        if slot.attribute == attribute:
            return slot.value.text if isinstance(slot.value, Caption) else "by entry"
    return ""


def _lacking(plan: Plan) -> list[dict[str, object]]:
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
