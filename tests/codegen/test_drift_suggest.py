"""The line that is suggested for a new action."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from drift_project import TABLE
from slack_ocsf_codegen.drift.inputs import Vendored, load_vendored
from slack_ocsf_codegen.drift.relatives import mapped
from slack_ocsf_codegen.drift.renames import renames
from slack_ocsf_codegen.drift.suggest import suggest
from slack_ocsf_codegen.pull.changes import ActionChange
from slack_ocsf_codegen.resolve import resolve
from slack_ocsf_codegen.table import read_table
from small_table import PROJECT

if TYPE_CHECKING:
    from slack_ocsf_codegen.drift.findings import NewAction, Suggestion
    from slack_ocsf_codegen.ir import Table

QUARTERS = range(4)


@cache
def vendored() -> Vendored:
    return load_vendored(PROJECT)


def suggestion(action: str, category: str, table: str = TABLE) -> Suggestion:
    """Return what is suggested over the small table and the project's own facts."""
    change = ActionChange(action, (), (category,))
    small = read_table(table, "mappings.toml")
    (new,) = suggest([change], (), small, vendored().ocsf, vendored().slack)
    return new.suggestion


def own(line: str) -> dict[str, Any]:
    """Return what a line sets, `to` among it."""
    ((_, value),) = tomllib.loads(line).items()
    return value if isinstance(value, dict) else {"to": value}


def test_the_target_is_that_of_names_with_the_same_ending() -> None:
    found = suggestion("list_view_created", "list")
    assert found.line == 'list_view_created = "web_resources_activity.create"'
    assert found.relatives == ("list_created", "canvas_created")
    assert found.why == (
        "like list_created and canvas_created (web_resources_activity.create), sharing '_created'"
    )


def test_a_severity_that_all_relatives_have_is_taken() -> None:
    found = suggestion("list_view_deleted", "list")
    assert found.relatives == ("list_deleted", "canvas_deleted")
    assert own(found.line)["severity"] == "low"


def test_a_severity_that_one_relative_lacks_is_not_taken() -> None:
    differing = TABLE.replace(
        'list_deleted = { to = "web_resources_activity.delete", severity = "low" }',
        'list_deleted = "web_resources_activity.delete"',
    )
    found = suggestion("list_view_deleted", "list", differing)
    assert found.relatives == ("list_deleted", "canvas_deleted")
    assert found.line == 'list_view_deleted = "web_resources_activity.delete"'


def test_activity_other_takes_the_name_of_a_relative_with_the_same_ending() -> None:
    assert own(suggestion("canvas_archived", "canvas").line) == {
        "to": "web_resources_activity.other",
        "activity_name": "Archive",
    }


def test_activity_other_takes_the_actions_last_word_when_no_relative_ends_so() -> None:
    only_other = TABLE.replace('"authentication.logon"', '"authentication.other"').replace(
        '"authentication.other"', '{ to = "authentication.other", activity_name = "Sign-in" }'
    )
    assert own(suggestion("user_login_paused", "user", only_other).line) == {
        "to": "authentication.other",
        "activity_name": "Paused",
    }


def test_a_line_that_needs_more_than_its_class_gives_is_copied_from_the_nearest() -> None:
    found = suggestion("guest_joined", "channel")
    assert own(found.line) == {
        "to": "user_access.assign_privileges",
        "user": {"uid": "U"},
        "privileges": ["x"],
    }
    assert found.why == (
        "like member_joined (user_access.assign_privileges), sharing '_joined';"
        " the class needs the whole line"
    )


def test_a_name_with_a_dot_is_quoted() -> None:
    assert suggestion("pref.tos_changed", "workspace_or_org").line == (
        '"pref.tos_changed" = { to = "entity_management.update", severity = "high" }'
    )


def test_a_name_like_no_other_takes_the_commonest_target_of_its_category() -> None:
    found = suggestion("zork", "canvas")
    assert found.line == 'zork = "web_resources_activity.create"'
    assert found.why == (
        "no name is like it; web_resources_activity.create is the commonest in [action.canvas]"
    )


def test_a_name_like_no_other_in_a_new_category_is_as_otherwise_has_it() -> None:
    found = suggestion("zork", "frobs")
    assert found.category == "frobs"
    assert found.line == ('zork = { to = "base_event.other", activity_name = "Unmapped Action" }')
    assert found.relatives == ()


def test_the_category_is_that_of_the_nearest_relative_when_slack_names_two() -> None:
    change = ActionChange("list_view_created", (), ("channel", "list"))
    small = read_table(TABLE, "mappings.toml")
    (new,) = suggest([change], (), small, vendored().ocsf, vendored().slack)
    assert new.suggestion.category == "list"


# --- measured with the project's own table


@cache
def suggested_anew(quarter: int) -> tuple[NewAction, ...]:
    """Take every fourth line out of the table and its action out of the facts; suggest these."""
    all_ = vendored()
    gone = {line.action for line in _taken_out(quarter)}
    kept = {
        name: tuple(one for one in actions if one not in gone)
        for name, actions in all_.slack.categories.items()
    }
    new = [ActionChange(action, (), tuple(_categories(action))) for action in sorted(gone)]
    slack = replace(all_.slack, categories=kept)
    return suggest(new, renames(new, (), slack.actions), _without(gone), all_.ocsf, slack)


def _taken_out(quarter: int) -> list[Any]:
    return sorted(vendored().table.actions, key=lambda line: line.action)[quarter::4]


def _categories(action: str) -> list[str]:
    return [name for name, actions in vendored().slack.categories.items() if action in actions]


def _without(gone: set[str]) -> Table:
    table = vendored().table
    return replace(table, actions=tuple(one for one in table.actions if one.action not in gone))


@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_quarter_of_the_table_suggested_anew_resolves_with_the_rest(quarter: int) -> None:
    new = suggested_anew(quarter)
    assert len(new) >= 100
    text = ['version = "0.0.0"', 'otherwise = "base_event.create"']
    for category in sorted({one.suggestion.category for one in new}):
        text.append(f"[action.{category}]")
        text += [one.suggestion.line for one in new if one.suggestion.category == category]
    lines = read_table("\n".join(text), "suggested").actions
    rest = _without({one.action for one in new})
    table = replace(rest, actions=(*rest.actions, *lines))
    assert len(resolve(table, vendored().ocsf, vendored().slack).actions) == len(
        vendored().table.actions
    )


@pytest.mark.parametrize("quarter", QUARTERS)
def test_nearly_all_suggestions_have_the_class_and_most_the_activity_of_the_table(
    quarter: int,
) -> None:
    new = suggested_anew(quarter)
    right = {line.action: mapped(line).target for line in _taken_out(quarter)}
    counts = Counter[str]()
    for one in new:
        target = own(one.suggestion.line)["to"]
        counts["class"] += target.partition(".")[0] == right[one.action].partition(".")[0]
        counts["activity"] += target == right[one.action]
    assert counts["class"] / len(new) >= 0.85
    assert counts["activity"] / len(new) >= 0.65
