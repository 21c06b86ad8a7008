"""Invented entries: all kinds and details, Slack's shapes and oddities, and they map."""

import ipaddress
import itertools
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from slack_ocsf import ACTIONS, NOT_YET_MAPPED, map_event
from slack_ocsf.models import model_for
from slack_ocsf_collector.entries import entries

SLACK = Path(__file__).parents[2] / "schemas" / "slack"
ENVELOPE = json.loads((SLACK / "envelope.json").read_text(encoding="utf-8"))
NUMBER = 8192
MADE = list(entries(42, NUMBER))
ODD_ADDRESSES = {"", "203.0.113.678", "198.51.100"}
ODD_KEYS = {"new_attribute", "API", "_v2", "größe"}
DOCUMENTATION = [
    ipaddress.ip_network(network)
    for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]


def kinds() -> dict[str, set[str]]:
    """The members of every entity kind that Slack has."""
    found: dict[str, set[str]] = defaultdict(set)
    for schema in json.loads((SLACK / "schemas.json").read_text(encoding="utf-8"))["schemas"]:
        found[schema["type"]] |= set(schema[schema["type"]])
    for kind, members in ENVELOPE["x-extra-entities"].items():
        found[kind] |= set(members)
    return dict(found)


def details(action: str = ".*") -> Iterator[dict[str, Any]]:
    for entry in MADE:
        if re.fullmatch(action, entry["action"]) and entry.get("details"):
            yield entry["details"]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def test_every_kind_of_entity_occurs() -> None:
    assert {entry["entity"]["type"] for entry in MADE} == set(kinds())


def test_every_member_of_an_entity_is_one_that_slack_has() -> None:
    known = kinds()
    strange = {
        (kind, member)
        for entry in MADE
        for kind in [entry["entity"]["type"]]
        for member in set(entry["entity"][kind]) - known[kind] - ODD_KEYS
    }

    assert strange == set()


def test_every_detail_that_the_envelope_knows_occurs() -> None:
    told = {member for entry in entries(42, 4 * NUMBER) for member in entry.get("details") or ()}

    assert set(ENVELOPE["properties"]["details"]["properties"]) - told == set()


def test_every_entry_maps_and_to_a_valid_event() -> None:
    for place, entry in enumerate(MADE):
        event = map_event(entry)
        if place % 4 == 0:
            model_for(event["class_uid"]).model_validate(event)


def test_entries_are_json_that_reads_back_the_same() -> None:
    assert json.loads(json.dumps(MADE)) == MADE


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("user_login", "user"),
        ("file_downloaded", "file"),
        ("private_channel_archive", "channel"),
        ("list_cell_updated", "list"),
        ("huddle_started", "huddle"),
        ("barrier_updated", "barrier"),
        ("role_assigned", "role"),
        ("user_added_to_usergroup", "usergroup"),
        ("message_tombstoned", "message"),
        ("mcp_slack_read_thread_tool_called", "enterprise"),
        ("app_installed", "app"),
        ("legal_hold_policy_released", "legal_hold_policy"),
        ("template_deleted", "template"),
        ("function_distribution_permission_added", "function"),
        ("workflow_deleted", "workflow"),
        ("workflow_v2_published", "workflow_v2"),
    ],
)
def test_an_action_is_about_what_its_name_says(action: str, kind: str) -> None:
    found = {entry["entity"]["type"] for entry in entries(1, 60, actions=[action])}

    assert found == {kind}


@pytest.mark.parametrize(
    ("action", "either"),
    [
        ("canvas_opened", {"canvas", "file"}),
        ("pref.sso_setting_changed", {"workspace", "enterprise"}),
        ("permissions_assigned", {"role", "account_type_role"}),
        ("native_dlp_rule_action_applied", {"message", "file"}),
        ("anomaly", {"user", "app"}),
    ],
)
def test_some_actions_are_about_one_of_two_kinds(action: str, either: set[str]) -> None:
    found = {entry["entity"]["type"] for entry in entries(1, 300, actions=[action])}

    assert found == either


def test_private_channel_actions_are_about_private_channels() -> None:
    names = ["private_channel_created", "public_channel_created"]
    found = {
        (entry["action"], entry["entity"]["channel"]["privacy"])
        for entry in entries(1, 200, actions=names)
    }

    assert found == {(names[0], "private"), (names[1], "public")}


def test_names_that_slack_does_not_have_are_written_about_and_map() -> None:
    parts = sorted({part for name in ACTIONS | NOT_YET_MAPPED for part in re.split(r"[_.]", name)})
    names = [f"{first}_{parts[-place]}" for place, first in enumerate(parts, 1)]
    names += [f"{last}_{first}_{last}" for first, last in itertools.pairwise(parts)]
    names += ["", "é\n", "pref.", "_", "user_usergroup_export_canvas_"]

    made = list(entries(1, 4 * NUMBER, actions=names))

    assert {entry["action"] for entry in made} == set(names)
    for entry in made:
        if entry["action"]:
            map_event(entry)


