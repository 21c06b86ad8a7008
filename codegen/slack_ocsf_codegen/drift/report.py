"""The report as Markdown: for a terminal, and for the body of a pull request."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from slack_ocsf_codegen.drift import toml as drift_toml
from slack_ocsf_codegen.drift.findings import (
    ClassAdditions,
    Kind,
    NewAction,
    NewAttribute,
    OcsfDrift,
    Rename,
    Report,
    SlackDrift,
    UnknownNotation,
)
from slack_ocsf_codegen.ir import Mistake
from slack_ocsf_codegen.pull.changes import ActionChange, FieldChange

_One = TypeVar("_One")

_NEW = "Each line resolves as it stands. Class and activity are guesses: read them."
_VANISHED = (
    "For information: entries of before still have these names. To keep the line of one, name it\n"
    "in `schemas/slack/documented.json`."
)
_LISTED = "So far only documented: they can go from `schemas/slack/documented.json`."
_UNKNOWN = "The generator takes no schemas with these until `notation.py` reads them."


def markdown(report: Report) -> str:
    """Return the whole report."""
    parts = ["# Drift" if report.found else "# No drift"]
    if report.slack is not None:
        parts += _slack(report.slack)
    if report.ocsf is not None:
        parts += _ocsf(report.ocsf)
    return "\n\n".join(parts) + "\n"


def _slack(drift: SlackDrift) -> Iterator[str]:
    verb = "differs from" if drift.found else "says the same as"
    yield f"{drift.origin} {verb} what is vendored."
    yield from _breaks(drift.breaks)
    if drift.new:
        yield f"## {_count(drift.new, 'new action')}\n\n{_NEW}\n\n{_lines(drift.new)}"
    yield from _listed(drift.renames, "probable rename", _rename)
    yield from _listed(drift.vanished, "vanished action", _vanished, _VANISHED)
    yield from _listed(drift.moved, "moved action", _moved)
    yield from _listed(drift.now_listed, "newly listed action", _code, _LISTED)
    yield from _listed(drift.new_kinds, "new entity kind", _kind)
    yield from _listed(drift.vanished_kinds, "vanished entity kind", _kind)
    yield from _listed(drift.fields, "changed entity field", _field)
    yield from _listed(drift.unknown_notations, "unknown type notation", _unknown, _UNKNOWN)


def _ocsf(drift: OcsfDrift) -> Iterator[str]:
    verb = "changes nothing for" if not drift.found else "differs for"
    yield f"OCSF {drift.after} {verb} a table of OCSF {drift.before}."
    yield from _breaks(drift.breaks)
    rows = _additions(drift.additions)
    yield from _listed(rows, "addition", str, f"New in {drift.after} for the classes in use.")


def _listed(
    items: Sequence[_One], noun: str, written: Callable[[_One], str], note: str = ""
) -> Iterator[str]:
    if items:
        yield f"## {_count(items, noun)}"
        if note:
            yield note
        yield "\n".join(f"- {written(one)}" for one in items)


def _breaks(mistakes: Sequence[Mistake]) -> Iterator[str]:
    if mistakes:
        text = "\n".join(map(str, mistakes))
        yield f"## {_count(mistakes, 'mistake')} in the table after the change"
        yield f"```text\n{text}\n```"


def _lines(new: Sequence[NewAction]) -> str:
    """Return the suggestions under the headers of their categories."""
    tables = []
    for category in sorted({one.suggestion.category for one in new}):
        rows = [f"[action.{drift_toml.key(category)}]"]
        for one in new:
            if one.suggestion.category == category:
                rows += [f"# {one.suggestion.why}", one.suggestion.line]
        tables.append("\n".join(rows))
    text = "\n\n".join(tables)
    return f"```toml\n{text}\n```"


def _rename(rename: Rename) -> str:
    listed = "; Slack lists both" if rename.still_listed else ""
    return f"{_code(rename.before)} -> {_code(rename.after)}: {rename.why}{listed}"


def _vanished(change: ActionChange) -> str:
    return f"{_code(change.action)} of {_names(change.before)}"


def _moved(change: ActionChange) -> str:
    return f"{_code(change.action)}: {_names(change.before)} -> {_names(change.after)}"


def _kind(kind: Kind) -> str:
    fields = ", ".join(
        f"{_code(field)}: {_either(notations)}" for field, notations in kind.fields.items()
    )
    return f"{_code(kind.name)} with {fields or 'no field'}"


def _field(change: FieldChange) -> str:
    place = _code(f"{change.kind}.{change.field}")
    if not change.before:
        return f"{place} is new: {_either(change.after)}"
    if not change.after:
        return f"{place} vanished: it was {_either(change.before)}"
    return f"{place}: {_either(change.before)} -> {_either(change.after)}"


def _unknown(unknown: UnknownNotation) -> str:
    return f"{_code(f'{unknown.kind}.{unknown.field}')}: {_code(unknown.notation)}"


def _additions(additions: Sequence[ClassAdditions]) -> list[str]:
    """Return a row for each distinct addition, with the classes that get it."""
    classes: dict[str, list[str]] = {}
    for one in additions:
        rows = [f"activity {_code(name)}" for name in one.activities]
        for row in (*rows, *map(_attribute, one.attributes)):
            classes.setdefault(row, []).append(one.name)
    return [f"{row} ({', '.join(names)})" for row, names in sorted(classes.items())]


def _attribute(attribute: NewAttribute) -> str:
    profiles = f", of profile {_names(attribute.profiles)}" if attribute.profiles else ""
    form = f"{attribute.type}, {attribute.requirement}{profiles}"
    return f"attribute {_code(attribute.name)}, {form}"


def _either(notations: Sequence[str]) -> str:
    return " or ".join(map(_code, notations))


def _names(names: Sequence[str]) -> str:
    return " and ".join(map(_code, names))


def _code(text: str) -> str:
    """Return a code span; a name of Slack's may hold what Markdown would take for markup."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _count(items: Sequence[object], noun: str) -> str:
    return f"{len(items)} {noun}{'s' if len(items) != 1 else ''}"
