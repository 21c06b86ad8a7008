"""The comparison as Markdown: for a terminal, and for the body of a pull request."""

from collections.abc import Iterator, Sequence

from slack_ocsf_codegen.breaking.findings import Change, Comparison, Finding, Kind, Level

#: So many actions are named; of more, the number and the classes are.
_NAMED = 4


def markdown(comparison: Comparison) -> str:
    """Return the whole report."""
    if comparison.before is None:
        return f"# Nothing to compare\n\n{comparison.against} has no mapping.\n"
    return "\n\n".join([_title(comparison), *_levels(comparison)]) + "\n"


def _title(comparison: Comparison) -> str:
    versions = f"{comparison.before} of {comparison.against} -> {comparison.after}"
    level = comparison.level
    verdict = "means the same" if level is None else f"a {level.word} change"
    least = "" if comparison.follows else f", which needs at least {comparison.least}"
    return f"# Mapping {versions}: {verdict}{least}"


def _levels(comparison: Comparison) -> Iterator[str]:
    for level in sorted(Level, reverse=True):
        found = [one for one in comparison.findings if one.change.kind.level == level]
        if found:
            rows = "\n".join(f"- {_row(one)}" for one in found)
            yield f"## {level.word.capitalize()}\n\n{rows}"


def _row(finding: Finding) -> str:
    change = finding.change
    is_said = change.kind.text.startswith(change.attribute)
    attribute = "" if is_said else f" {_code(change.attribute)}"
    content = _content(change)
    return f"{change.kind.text}{attribute}{f', {content}' if content else ''}: {_subject(finding)}"


def _content(change: Change) -> str:
    """Return what it was and what it is; of sources in both, only what tells them apart."""
    before = [text for text in change.before if text not in change.after]
    after = [text for text in change.after if text not in change.before]
    if change.kind is Kind.SOURCES_CHANGED and not before and after:
        return f"{_listed(after)} comes before others"
    if change.kind is Kind.SOURCES_CHANGED and before and not after:
        return f"no longer {_listed(before)}"
    if not before and not after:
        before, after = [*change.before], [*change.after]
    if before and after:
        return f"{_listed(before)} -> {_listed(after)}"
    return f"was {_listed(before)}" if before else _listed(after)


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(map(_code, texts))


def _subject(finding: Finding) -> str:
    subjects = [_actions(finding)] if finding.actions else []
    if finding.otherwise:
        subjects.append("actions without a line")
    return " and ".join(subjects) or "every event"


def _actions(finding: Finding) -> str:
    if len(finding.actions) <= _NAMED:
        return _listed(finding.actions)
    return f"{len(finding.actions)} actions of {', '.join(finding.classes)}"


def _code(text: str) -> str:
    """Return a code span; a text of the table may hold what Markdown would take for markup."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"
