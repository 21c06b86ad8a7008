"""Compare what is vendored with what Slack says, or with another version of OCSF."""

from collections.abc import Iterable
from dataclasses import replace

from slack_ocsf_codegen.captions import captions
from slack_ocsf_codegen.drift.entities import kinds_only_in, readable, unknown_notations
from slack_ocsf_codegen.drift.findings import (
    ClassAdditions,
    NewAttribute,
    OcsfDrift,
    SlackDrift,
)
from slack_ocsf_codegen.drift.inputs import Vendored
from slack_ocsf_codegen.drift.relatives import mapped
from slack_ocsf_codegen.drift.renames import renames
from slack_ocsf_codegen.drift.suggest import suggest
from slack_ocsf_codegen.errors import MappingErrors
from slack_ocsf_codegen.ir import (
    ActionLine,
    Attribute,
    Mistake,
    Ocsf,
    OcsfClass,
    RawLiteral,
    Slack,
    Table,
)
from slack_ocsf_codegen.pull.answers import Answers
from slack_ocsf_codegen.pull.changes import compare
from slack_ocsf_codegen.resolve import resolve


def compare_slack(vendored: Vendored, answers: Answers, origin: str) -> SlackDrift:
    """Return how `answers` differ from what is vendored; `origin` is where they come from."""
    changes = compare(vendored.answers, answers)
    new = tuple(one for one in changes.new if one.action not in vendored.slack.documented)
    older = renames(new, changes.vanished, vendored.slack.actions)
    unknown = unknown_notations(answers.schemas)
    added = kinds_only_in(answers.schemas, vendored.answers.schemas)
    gone = kinds_only_in(vendored.answers.schemas, answers.schemas)
    told = {kind.name for kind in (*added, *gone)}
    return SlackDrift(
        origin=origin,
        new=suggest(new, older, vendored.table, vendored.ocsf, vendored.slack),
        now_listed=tuple(one.action for one in changes.new if one not in new),
        vanished=changes.vanished,
        moved=changes.moved,
        renames=older,
        new_kinds=added,
        vanished_kinds=gone,
        fields=tuple(one for one in changes.fields if one.kind not in told),
        unknown_notations=unknown,
        breaks=_mistakes(
            _tolerating(vendored.table, (one.action for one in new)),
            vendored.ocsf,
            vendored.slack_with(readable(answers, unknown)),
        ),
    )


def compare_ocsf(vendored: Vendored, other: Ocsf) -> OcsfDrift:
    """Return what the table would break on in another version, and what that version adds."""
    return OcsfDrift(
        before=vendored.ocsf.version,
        after=other.version,
        breaks=_mistakes(vendored.table, other, vendored.slack),
        additions=tuple(_additions(_classes(vendored.table), vendored.ocsf, other)),
    )


def _mistakes(table: Table, ocsf: Ocsf, slack: Slack) -> tuple[Mistake, ...]:
    try:
        resolve(table, ocsf, slack)
    except MappingErrors as error:
        return error.mistakes
    return ()


def _tolerating(table: Table, new: Iterable[str]) -> Table:
    """Declare new actions: that they have no line yet is no mistake of any line."""
    declared = tuple(RawLiteral(action, table.version.span) for action in new)
    return replace(table, not_yet_mapped=(*table.not_yet_mapped, *declared))


def _classes(table: Table) -> list[str]:
    """Return the classes in use, sorted."""
    otherwise = ActionLine("", "", table.otherwise, table.otherwise.span)
    return sorted({mapped(line).ocsf_class for line in (*table.actions, otherwise)})


def _additions(names: Iterable[str], before: Ocsf, after: Ocsf) -> Iterable[ClassAdditions]:
    for name in names:
        if name not in after.classes:
            continue
        was, is_now = before.classes[name], after.classes[name]
        activities = tuple(sorted(_activities(is_now) - _activities(was)))
        attributes = tuple(
            _new_attribute(attribute)
            for attribute in is_now.body.attributes.values()
            if attribute.name not in was.body.attributes
        )
        if activities or attributes:
            yield ClassAdditions(name, activities, attributes)


def _activities(ocsf_class: OcsfClass) -> set[str]:
    return set(captions(ocsf_class.body.attributes["activity_id"]))


def _new_attribute(attribute: Attribute) -> NewAttribute:
    return NewAttribute(
        name=attribute.name,
        type=attribute.object_type or attribute.type,
        requirement=attribute.requirement,
        profiles=attribute.profiles,
    )
