"""What is found when Slack says something else than what is vendored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from drift_project import ACTIONS, FILE, TABLE, USER, Project, actions, project, schemas
from slack_ocsf_codegen.drift.comparison import compare_slack
from slack_ocsf_codegen.drift.findings import Report, SlackDrift
from slack_ocsf_codegen.drift.inputs import load_vendored
from slack_ocsf_codegen.drift.json import as_json
from slack_ocsf_codegen.drift.report import markdown
from slack_ocsf_codegen.pull.answers import Answers, read_actions, read_schemas

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return project(tmp_path)


def drift(small: Project, *, says: object = None, shows: object = None) -> SlackDrift:
    """Compare with an answer of `/actions` and one of `/schemas`."""
    answers = Answers(
        actions=read_actions(says or actions(), "actions"),
        schemas=read_schemas(shows or schemas(), "schemas"),
    )
    return compare_slack(load_vendored(small.folder), answers, "Slack")


def breaks(found: SlackDrift) -> list[str]:
    return [str(mistake) for mistake in found.breaks]


def test_the_same_answers_are_no_drift(small: Project) -> None:
    assert not drift(small).found


def test_the_order_of_an_answer_is_no_drift(small: Project) -> None:
    backwards = {name: names[::-1] for name, names in reversed(ACTIONS.items())}
    assert not drift(small, says={"actions": backwards}).found


def test_a_new_action_is_drift_and_breaks_no_line(small: Project) -> None:
    found = drift(small, says=actions(file=["file_viewed"]))
    assert [one.action for one in found.new] == ["file_viewed"]
    assert found.found
    assert not found.breaks


def test_a_name_that_was_only_documented_is_known(small: Project) -> None:
    found = drift(small, says=actions(user=[*ACTIONS["user"], "user_paused"]))
    assert found.now_listed == ("user_paused",)
    assert not found.new
    assert not found.breaks


def test_a_vanished_action_breaks_its_line(small: Project) -> None:
    found = drift(small, says=actions(user=["user_logout"]))
    assert [one.action for one in found.vanished] == ["user_login"]
    assert breaks(found) == [
        "mappings.toml:20: unknown action 'user_login' (did you mean 'user_logout'?)"
    ]


def test_a_vanished_action_that_is_documented_breaks_nothing(small: Project) -> None:
    small.file(
        "schemas/slack/documented.json", {"actions": {"user": ["user_login", "user_paused"]}}
    )
    found = drift(small, says=actions(user=["user_logout"]))
    assert [one.action for one in found.vanished] == ["user_login"]
    assert not found.breaks


def test_a_moved_action_breaks_the_line_in_its_old_category(small: Project) -> None:
    found = drift(small, says=actions(user=["user_logout"], account=["user_login"]))
    assert [(one.before, one.after) for one in found.moved] == [(("user",), ("account",))]
    assert breaks(found) == [
        "mappings.toml:20: 'user_login' is not of Slack's 'user' but of 'account'"
    ]


def test_a_renamed_action_gets_the_line_of_the_old_name(small: Project) -> None:
    found = drift(small, says=actions(workspace_or_org=["pref.sso"]))
    assert [(one.before, one.after) for one in found.renames] == [("pref.sso_changed", "pref.sso")]
    (new,) = found.new
    assert new.suggestion.line == (
        '"pref.sso" = { to = "entity_management.update", severity = "high" }'
    )
    assert new.suggestion.why == (
        "like pref.sso_changed (entity_management.update), which it probably replaces:"
        " the same words"
    )


def test_fields_that_came_went_or_changed_are_told(small: Project) -> None:
    fields = {"id": "string", "name": "vec<string>", "pronouns": "string"}
    found = drift(small, shows=schemas(user=fields))
    assert [(one.field, one.before, one.after) for one in found.fields] == [
        ("email", ("string",), ()),
        ("name", ("string",), ("vec<string>",)),
        ("pronouns", (), ("string",)),
    ]


def test_a_vanished_field_breaks_the_line_that_reads_it(small: Project) -> None:
    found = drift(small, shows=schemas(user={"id": "string"}))
    assert breaks(found) == ["mappings.toml:11: unknown Slack path '$name'"]


def test_a_new_kind_is_told_with_its_fields_once(small: Project) -> None:
    found = drift(small, shows=schemas(agent={"id": "string"}))
    assert [(kind.name, kind.fields) for kind in found.new_kinds] == [
        ("agent", {"id": ("string",)})
    ]
    assert not found.fields


def test_a_vanished_kind_is_told_once(small: Project) -> None:
    found = drift(small, shows={"schemas": [{"type": "user", "user": USER}]})
    assert [kind.name for kind in found.vanished_kinds] == ["file"]
    assert not found.fields


def test_an_unknown_notation_is_named_and_breaks_nothing_by_itself(small: Project) -> None:
    found = drift(small, shows=schemas(file={**FILE, "tags": "set<string>"}))
    assert [(one.kind, one.field, one.notation) for one in found.unknown_notations] == [
        ("file", "tags", "set<string>")
    ]
    assert not found.breaks


# --- the reports


def everything(small: Project) -> Report:
    says = actions(
        user=["user_logins", "user_logout", "user_paused"],
        list=[*ACTIONS["list"], "list_view_created"],
        workspace_or_org=["pref.sso", "pref.sso_changed"],
    )
    shows = schemas(
        user={"id": "string", "name": "Optional: string", "sex": "enum`x`"}, agent={"id": "string"}
    )
    return Report(drift(small, says=says, shows=shows), None)


MARKDOWN = """\
# Drift

