"""The loader of what Slack says of itself."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from slack_ocsf_codegen.errors import SchemaUnreadable
from slack_ocsf_codegen.ir import Slack, SlackType
from slack_ocsf_codegen.slack import load_slack, slack_from
from small_table import PROJECT, SLACK

STRING, INT, BOOL, MIXED = (
    SlackType("string"),
    SlackType("int"),
    SlackType("bool"),
    SlackType("mixed"),
)

NAMES = ("actions", "schemas", "envelope", "documented")

ENVELOPE = {"type": "object", "properties": {}, "x-extra-entities": {}}


def entities(
    *listed: Mapping[str, str], extra: Mapping[str, Mapping[str, str]] | None = None
) -> Mapping[str, Mapping[str, SlackType]]:
    """The fields of the kind `app`, listed in `/schemas` as often as there are arguments."""
    schemas = {"schemas": [{"type": "app", "app": fields} for fields in listed]}
    envelope = {**ENVELOPE, "x-extra-entities": extra or {}}
    return slack_from({"actions": {}}, schemas, envelope, {}).entities


def entry(properties: Mapping[str, Any]) -> Mapping[str, SlackType]:
    """The members of an entry that an envelope describes."""
    envelope = {**ENVELOPE, "properties": properties}
    return slack_from({"actions": {}}, {"schemas": []}, envelope, {}).entry.fields


def actions(listed: Mapping[str, list[str]], documented: Mapping[str, list[str]]) -> Slack:
    return slack_from({"actions": listed}, {"schemas": []}, ENVELOPE, documented)


def test_kind_listed_several_times_has_the_fields_of_all() -> None:
    assert entities({"id": "string", "name": "string"}, {"id": "string", "scopes": "int"}) == {
        "app": {"id": STRING, "name": STRING, "scopes": INT}
    }


def test_field_listed_twice_with_the_same_type_keeps_it() -> None:
    assert entities({"id": "string"}, {"id": "Optional: string"}) == {"app": {"id": STRING}}


def test_field_listed_with_different_types_can_be_anything() -> None:
    assert entities({"id": "string"}, {"id": "int"}, {"id": "string"}) == {"app": {"id": MIXED}}


def test_kind_that_slack_does_not_list_comes_from_the_envelope() -> None:
    assert entities({"id": "string"}, extra={"huddle": {"date_start": "int"}}) == {
        "app": {"id": STRING},
        "huddle": {"date_start": INT},
    }


def test_field_that_slack_does_not_list_comes_from_the_envelope() -> None:
    assert entities({"id": "string"}, extra={"app": {"is_beta": "bool"}}) == {
        "app": {"id": STRING, "is_beta": BOOL}
    }


def test_unknown_notation_is_named_with_kind_and_field() -> None:
    with pytest.raises(SchemaUnreadable, match=r"^schemas\.json, app\.id: unknown .* 'strng' "):
        entities({"id": "strng"})


def test_unknown_notation_of_the_envelope_is_named_with_kind_and_field() -> None:
    with pytest.raises(SchemaUnreadable, match=r"^envelope\.json, huddle\.id: unknown .* 'strng' "):
        entities(extra={"huddle": {"id": "strng"}})


def test_documented_actions_join_their_category() -> None:
    slack = actions({"user": ["user_login"]}, {"user": ["user_x"], "app": ["app_x"]})
    assert slack.categories == {"app": ("app_x",), "user": ("user_login", "user_x")}
    assert slack.documented == {"user_x", "app_x"}


def test_actions_of_two_categories_are_known_once() -> None:
    assert actions({"user": ["a", "b"], "channel": ["b"]}, {}).actions == {"a", "b"}


def test_envelope_gives_types() -> None:
    assert entry(
        {
            "id": {"type": "string"},
            "count": {"type": "integer"},
            "is_x": {"type": "boolean"},
            "any": {},
            "either": {"type": ["string", "integer"]},
            "scopes": {"type": "array", "items": {"type": "string"}},
        }
    ) == {
        "id": STRING,
        "count": INT,
        "is_x": BOOL,
        "any": MIXED,
        "either": MIXED,
        "scopes": SlackType("list", item=STRING),
    }


def test_envelope_gives_members_of_objects() -> None:
    inner = {"type": "object", "properties": {"id": {"type": "string"}}}
    assert entry({"app": inner}) == {"app": SlackType("object", fields={"id": STRING})}


def test_envelope_marks_wrapped_members() -> None:
    assert entry({"actor": {"x-slack-wrapped": True}}) == {
        "actor": SlackType("object", wrapped=True)
    }


def test_envelope_marks_members_that_may_be_flat() -> None:
    assert entry({"inviter": {"x-slack-wrapped": "user"}}) == {
        "inviter": SlackType("object", wrapped=True, flat_kind="user")
    }


def load(folder: Path, *logs: str) -> Slack:
    """Load the four files of a folder, and those of logs."""
    actions, schemas, envelope, documented = (folder / f"{name}.json" for name in NAMES)
    rows = {log: folder / f"{log}.json" for log in logs}
    return load_slack(actions, schemas, envelope, documented, rows)


def test_vendored_files_load() -> None:
    slack = load(PROJECT / "schemas" / "slack")
    assert "user_login" in slack.categories["user"]
    assert "app_resources_added" in slack.documented
    assert slack.entities["app"].keys() >= {"id", "bot_scopes", "distribution_type"}
    assert slack.entry.fields["actor"].wrapped
    assert slack.entry.fields["details"].fields["inviter"].flat_kind == "user"


def test_small_answers_of_these_tests_are_in_the_form_of_the_vendored_ones() -> None:
    assert SLACK.entry.fields["details"].fields["inviter"].flat_kind == "user"


def vendor(folder: Path, **files: object) -> Path:
    """Write good vendored files, except those given."""
    good: dict[str, object] = {
        "actions": {"actions": {"user": ["user_login"]}},
        "schemas": {"schemas": [{"type": "app", "app": {"id": "string"}}]},
        "envelope": ENVELOPE,
        "documented": {"actions": {}},
    }
    for name, content in {**good, **files}.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    return folder


def test_good_files_load(tmp_path: Path) -> None:
    assert load(vendor(tmp_path)).actions == {"user_login"}


def test_rows_of_logs_have_types() -> None:
    logs = load(PROJECT / "schemas" / "slack", "access", "integration").logs
    assert logs["access"].fields["count"] == SlackType("int")
    assert logs["integration"].fields["date"] == SlackType("string")
    assert logs["integration"].fields["service_id"] == SlackType("mixed")


def test_a_log_that_is_no_schema_is_named_by_its_file(tmp_path: Path) -> None:
    vendor(tmp_path, access=[])
    with pytest.raises(SchemaUnreadable, match=r"access\.json has not the form that it should"):
        load(tmp_path, "access")


def test_missing_file_says_how_to_get_it(tmp_path: Path) -> None:
    (vendor(tmp_path) / "schemas.json").unlink()
    with pytest.raises(SchemaUnreadable) as error:
        load(tmp_path)
    assert str(error.value) == (
        f"{tmp_path / 'schemas.json'} is missing; fetch it with: slack-ocsf-codegen pull slack"
    )


def test_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    (vendor(tmp_path) / "actions.json").write_text("<html>")
    with pytest.raises(SchemaUnreadable) as error:
        load(tmp_path)
    assert str(error.value) == (
        f"{tmp_path / 'actions.json'}: not JSON (Expecting value: line 1 column 1 (char 0))"
    )


@pytest.mark.parametrize(
    "files",
    [
        {"actions": {}},
        {"actions": []},
        {"actions": {"actions": ["user_login"]}},
        {"schemas": {}},
        {"schemas": {"schemas": [{"app": {"id": "string"}}]}},
        {"schemas": {"schemas": [{"type": "app"}]}},
        {"schemas": {"schemas": [{"type": "app", "app": {"id": {"a": "string"}}}]}},
        {"schemas": {"schemas": [{"type": "app", "app": {"id": None}}]}},
        {"envelope": {"type": "object"}},
        {"documented": {}},
    ],
    ids=str,
)
def test_file_in_another_form_is_unreadable(tmp_path: Path, files: dict[str, Any]) -> None:
    with pytest.raises(SchemaUnreadable, match="has not the form that it should"):
        load(vendor(tmp_path, **files))
