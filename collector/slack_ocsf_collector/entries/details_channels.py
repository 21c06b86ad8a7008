"""What entries about channels tell in `details`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.deed import Deed

    Members = dict[str, Any]

_WHO = ("admin", "everyone", "regular", "TOPLEVEL_ADMINS_AND_OWNERS_AND_SELECTED")


def _came_or_went(deed: Deed) -> Members:
    """Tell whether the actor came or went alone, or who brought or removed them."""
    leaves = deed.action.endswith("leave")
    if deed.actor["id"] == deed.session.user["id"]:
        return {"type": "LEFT" if leaves else "JOINED"}
    if leaves:
        return {"type": "REMOVED", "kicker": deed.by_whom()}
    return {"type": "INVITED", "inviter": deed.by_whom()}


def _members_of_group(deed: Deed) -> Members | None:
    """Tell who did it, unless a directory did."""
    if deed.session.app is not None:
        return None
    return {"kicker" if "removed" in deed.action else "inviter": deed.by_whom()}


def _posting(deed: Deed) -> Members:
    dice = deed.dice
    return {
        "who_can_post": {"type": [dice.one(_WHO)], "user": deed.codes("user", 1)},
        "can_thread": dice.one(({"type": ["everyone"]}, True, "everyone")),
        "can_huddle": dice.chance(0.5),
        "enable_at_here": dice.one(("true", "false", True, {"type": ["admin"]})),
        "enable_at_channel": dice.one(("false", False, None)),
    }


def _changed(deed: Deed) -> Members:
    """Return a setting of a channel before and after."""
    values = deed.dice.one(((True, False), ("0", "500"), (None, {"type": ["admin"]})))
    return {"previous_value": values[0], "new_value": values[1]}


def _renamed(deed: Deed) -> Members:
    return {"name": deed.entity.get("name"), "previous_name": deed.any("channel")["name"]}


def _retention(deed: Deed) -> Members:
    new = ({"type": "DAYS", "duration": 90}, {"type": "ALL"}, "KEEP_ALL", 365)
    old: tuple[object, ...] = ({"type": "ALL"}, {}, None, 0)
    return {
        "new_retention_policy": deed.dice.one(new),
        "old_retention_policy": deed.dice.one(old),
    }


def _moved(deed: Deed) -> Members:
    teams = deed.codes("workspace", 4)
    return {
        "origin_team": deed.session.location["id"],
        "target_team": teams[0],
        "added_team_id": teams[-1],
        "teams_shared_with": teams if deed.dice.chance(0.8) else [],
    }


def _invitation(deed: Deed) -> Members:
    dice = deed.dice
    details: Members = {
        "invite_id": dice.code("I0"),
        "is_external_limited": dice.chance(0.3),
        "access_level": dice.one(("read_only", "can_post", "can_post_and_invite")),
    }
    if dice.chance(0.7):
        details["external_user_email"] = f"{dice.code('').lower()}@example.org"
    if deed.action.endswith(("accepted", "approved", "declined")):
        details |= _other_organization(deed)
    return details


def _other_organization(deed: Deed) -> Members:
    return {
        "external_organization_id": deed.dice.code(deed.dice.one(("E0", "T0"))),
        "external_organization_name": deed.dice.one(words()["companies"]),
        "teams_shared_with": deed.entity.get("teams_shared_with", [])[:],
    }


def _disconnected(deed: Deed) -> Members:
    return {"disconnecting_team": deed.dice.code("T0"), **_other_organization(deed)}


def _direct(deed: Deed) -> Members:
    return {"user_id": deed.code("user"), "channel_id": deed.entity.get("id")}


def _tab(deed: Deed) -> Members:
    return {"type": deed.dice.one(("canvas", "files", "list")), "label": "Übersicht"}


def _featured(deed: Deed) -> Members:
    return {
        "trigger": deed.dice.code("Ft0"),
        "channel_name": deed.entity.get("name", ""),
        "is_workflow": True,
    }


def _records(deed: Deed) -> Members:
    return {"salesforce_org_id": deed.dice.code("00D"), "type": "record"}


DETAILS = (
    (r"(user|guest)_channel_(join|leave)", _came_or_went),
    (r"user_(added_to|removed_from)_usergroup", _members_of_group),
    (r"channel_posting_.*|channel_huddle_properties_.*", _posting),
    (r"channel_renamed", _renamed),
    (r"channel_retention_.*", _retention),
    (r"channel_(moved|workspaces_updated)", _moved),
    (r".*record_channel_.*", _records),
    (r"channel_tab_.*", _tab),
    (r"channel_.*_(changed|updated).*", _changed),
    (r"external_shared_channel_invite_.*", _invitation),
    (r"external_shared_channel_(disconnected|disconnect_.*)", _disconnected),
    (r"external_shared_channel_.*", _other_organization),
    (r"dm_.*|mpim_.*", _direct),
    (r"featured_workflow_.*", _featured),
)