def test_people_and_addresses_are_invented() -> None:
    emails = {text for text in strings(MADE) if re.fullmatch(r"\S+@\S+", text)}
    addresses = {entry["context"]["ip_address"] for entry in MADE}
    given = [ipaddress.ip_address(text) for text in addresses if text not in ODD_ADDRESSES]

    assert {email.rpartition("@")[2] for email in emails} <= {
        "example.com",
        "example.net",
        "example.org",
        "bots.example.com",
    }
    for address in given:
        assert any(address in network for network in DOCUMENTATION) or address.is_private


def test_a_user_has_one_name_and_one_address_throughout() -> None:
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entry in MADE:
        user = entry["actor"]["user"]
        names[user["id"]].add((user["name"], user["email"]))

    assert len(names) > 200
    assert {len(each) for each in names.values()} == {1}


def test_people_have_names_in_many_scripts() -> None:
    names = {entry["actor"]["user"]["name"] for entry in MADE}

    for script in ("CYRILLIC", "CJK", "HANGUL", "ARABIC", "HEBREW", "DEVANAGARI", "GREEK", "LATIN"):
        assert sum(unicodedata.name(name[0]).startswith(script) for name in names) > 5, script


def test_a_session_is_used_again_after_the_login_that_opened_it() -> None:
    seen: set[object] = set()
    again = 0
    for entry in MADE:
        session = entry["context"].get("session_id")
        if entry["action"] == "user_login":
            seen.add(session)
        again += session is not None and entry["action"] != "user_login" and session in seen

    assert again > NUMBER / 10


def test_whoever_brings_another_into_a_channel_is_told_wrapped_or_flat() -> None:
    told = [each["inviter"] for each in details("user_channel_join") if "inviter" in each]
    wrapped = [each for each in told if "type" in each]

    assert 0 < len(wrapped) < len(told) < len(list(details("user_channel_join")))
    assert {each["type"] for each in wrapped} == {"user"}


def test_details_are_an_object_or_empty_or_null_or_missing() -> None:
    found = [entry.get("details", "missing") for entry in MADE]

    assert found.count("missing") > NUMBER / 5
    assert 0 < found.count(None) < NUMBER / 10
    assert 0 < found.count({}) < NUMBER / 100


def test_the_session_id_is_a_number_or_a_text_or_null_or_missing() -> None:
    types = [type(entry["context"].get("session_id", ...)) for entry in MADE]

    assert types.count(int) > NUMBER / 2
    assert types.count(str) > NUMBER / 50
    assert types.count(type(None)) > NUMBER / 10
    assert 0 < types.count(type(...)) < NUMBER / 100


def test_settings_have_values_of_every_type() -> None:
    values = [each["new_value"] for each in details(r"pref\..*")]
    before = [each["previous_value"] for each in details(r"pref\..*")]

    assert {type(value) for value in values} == {bool, int, str, list, dict}
    assert None in before


def test_files_put_in_by_a_server_have_no_user_agent() -> None:
    uploads = [entry["context"] for entry in MADE if entry["action"] == "file_uploaded"]
    by_server = [context for context in uploads if context["ip_address"] == "127.0.0.1"]

    assert 0 < len(by_server) < len(uploads) / 5
    assert {context["ua"] for context in by_server} == {""}


def test_agents_tell_the_message_that_asked_them_in_the_context_or_beside_it() -> None:
    inside = [entry for entry in MADE if "acting_agent" in entry["context"]]
    beside = [entry for entry in MADE if "acting_agent" in entry]

    assert len(inside) > len(beside) > 0
    assert {entry["agent_message"]["channel_id"][0] for entry in beside} <= {"D", "G"}


def test_an_app_that_acts_has_no_session_and_is_told() -> None:
    by_app = [entry["context"] for entry in MADE if entry["context"].get("app")]

    assert len(by_app) > NUMBER / 20
    assert {context.get("session_id") for context in by_app} == {None}


def test_unknown_keys_are_rare() -> None:
    odd = [
        entry
        for entry in MADE
        if any(f'"{key}"' in json.dumps(entry, ensure_ascii=False) for key in ODD_KEYS)
    ]

    assert 0 < len(odd) < NUMBER / 50


def test_a_huddle_that_goes_on_has_no_end() -> None:
    huddles = [entry for entry in MADE if entry["action"] in {"huddle_started", "huddle_ended"}]
    ends = {(entry["action"], entry["entity"]["huddle"]["date_end"] > 0) for entry in huddles}

    assert ends == {("huddle_started", False), ("huddle_ended", True)}
