"""The report as JSON: the same facts as the Markdown, by name."""

import json
from collections.abc import Iterable

from slack_ocsf_codegen.drift.findings import Kind, NewAction, OcsfDrift, Report, SlackDrift
from slack_ocsf_codegen.ir import Mistake
from slack_ocsf_codegen.pull.changes import ActionChange


def as_json(report: Report) -> str:
    """Return one JSON object; `slack` or `ocsf` is null when it was not compared."""
    content = {
        "drift": report.found,
        "slack": None if report.slack is None else _slack(report.slack),
        "ocsf": None if report.ocsf is None else _ocsf(report.ocsf),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _slack(drift: SlackDrift) -> dict[str, object]:
    return {
        "origin": drift.origin,
        "breaks": _breaks(drift.breaks),
        "actions": {
            "new": [_new(one) for one in drift.new],
            "renames": [
                {
                    "before": one.before,
                    "after": one.after,
                    "why": one.why,
                    "still_listed": one.still_listed,
                }
                for one in drift.renames
            ],
            "vanished": _changes(drift.vanished),
            "moved": _changes(drift.moved),
            "now_listed": list(drift.now_listed),
        },
        "entities": {
            "new_kinds": _kinds(drift.new_kinds),
            "vanished_kinds": _kinds(drift.vanished_kinds),
            "fields": [
                {
                    "kind": one.kind,
                    "field": one.field,
                    "before": list(one.before),
                    "after": list(one.after),
                }
                for one in drift.fields
            ],
            "unknown_notations": [
                {"kind": one.kind, "field": one.field, "notation": one.notation}
                for one in drift.unknown_notations
            ],
        },
    }


def _ocsf(drift: OcsfDrift) -> dict[str, object]:
    return {
        "before": drift.before,
        "after": drift.after,
        "breaks": _breaks(drift.breaks),
        "additions": [
            {
                "class": one.name,
                "activities": list(one.activities),
                "attributes": [
                    {
                        "name": attribute.name,
                        "type": attribute.type,
                        "requirement": attribute.requirement,
                        "profiles": list(attribute.profiles),
                    }
                    for attribute in one.attributes
                ],
            }
            for one in drift.additions
        ],
    }


def _new(one: NewAction) -> dict[str, object]:
    return {
        "action": one.action,
        "categories": list(one.categories),
        "suggestion": {
            "category": one.suggestion.category,
            "line": one.suggestion.line,
            "why": one.suggestion.why,
            "relatives": list(one.suggestion.relatives),
        },
    }


def _changes(changes: Iterable[ActionChange]) -> list[dict[str, object]]:
    return [
        {"action": one.action, "before": list(one.before), "after": list(one.after)}
        for one in changes
    ]


def _kinds(kinds: Iterable[Kind]) -> list[dict[str, object]]:
    return [
        {"kind": kind.name, "fields": {name: list(found) for name, found in kind.fields.items()}}
        for kind in kinds
    ]


def _breaks(mistakes: Iterable[Mistake]) -> list[dict[str, object]]:
    return [{"file": one.span.file, "line": one.span.line, "text": one.text} for one in mistakes]
