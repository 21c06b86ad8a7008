"""What is found between two tables, and what is no change of meaning."""

from __future__ import annotations

from dataclasses import replace

import pytest

from slack_ocsf_codegen.breaking.comparison import find_changes
from slack_ocsf_codegen.breaking.findings import Change, Finding, Kind
from slack_ocsf_codegen.resolve import resolve
from slack_ocsf_codegen.table import read_table
from small_table import SLACK, TABLE, ocsf, plan


def edited(line: str) -> str:
    """Return the table with this line in the place of the one for the same key."""
    key = line.partition(" = ")[0] + " = "
    lines = TABLE.splitlines()
    (number,) = (index for index, text in enumerate(lines) if text.startswith(key))
    return "\n".join([*lines[:number], line, *lines[number + 1 :]]) + "\n"


def without(key: str, table: str = TABLE) -> str:
    return "\n".join(line for line in table.splitlines() if not line.startswith(key)) + "\n"


def found(after: str, before: str = TABLE) -> list[Finding]:
    return list(find_changes(plan(before), plan(after)))


@pytest.mark.parametrize(
    "after",
    [
        TABLE,
        edited('version = "7.0.0"'),
        "\n# why\n".join(TABLE.splitlines()),
        TABLE.replace('actor.user = "$actor"', 'actor = { user = "$actor" }'),
        edited('actor.user = { first = ["$actor"] }'),
        edited('user_login = { to = "authentication.logon", severity = "informational" }'),
        edited('user = { first = [{ first = ["$entity"] }, { name = "unknown" }] }'),
    ],
    ids=["nothing", "version", "comments", "inline", "first of one", "own value", "nested first"],
)
def test_another_text_of_the_same_meaning_is_no_change(after: str) -> None:
    assert not found(after)


def test_the_order_of_sections_is_no_change() -> None:
    head, *sections = TABLE.split("\n[")
    assert not found("\n[".join([head, *(one.rstrip() for one in sections[::-1])]) + "\n")


def test_the_order_of_lines_in_a_section_is_no_change() -> None:
    head, *sections = TABLE.split("\n[")
    turned = [[name, *lines[::-1]] for name, *lines in map(str.splitlines, sections)]
    assert not found("\n[".join([head, *("\n".join(lines) for lines in turned)]) + "\n")


def test_another_class_is_major_and_says_no_more_of_the_action() -> None:
    line = 'user_logout = { to = "base_event.other", activity_name = "Logoff", severity = "high" }'
    (one,) = found(edited(line))
    assert one.change == Change(Kind.CLASS_MOVED, "", ("authentication",), ("base_event",))
    assert (one.actions, one.classes) == (("user_logout",), ("base_event",))
    assert one.change.kind.level.word == "major"


def test_another_activity_is_major() -> None:
    (one,) = found(edited('user_logout = { to = "authentication.logon", severity = "low" }'))
    assert one.change == Change(Kind.ACTIVITY_MOVED, "", ("Logoff (2)",), ("Logon (1)",))
    assert one.change.kind.level.word == "major"


def test_another_name_of_activity_other_is_major() -> None:
    line = '"pref.allow_calls" = { to = "base_event.other", activity_name = "Change" }'
    (one,) = found(edited(line))
    assert one.change == Change(Kind.ACTIVITY_MOVED, "", ("Update (99)",), ("Change (99)",))


def test_a_line_for_an_action_that_had_none_is_minor() -> None:
    line = 'file_deleted = { to = "base_event.other", activity_name = "Delete" }\n'
    (one,) = found(edited("not_yet_mapped = []") + f"[action.file]\n{line}")
    assert one.change == Change(Kind.ACTION_ADDED)
    assert one.change.kind.level.word == "minor"
    assert (one.actions, one.classes) == (("file_deleted",), ("base_event",))


def test_a_line_that_goes_is_major() -> None:
    after = without("user_logout", edited('not_yet_mapped = ["file_deleted", "user_logout"]'))
    (one,) = found(after)
    assert one.change == Change(Kind.ACTION_REMOVED)
    assert one.change.kind.level.word == "major"
    assert (one.actions, one.classes) == (("user_logout",), ("authentication",))


def test_the_line_of_an_action_that_slack_dropped_goes_too() -> None:
    categories = {**SLACK.categories, "workspace_or_org": ("pref.allow_calls",)}
    after = plan(without('"pref.sso'), replace(SLACK, categories=categories))
    (one,) = find_changes(plan(TABLE), after)
    assert one.change == Change(Kind.ACTION_REMOVED)


def test_an_action_that_is_new_at_slack_and_has_no_line_is_no_change() -> None:
    more = replace(SLACK, categories={**SLACK.categories, "file": ("file_deleted", "file_seen")})
    after = plan(edited('not_yet_mapped = ["file_deleted", "file_seen"]'), more)
    assert not find_changes(plan(TABLE), after)


def test_a_kind_of_entity_that_is_new_at_slack_is_no_change() -> None:
    table = TABLE.replace("[entity.user.user]", "[entity.any.user]").replace(
        'uid = "$id"', 'uid = "U"'
    )
    more = replace(SLACK, entities={**SLACK.entities, "agent": SLACK.entities["user"]})
    assert not find_changes(plan(table), plan(table, more))


def test_another_fallback_is_a_change_of_the_actions_without_a_line() -> None:
    (one,) = found(edited('otherwise = { to = "base_event.other", activity_name = "Any" }'))
    assert one.change.kind is Kind.ACTIVITY_MOVED
    assert (one.actions, one.otherwise) == ((), True)


def test_the_same_change_of_many_actions_is_one_finding() -> None:
    (one,) = found(edited('severity = "medium"'))
    assert one.actions == (
        "connect_dm_invite_generated",
        "pref.allow_calls",
        "pref.sso_setting_changed",
        "role_change_to_admin",
        "user_login",
    )
    assert one.classes == ("account_change", "authentication", "base_event", "group_management")
    assert one.otherwise


def test_the_gravest_comes_first() -> None:
    before = edited('message = { text = "{$action}" }')
    after = before.replace("{$action}", "{$action}!").replace("logoff", "logon")
    after = after.replace('service = { name = "Slack" }', 'service = { name = "Slack", uid = "S" }')
    levels = [one.change.kind.level.word for one in found(after, before)]
    assert levels == ["major", "minor", "patch"]


def test_another_version_of_ocsf_is_one_major_change_of_every_event() -> None:
    newer = replace(ocsf(), version="1.6.0")
    (one,) = find_changes(plan(TABLE), resolve(read_table(TABLE, "mappings.toml"), newer, SLACK))
    assert one.change == Change(Kind.OCSF_CHANGED, "", ("1.5.0",), ("1.6.0",))
    assert one.change.kind.level.word == "major"
    assert (one.actions, one.otherwise) == ((), False)
