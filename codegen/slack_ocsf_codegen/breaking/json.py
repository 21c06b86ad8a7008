"""The comparison as JSON: the same facts as the Markdown, by name."""

import json

from slack_ocsf_codegen.breaking.findings import Comparison, Finding


def as_json(comparison: Comparison) -> str:
    """Return one JSON object; `before` and `least` are null when there was nothing to compare."""
    content = {
        "against": comparison.against,
        "before": comparison.before,
        "after": comparison.after,
        "level": None if comparison.level is None else comparison.level.word,
        "least": comparison.least,
        "follows": comparison.follows,
        "findings": [_finding(one) for one in comparison.findings],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    change = finding.change
    return {
        "level": change.kind.level.word,
        "kind": change.kind.text,
        "attribute": change.attribute or None,
        "before": list(change.before),
        "after": list(change.after),
        "actions": list(finding.actions),
        "classes": list(finding.classes),
        "otherwise": finding.otherwise,
    }
