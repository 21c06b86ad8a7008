"""What entries about roles, user groups, barriers, legal holds and data loss tell in `details`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.deed import Deed

    Members = dict[str, Any]

_PERMISSIONS = ("READ_CHANNELS", "MANAGE_USERS", "create_canvas", "EXPORT_DATA")


def _role_of_someone(deed: Deed) -> Members:
    user, kind = deed.code("user"), deed.dice.one(("CHANNEL", "TEAM", "ENTERPRISE"))
    pool = {"CHANNEL": "channel", "TEAM": "workspace", "ENTERPRISE": "enterprise"}[kind]
    where = deed.code(pool)
    return {
        "target_user": user,
        "target_user_id": user,
        "target_entity": where,
        "target_entity_id": where,
        "entity_type": kind,
    }


def _permissions(deed: Deed) -> Members:
    """Permissions come as a list of objects or a text, whether allowed as a text."""
    dice, where = deed.dice, deed.code("workspace")
    grant = {"type": "specific", "resource_id": where}
    as_list = [{"resource": {"type": "team", "grant": grant}, "scopes": ["channels:read"]}]
    details: Members = {
        "permissions": dice.one((as_list, "channels:read,users:read")),
        "changed_permissions": dice.some(_PERMISSIONS, 2),
        "is_allowed": dice.one(("ALLOWED", "ALLOWED", "NOT_ALLOWED")),
        "permission_type": dice.one(_PERMISSIONS),
        "target_entity": where,
        "target_entity_id": where,
    }
    if deed.kind == "role":
        details["target_user"] = deed.code("user")
    return details


def _role(deed: Deed) -> Members:
    return {"permissions_updated": True, "name": deed.entity.get("name")}


def _role_of_group(deed: Deed) -> Members:
    return {"role": deed.any("role")["name"], "subteam": deed.entity.get("id")}


def _default_channel(deed: Deed) -> Members:
    return {"channel_id": deed.code("channel"), "team_id": deed.session.location["id"]}


def _add_failed(deed: Deed) -> Members:
    return {"user_id": deed.code("user"), "is_error": True, "reason": "guest_not_allowed"}


def _group_in_team(deed: Deed) -> Members:
    team = deed.code("workspace")
    members = deed.dice.number(2, 300)
    return {"team_id": team, "target_team": team, "workspace_member_count": members}


def _group(deed: Deed) -> Members:
    dice = deed.dice
    removed, name = dice.number(0, 4), deed.entity.get("name", "")
    return {
        "name": name,
        "label": name.title(),
        "added_user_count": dice.number(0, 20),
        "added_user_error_count": dice.number(0, 1),
        "reactivated_user_count": dice.number(0, 2),
        "removed_user_count": removed,
        "removed_user_error_count": 0,
        "total_removal_count": removed,
        "idp_group_member_count": dice.number(5, 200),
    }


def _barrier(deed: Deed) -> Members:
    entity = deed.entity
    return {
        "barrier_id": entity.get("id"),
        "primary_usergroup_id": entity.get("primary_usergroup"),
        "barriered_from_usergroup_ids": [entity.get("barriered_from_usergroup")],
        "restricted_subjects": deed.dice.some(("im", "mpim", "call"), 3),
    }


def _hold(deed: Deed) -> Members:
    held = deed.codes("user") if deed.dice.chance(0.6) else deed.codes("channel")
    if deed.action.endswith(("entities_added", "entities_deleted")):
        return {"entity_ids": held, "entity_team": deed.session.location["id"]}
    return {"user_ids": deed.codes("user"), "channel_ids": deed.codes("channel")}


def _data_loss(deed: Deed) -> Members:
    """The rule that matched comes as an object, a text or null."""
    dice = deed.dice
    rule = dice.code("Dr0")
    return {
        "rule_name": dice.one(("Card numbers", "Salaries", "Kundendaten", "")),
        "matched_rule": dice.one(({"id": rule, "patterns": ["card number"]}, rule, None)),
        "rules_checked": [rule, dice.code("Dr0")] if dice.chance(0.8) else [],
        "action": dice.one(("TOMBSTONE", "WARN", "ALERT")),
        "is_external_user": dice.chance(0.2),
    }


DETAILS = (
    (r"role_(assigned|removed)", _role_of_someone),
    (r"permissions_.*", _permissions),
    (r"role_.*_usergroup", _role_of_group),
    (r"role_updated", _role),
    (r"default_channel_.*", _default_channel),
    (r"user_add_to_usergroup_failed", _add_failed),
    (r"usergroup_.*_to_team.*|usergroup_.*_from_team.*", _group_in_team),
    (r"usergroup_.*|user_bulk_upload_.*", _group),
    (r"barrier_.*", _barrier),
    (r"legal_hold_.*", _hold),
    (r"native_dlp_.*", _data_loss),
)
