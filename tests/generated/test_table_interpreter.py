"""The interpreter itself, on small tables whose events are worked out by hand."""

import tomllib
from typing import Any

import pytest

from ocsf_export import Export
from table_interpreter import NoEventError, interpret

EXPORT = Export.of("1.5.0")

TABLE = """
otherwise = { to = "base_event.other", activity_name = "$action" }
[event]
time = "$date_create"
severity = "informational"
actor.user = "$actor"
src_endpoint.ip = "$context.ip_address"
http_request.user_agent = "$context.ua"
[event.metadata]
uid = "$id"
product = { name = "Slack", vendor_name = "Slack" }
[entity.user.user]
uid = "$id"
email_addr = "$email"
type = { match = "$id", USLACKUSER = "system", default = "user" }
[entity.any.managed_entity]
uid = "$id"
name = "$kind"
[class.authentication]
user = { first = ["$entity", "$actor", { name = "unknown" }] }
service = { name = "Slack" }
[class.entity_management]
entity = { first = ["$entity", { name = "unknown" }] }
[action.user]
user_login = "authentication.logon"
user_logout = { to = "authentication.logoff", status = "failure", src_endpoint = false }
"""

ENTRY = {
    "id": "e1",
    "date_create": 1700000000,
    "action": "user_login",
    "actor": {"type": "user", "user": {"id": "W1", "email": "a@b.example", "team": "T1"}},
    "entity": {"type": "user", "user": {"id": "W2"}},
    "context": {"ip_address": "10.0.0.1", "ua": "curl", "location": {}},
}


def event(line: str = '"authentication.logon"', /, **members: object) -> dict[str, Any]:
    """The event of ENTRY with other members, its action having this line."""
    text = TABLE + f"[action.tests]\ntested = {line}\n"
    entry = {**ENTRY, "action": "tested", **members}
    entry = {name: member for name, member in entry.items() if member is not ...}
    return interpret(entry, tomllib.loads(text), EXPORT)


def test_a_whole_event() -> None:
    assert interpret(ENTRY, tomllib.loads(TABLE), EXPORT) == {
        "activity_id": 1,
        "activity_name": "Logon",
        "actor": {"user": {"uid": "W1", "email_addr": "a@b.example", "type": "User", "type_id": 1}},
        "category_name": "Identity & Access Management",
        "category_uid": 3,
        "class_name": "Authentication",
        "class_uid": 3002,
        "http_request": {"user_agent": "curl"},
        "metadata": {
            "uid": "e1",
            "product": {"name": "Slack", "vendor_name": "Slack"},
            "version": "1.5.0",
        },
        "observables": [
            {"name": "actor.user.uid", "type": "User Object: uid", "type_id": 31, "value": "W1"},
            {
                "name": "actor.user.email_addr",
                "type": "Email Address",
                "type_id": 5,
                "value": "a@b.example",
            },
            {"name": "src_endpoint.ip", "type": "IP Address", "type_id": 2, "value": "10.0.0.1"},
            {
                "name": "http_request.user_agent",
                "type": "HTTP User-Agent",
                "type_id": 16,
                "value": "curl",
            },
            {"name": "user.uid", "type": "User Object: uid", "type_id": 31, "value": "W2"},
        ],
        "service": {"name": "Slack"},
        "severity": "Informational",
        "severity_id": 1,
        "src_endpoint": {"ip": "10.0.0.1"},
        "time": 1700000000000,
        "type_name": "Authentication: Logon",
        "type_uid": 300201,
        "unmapped": {
            "action": "user_login",
            "actor": {"user": {"team": "T1"}},
            "context": {"location": {}},
            "entity": {"type": "user"},
        },
        "user": {"uid": "W2", "type": "User", "type_id": 1},
    }


def test_an_unknown_action_is_otherwise() -> None:
    unknown = interpret({**ENTRY, "action": "new"}, tomllib.loads(TABLE), EXPORT)
    assert (unknown["type_uid"], unknown["activity_name"]) == (99, "new")


def test_an_event_line_is_skipped_for_a_class_without_the_attribute() -> None:
    mapped = event('{ to = "application_lifecycle.install", app = { vendor_name = "Slack" } }')
    assert "http_request" not in mapped


def test_an_attribute_of_a_profile_lists_the_profile() -> None:
    mapped = event('{ to = "application_lifecycle.install", app = { vendor_name = "Slack" } }')
    assert mapped["metadata"]["profiles"] == ["host"]


def test_false_removes_an_inherited_attribute() -> None:
    assert "src_endpoint" not in event('{ to = "authentication.logon", src_endpoint = false }')


