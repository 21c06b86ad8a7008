"""A good table over a few of Slack's actions, and what is said when a line of it is bad."""

from functools import cache
from pathlib import Path
from typing import Any

from slack_ocsf_codegen.errors import MappingErrors, TableUnreadable
from slack_ocsf_codegen.ir import Ocsf, Plan, Slack
from slack_ocsf_codegen.ocsf import load_ocsf
from slack_ocsf_codegen.resolve import resolve
from slack_ocsf_codegen.slack import slack_from
from slack_ocsf_codegen.table import read_table

PROJECT = Path(__file__).resolve().parents[2]

#: Each line's number is part of what the tests expect.
TABLE = """\
version = "0.1.0"
otherwise = { to = "base_event.other", activity_name = "Unmapped Action" }
not_yet_mapped = ["file_deleted"]
[event]
time = "$date_create"
severity = "informational"
message = "$action"
actor.user = "$actor"
metadata.product = { name = "Slack", vendor_name = "Slack" }
[entity.user.user]
uid = "$id"
name = "$name"
[class.authentication]
user = { first = ["$entity", { name = "unknown" }] }
service = { name = "Slack" }
[class.group_management]
group = { first = [{ uid = "$details.subteam" }, { name = "unknown" }] }
[action.user]
user_login = "authentication.logon"
user_logout = { to = "authentication.logoff", severity = "low" }
role_change_to_admin = { to = "account_change.other", activity_name = "Promote", user.uid = "U" }
[action.channel]
connect_dm_invite_generated = { to = "group_management.add_user", privileges = ["invite"] }
[action.workspace_or_org]
"pref.sso_setting_changed" = { to = "base_event.other", activity_name = "Update" }
"pref.allow_calls" = { to = "base_event.other", activity_name = "Update" }
"""

_ACTIONS = {
    "channel": ["connect_dm_invite_generated"],
    "file": ["file_deleted"],
    "user": ["user_login", "user_logout", "role_change_to_admin", "connect_dm_invite_generated"],
    "workspace_or_org": ["pref.sso_setting_changed", "pref.allow_calls"],
}
_SCHEMAS = [
    {"type": "user", "user": {"id": "string", "name": "string", "email": "string"}},
    {"type": "file", "file": {"id": "string", "name": "string", "date_created": "int"}},
]


def _members(properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": properties}


_ENVELOPE: dict[str, Any] = {
    "x-extra-entities": {"channel": {"id": "string", "teams_shared_with": "vec<string>"}},
    **_members(
        {
            "id": {"type": "string"},
            "date_create": {"type": "integer"},
            "action": {"type": "string"},
            "actor": {"x-slack-wrapped": True},
            "entity": {"x-slack-wrapped": True},
            "context": _members({"ip_address": {"type": "string"}, "ua": {"type": "string"}}),
            "details": _members(
                {
                    "reason": {},
                    "subteam": {"type": "string"},
                    "count": {"type": "integer"},
                    "is_allowed": {"type": "boolean"},
                    "scopes": {"type": "array", "items": {"type": "string"}},
                    "sizes": {"type": "array", "items": {"type": "integer"}},
                    "shared_with": _members({"channel_id": {"type": "string"}}),
                    "inviter": {"x-slack-wrapped": "user"},
                }
            ),
        }
    ),
}

SLACK: Slack = slack_from({"actions": _ACTIONS}, {"schemas": _SCHEMAS}, _ENVELOPE, {})


@cache
def ocsf() -> Ocsf:
    """OCSF 1.5.0 as the project has it."""
    return load_ocsf(PROJECT / "schemas" / "ocsf", "1.5.0")


def plan(table: str, slack: Slack = SLACK) -> Plan:
    """Resolve a table over the small answers of Slack."""
    return resolve(read_table(table, "mappings.toml"), ocsf(), slack)


def mistakes_of(table: str) -> str:
    """Return the whole text of the error that a table gives, none when it is good."""
    try:
        plan(table)
    except (MappingErrors, TableUnreadable) as error:
        return str(error)
    return ""


def mistakes(key: str, line: str) -> str:
    """Return what is said when `line` (or lines) stands in the place of the line of `key`."""
    lines = TABLE.splitlines()
    (number,) = (index for index, text in enumerate(lines) if text.startswith(key))
    return mistakes_of("\n".join([*lines[:number], line, *lines[number + 1 :]]) + "\n")


def on_login(attribute: str) -> str:
    """Return what is said when the line of `user_login`, line 19, sets an attribute too."""
    return mistakes("user_login", f'user_login = {{ to = "authentication.logon", {attribute} }}')