Slack differs from what is vendored.

## 1 mistake in the table after the change

```text
mappings.toml:20: unknown action 'user_login' (did you mean 'user_logins'?)
```

## 3 new actions

Each line resolves as it stands. Class and activity are guesses: read them.

```toml
[action.list]
# like list_created and canvas_created (web_resources_activity.create), sharing '_created'
list_view_created = "web_resources_activity.create"

[action.user]
# like user_login (authentication.logon), which it probably replaces: near in spelling (95%), \
same category
user_logins = "authentication.logon"

[action.workspace_or_org]
# like pref.sso_changed (entity_management.update), its twin: the same words
"pref.sso" = { to = "entity_management.update", severity = "high" }
```

## 2 probable renames

- `pref.sso_changed` -> `pref.sso`: the same words; Slack lists both
- `user_login` -> `user_logins`: near in spelling (95%), same category

## 1 vanished action

For information: entries of before still have these names. To keep the line of one, name it
in `schemas/slack/documented.json`.

- `user_login` of `user`

## 1 newly listed action

So far only documented: they can go from `schemas/slack/documented.json`.

- `user_paused`

## 1 new entity kind

- `agent` with `id`: `string`

## 3 changed entity fields

- `user.email` vanished: it was `string`
- `user.name`: `string` -> `Optional: string`
- `user.sex` is new: `` enum`x` ``

## 1 unknown type notation

The generator takes no schemas with these until `notation.py` reads them.

- `user.sex`: `` enum`x` ``
"""


def test_the_report_tells_all_of_it(small: Project) -> None:
    assert markdown(everything(small)) == MARKDOWN


def test_the_json_tells_all_of_it(small: Project) -> None:
    content: dict[str, Any] = json.loads(as_json(everything(small)))
    assert content["drift"] is True
    assert content["ocsf"] is None
    slack = content["slack"]
    assert slack["origin"] == "Slack"
    assert slack["breaks"] == [
        {
            "file": "mappings.toml",
            "line": 20,
            "text": "unknown action 'user_login' (did you mean 'user_logins'?)",
        }
    ]
    found = slack["actions"]
    assert found["new"][0] == {
        "action": "list_view_created",
        "categories": ["list"],
        "suggestion": {
            "category": "list",
            "line": 'list_view_created = "web_resources_activity.create"',
            "why": "like list_created and canvas_created (web_resources_activity.create), "
            "sharing '_created'",
            "relatives": ["list_created", "canvas_created"],
        },
    }
    assert found["renames"][0] == {
        "before": "pref.sso_changed",
        "after": "pref.sso",
        "why": "the same words",
        "still_listed": True,
    }
    assert found["vanished"] == [{"action": "user_login", "before": ["user"], "after": []}]
    assert (found["moved"], found["now_listed"]) == ([], ["user_paused"])
    entities = slack["entities"]
    assert entities["new_kinds"] == [{"kind": "agent", "fields": {"id": ["string"]}}]
    assert entities["vanished_kinds"] == []
    assert entities["fields"][0] == {
        "kind": "user",
        "field": "email",
        "before": ["string"],
        "after": [],
    }
    assert entities["unknown_notations"] == [
        {"kind": "user", "field": "sex", "notation": "enum`x`"}
    ]


def test_the_project_under_test_has_lines_where_the_tests_say() -> None:
    assert TABLE.splitlines()[19].startswith("user_login ")