def test_objects_of_two_layers_merge() -> None:
    mapped = event('{ to = "authentication.logon", src_endpoint.name = "x" }')
    assert mapped["src_endpoint"] == {"ip": "10.0.0.1", "name": "x"}


def test_a_form_in_place_of_an_object_replaces_it() -> None:
    line = '{ to = "authentication.logon", src_endpoint = { first = [{ name = "x" }] } }'
    assert event(line)["src_endpoint"] == {"name": "x"}


def test_an_object_without_its_requirements_goes_and_takes_nothing() -> None:
    actor = {"type": "user", "user": {"email": "a@b.example"}}
    mapped = event(actor=actor)
    assert "actor" not in mapped
    assert mapped["unmapped"]["actor"] == {"user": {"email": "a@b.example"}}


def test_first_takes_only_what_it_used() -> None:
    line = '{ to = "authentication.logon", message = { first = ["$details.a", "$details.b"] } }'
    mapped = event(line, details={"a": "", "b": "x", "c": "y"})
    assert mapped["message"] == "x"
    assert mapped["unmapped"]["details"] == {"a": "", "c": "y"}


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("x", {"X"}),
        (["y", "x", "y", "z"], {"X", "Y"}),
        (["z"], set()),
        (5, set()),
    ],
)
def test_match_over_a_list(reason: object, expected: set[str]) -> None:
    arms = '{ match = "$details.reason", x = "X", y = "Y" }'
    line = f'{{ to = "entity_management.update", metadata.labels = {arms} }}'
    mapped = event(line, details={"reason": reason})
    assert set(mapped["metadata"].get("labels", [])) == expected
    assert mapped["unmapped"]["details"] == {"reason": reason}


@pytest.mark.parametrize("reason", [[], None, {}, ["z"], "z", [5]])
def test_match_over_a_list_has_a_default(reason: object) -> None:
    line = (
        '{ to = "entity_management.update",'
        ' metadata.labels = { match = "$details.reason", x = "X", default = "D" } }'
    )
    assert event(line, details={"reason": reason})["metadata"]["labels"] == ["D"]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{$actor.email} did[ in {$details.where}]", "a@b.example did in here"),
        ("{$details.none} did[ in {$details.none}][ at {$details.where}]", "did at here"),
        ("[ at {$details.none}]", None),
        ("{{x}} [[y]]  z {$details.flag} {$details.count}", "{x} [y] z true 5"),
    ],
)
def test_text(template: str, expected: str | None) -> None:
    line = f'{{ to = "authentication.logon", message = {{ text = "{template}" }} }}'
    details = {"where": "here", "flag": True, "count": 5}
    mapped = event(line, details=details)
    assert mapped.get("message") == expected
    assert mapped["unmapped"]["details"] == details


def test_a_list_in_a_text_is_its_scalars() -> None:
    line = '{ to = "authentication.logon", message = { text = "because[ of {$details.reason}]" } }'
    reason = ["tor", None, {"odd": True}, 7, ""]
    assert event(line, details={"reason": reason})["message"] == "because of tor, 7"


def test_an_arm_of_a_match_may_be_an_object() -> None:
    line = (
        '{ to = "authentication.logon", service = { match = "$details.reason",'
        ' a = { name = "A", uid = "1" }, default = { name = "D" } } }'
    )
    assert event(line, details={"reason": "a"})["service"] == {"name": "A", "uid": "1"}
    assert event(line, details={})["service"] == {"name": "D"}


def test_other_is_the_sources_own_text() -> None:
    line = '{ to = "authentication.logon", status = { other = "$details.state" } }'
    mapped = event(line, details={"state": "half"})
    assert (mapped["status_id"], mapped["status"]) == (99, "half")
    assert mapped["unmapped"]["details"] == {"state": "half"}


def test_an_enum_takes_the_first_that_is_there() -> None:
    options = '[{ match = "$details.ok", yes = "success" }, { other = "$details.ok" }, "unknown"]'
    line = f'{{ to = "authentication.logon", status = {{ first = {options} }} }}'
    found = [event(line, details={"ok": ok})["status"] for ok in ("yes", "half", None)]
    assert found == ["Success", "half", "Unknown"]


def test_an_array_leaves_absent_elements_out() -> None:
    line = '{ to = "authentication.logon", metadata.labels = ["$details.a", "$details.b", "c"] }'
    mapped = event(line, details={"a": None, "b": 7})
    assert mapped["metadata"]["labels"] == ["7", "c"]
    assert mapped["unmapped"]["details"] == {"a": None}


def test_a_list_fits_an_array_as_a_whole_or_not_at_all() -> None:
    line = '{ to = "authentication.logon", metadata.labels = "$details.a" }'
    assert event(line, details={"a": ["x", 1]})["metadata"]["labels"] == ["x", "1"]
    assert "labels" not in event(line, details={"a": ["x", ""]})["metadata"]


