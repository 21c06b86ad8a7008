"""A ready line of the table for each new action, after the lines of its nearest relatives.

Measured with the project's table, a quarter of its lines taken out at a time and suggested anew
(tests/codegen/test_drift_suggest.py): all suggestions resolve, about 95 of 100 have the class that
a person chose, about 75 the activity too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from slack_ocsf_codegen.drift import toml as drift_toml
from slack_ocsf_codegen.drift.findings import NewAction, Rename, Suggestion
from slack_ocsf_codegen.drift.relatives import Mapped, Relatives, agreed, mapped, shared
from slack_ocsf_codegen.drift.words import suffix, words
from slack_ocsf_codegen.errors import MappingErrors
from slack_ocsf_codegen.ir import ActionLine, Ocsf, Raw, RawLiteral, Slack, Table
from slack_ocsf_codegen.pull.changes import ActionChange
from slack_ocsf_codegen.resolve import resolve
from slack_ocsf_codegen.table import read_table

_FILE = "suggested"


def suggest(
    new: Iterable[ActionChange], renames: Iterable[Rename], table: Table, ocsf: Ocsf, slack: Slack
) -> tuple[NewAction, ...]:
    """Return the new actions with their lines, in the order given.

    Args:
        new: The actions, with their categories.
        renames: What some of them replace; the older one's line is taken whole then.
        table: A table without mistakes over `ocsf` and `slack`.
        ocsf: The version of the table.
        slack: The facts without the new actions.
    """
    older = {rename.after: rename for rename in renames}
    drafts = _Drafts(table, older)
    waiting = {change: drafts.of(change) for change in new}
    if not waiting:
        return ()
    chosen = {change: next(options) for change, options in waiting.items()}
    known = _with(slack, chosen)
    while refused := _refused(chosen, table, ocsf, known):
        for change in refused:
            chosen[change] = next(waiting[change])
    return tuple(
        NewAction(change.action, change.after, suggestion) for change, suggestion in chosen.items()
    )


class _Drafts:
    """Suggestions to try, the best first; the last one resolves whenever the table does."""

    def __init__(self, table: Table, older: Mapping[str, Rename]) -> None:
        lines = [mapped(line) for line in table.actions]
        self._by_action = {line.action: line for line in lines}
        self._relatives = Relatives(lines)
        self._older = older
        self._otherwise = mapped(ActionLine("", "", table.otherwise, table.otherwise.span))

    def of(self, change: ActionChange) -> Iterator[Suggestion]:
        yield from self._after_older_name(change)
        relatives = self._relatives.of(change.action, change.after)
        if relatives:
            yield _like(change, relatives)
            common = shared(change.action, relatives[:1])
            yield _copied(change, relatives[0], f"sharing {common}; the class needs the whole line")
        else:
            yield from self._after_category(change)
        yield self._as_otherwise(change)

    def _after_older_name(self, change: ActionChange) -> Iterator[Suggestion]:
        rename = self._older.get(change.action)
        if rename and (line := self._by_action.get(rename.before)):
            relation = "its twin" if rename.still_listed else "which it probably replaces"
            yield _copied(change, line, f"{relation}: {rename.why}")

    def _after_category(self, change: ActionChange) -> Iterator[Suggestion]:
        if relatives := self._relatives.of_category(change.after):
            target, category = relatives[0].target, relatives[0].category
            why = f"no name is like it; {target} is the commonest in [action.{category}]"
            yield _suggestion(change, target, agreed(relatives), why, relatives)

    def _as_otherwise(self, change: ActionChange) -> Suggestion:
        why = "nothing in the table is like it: as `otherwise` has it; or name it in not_yet_mapped"
        return _suggestion(change, self._otherwise.target, self._otherwise.own, why, ())


def _like(change: ActionChange, relatives: tuple[Mapped, ...]) -> Suggestion:
    nearest, own = relatives[0], agreed(relatives)
    if nearest.is_other:
        own = {"activity_name": _activity_name(change.action, nearest), **own}
    *others, last = (line.action for line in relatives)
    names = f"{', '.join(others)} and {last}" if others else last
    common = shared(change.action, relatives)
    why = f"like {names} ({nearest.target}), sharing {common}"
    return _suggestion(change, nearest.target, own, why, relatives)


def _activity_name(action: str, nearest: Mapped) -> Raw:
    """Take the relative's word when both end alike, else the action's own last word."""
    name = nearest.own["activity_name"]
    if suffix((action, nearest.action)):
        return name
    return RawLiteral(words(action)[-1].capitalize(), name.span, own=True)


def _copied(change: ActionChange, line: Mapped, relation: str) -> Suggestion:
    why = f"like {line.action} ({line.target}), {relation}"
    return _suggestion(change, line.target, line.own, why, (line,))


def _suggestion(
    change: ActionChange,
    target: str,
    own: Mapping[str, Raw],
    why: str,
    relatives: tuple[Mapped, ...],
) -> Suggestion:
    category = next(
        (line.category for line in relatives if line.category in change.after), change.after[0]
    )
    line = drift_toml.line(change.action, target, own)
    return Suggestion(category, line, why, tuple(relative.action for relative in relatives))


# --- what resolves


def _with(slack: Slack, changes: Iterable[ActionChange]) -> Slack:
    categories = dict(slack.categories)
    for change in changes:
        for category in change.after:
            categories[category] = (*categories.get(category, ()), change.action)
    return replace(slack, categories=categories)


def _refused(
    chosen: Mapping[ActionChange, Suggestion], table: Table, ocsf: Ocsf, slack: Slack
) -> list[ActionChange]:
    """Return the actions whose lines, put in the place of all others, have mistakes."""
    lines, changes = _as_written(chosen)
    suggested = {line.action for line in lines}
    rest = tuple(RawLiteral(name, table.version.span) for name in sorted(slack.actions - suggested))
    try:
        resolve(replace(table, actions=lines, not_yet_mapped=rest), ocsf, slack)
    except MappingErrors as error:
        wrong = {mistake.span.line for mistake in error.mistakes if mistake.span.file == _FILE}
        return [changes[number] for number in sorted(wrong)]
    return []


def _as_written(
    chosen: Mapping[ActionChange, Suggestion],
) -> tuple[tuple[ActionLine, ...], dict[int, ActionChange]]:
    """Read the suggestions back from their text; the actions are by the numbers of their lines."""
    text = ['version = "0.0.0"', 'otherwise = "base_event.other"']
    changes: dict[int, ActionChange] = {}
    for category in sorted({suggestion.category for suggestion in chosen.values()}):
        text.append(f"[action.{drift_toml.key(category)}]")
        for change, suggestion in chosen.items():
            if suggestion.category == category:
                text.append(suggestion.line)
                changes[len(text)] = change
    return read_table("\n".join(text), _FILE).actions, changes