@pytest.mark.parametrize(
    ("date", "time", "kept"),
    [
        (1700000000, 1700000000000, False),
        (1700000000123, 1700000000123, False),
        (1700000000123000, 1700000000123, False),
        (1700000000123456, 1700000000123, True),
        ("1700000000.008121", 1700000000008, True),
        ("1700000000.0080", 1700000000008, False),
        (1700000000.008, 1700000000008, False),
    ],
)
def test_a_time_by_its_size(date: object, time: int, *, kept: bool) -> None:
    mapped = event(date_create=date)
    assert mapped["time"] == time
    assert ("date_create" in mapped["unmapped"]) == kept


@pytest.mark.parametrize(
    "date",
    [
        0,
        -1,
        10**17,
        True,
        None,
        "",
        "1e9",
        "\uff12",
        float("nan"),
        float("inf"),
        [1],
        pytest.param(10**5000, id="huge"),
    ],
)
def test_what_is_no_time_is_no_event(date: object) -> None:
    with pytest.raises(NoEventError) as caught:
        event(date_create=date)
    assert caught.value.path == "date_create"


@pytest.mark.parametrize("action", [None, "", 5, ["user_login"]])
def test_what_is_no_action_is_no_event(action: object) -> None:
    with pytest.raises(NoEventError) as caught:
        event(action=action)
    assert caught.value.path == "action"


@pytest.mark.parametrize(
    "address", ["1.23.45.678", "1234567", "", " 10.0.0.1", "10.0.0.1\n", 1, "::1" + "0" * 40]
)
def test_what_is_no_address_stays_unmapped(address: object) -> None:
    mapped = event(context={"ip_address": address})
    assert "src_endpoint" not in mapped
    assert mapped["unmapped"]["context"] == {"ip_address": address}


@pytest.mark.parametrize("email", ["sanitized_email.com", "a@b..c", "a@b.c.", "a@b.c\n", "a@b"])
def test_what_is_no_email_stays_unmapped(email: str) -> None:
    mapped = event(actor={"type": "user", "user": {"id": "W1", "email": email}})
    assert mapped["actor"]["user"] == {"uid": "W1", "type": "User", "type_id": 1}
    assert mapped["unmapped"]["actor"] == {"user": {"email": email}}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (-(2**63), "-9223372036854775808"),
        (2**63, None),
        (1.5, "1.5"),
        (float("nan"), None),
        ("", None),
        (["x"], None),
    ],
)
def test_scalars_as_strings(value: object, written: str | None) -> None:
    line = '{ to = "authentication.logon", message = "$details.a" }'
    assert event(line, details={"a": value}).get("message") == written


def test_an_inviter_is_read_nested_or_flat() -> None:
    line = '{ to = "authentication.logon", actor.user = "$details.inviter" }'
    nested = event(line, details={"inviter": {"type": "user", "user": {"id": "W3"}}})
    flat = event(line, details={"inviter": {"id": "W3", "type": "user"}})
    assert nested["actor"] == flat["actor"] == {"user": {"uid": "W3", "type": "User", "type_id": 1}}
    assert (
        nested["unmapped"]["details"]
        == flat["unmapped"]["details"]
        == {"inviter": {"type": "user"}}
    )


@pytest.mark.parametrize(
    "entity", [{"type": "user"}, {"type": "user", "user": []}, {"user": {"id": "W2"}}, "W2", None]
)
def test_an_entity_that_is_not_wrapped_is_absent(entity: object) -> None:
    mapped = event(entity=entity)
    assert mapped["user"]["uid"] == "W1"
    assert mapped["unmapped"]["entity"] == entity


def test_a_kind_without_a_table_is_any_and_a_plain_kind_takes_the_type() -> None:
    mapped = event(
        '"entity_management.update"', entity={"type": "ship", "ship": {"id": 5, "name": "x"}}
    )
    assert mapped["entity"] == {"uid": "5", "name": "ship"}
    assert mapped["unmapped"]["entity"] == {"ship": {"name": "x"}}


def test_a_user_that_is_no_object_leaves_the_actors_type() -> None:
    mapped = event(actor={"type": "user", "user": "W1"})
    assert mapped["unmapped"]["actor"] == {"type": "user", "user": "W1"}


def test_an_object_that_came_empty_stays() -> None:
    assert event(actor={"type": "user", "user": {}})["unmapped"]["actor"] == {"user": {}}


def test_an_entry_without_optional_members_leaves_nothing_but_its_action() -> None:
    mapped = event(actor=..., entity=..., context=..., id=...)
    assert mapped["unmapped"] == {"action": "tested"}
    assert mapped["user"] == {"name": "unknown"}
