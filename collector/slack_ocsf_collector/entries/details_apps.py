"""What entries about apps, workflows, functions and tokens tell in `details`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.deed import Deed

    Members = dict[str, Any]


def _scopes(deed: Deed, most: int = 4) -> list[str]:
    return deed.dice.some(words()["scopes"], most)


def _installed(deed: Deed) -> Members:
    internal = deed.dice.chance(0.4)
    details: Members = {
        "granular_bot_token": deed.dice.chance(0.8),
        "is_internal_integration": internal,
        "is_token_rotation_enabled_app": deed.dice.chance(0.2),
        "bot_scopes": _scopes(deed),
        "new_scopes": _scopes(deed),
        "previous_scopes": _scopes(deed) if deed.dice.chance(0.4) else [],
        "app_previously_approved": deed.dice.chance(0.5),
        "installer_user_id": deed.session.user["id"],
    }
    if internal:
        details["app_owner_id"] = deed.code("user")
    return details


def _expanded(deed: Deed) -> Members:
    old = _scopes(deed)
    return {
        "new_scopes": [*old, "users:read.email"],
        "previous_scopes": old,
        "old_scopes": [*old],
        "bot_scopes": _scopes(deed),
        "granular_bot_token": True,
    }


def _approved(deed: Deed) -> Members:
    return {
        "approval_type": deed.dice.one(("ADMIN", "AUTOMATIC", "ORG_ADMIN")),
        "approver_id": deed.session.user["id"],
        "resolution": deed.action.removeprefix("app_"),
        "cleared_resolution": deed.dice.one(("", "restricted")),
        "app_previously_resolved": deed.dice.chance(0.3),
        "is_workflow": deed.dice.chance(0.1),
    }


def _granted(deed: Deed) -> Members:
    return {"scopes": _scopes(deed), "permissions": ",".join(_scopes(deed))}


def _rule_matched(deed: Deed) -> Members:
    rule = deed.dice.code("Ar0")
    return {
        "rule_name": "Low risk scopes",
        "matched_rule": {"id": rule, "scopes": _scopes(deed)},
        "rules_checked": [rule, deed.dice.code("Ar0")],
        "resolution": deed.dice.one(("approved", "restricted")),
        "permissions_updated": deed.dice.chance(0.2),
    }


def _configured(deed: Deed) -> Members:
    app = deed.entity if deed.kind == "app" else deed.any("app")
    return {
        "admin_app_id": deed.code("app"),
        "app_id": app.get("id"),
        "app_name": app.get("name"),
        "config_type": deed.dice.one(("domain_restrictions", "workflow_auth_strategy")),
    }


def _collaborator(deed: Deed) -> Members:
    return {"user_id": deed.code("user"), "permission_type": "owner"}


def _datastore(deed: Deed) -> Members:
    """Attributes come as a list or an object."""
    as_list = [{"name": "key", "type": "string"}, {"name": "count", "type": "number"}]
    as_object = {"key": {"type": "string"}}
    return {
        "datastore_name": deed.dice.one(("tickets", "shifts", "anträge")),
        "attributes": deed.dice.one((as_list, as_object)),
    }


def _deployed(deed: Deed) -> Members:
    return {
        "functions": deed.dice.some(words()["functions"], 3),
        "workflows": deed.dice.some(words()["functions"], 2),
        "datastores": ["tickets"] if deed.dice.chance(0.5) else [],
    }


def _bot(deed: Deed) -> Members:
    return {"bot_id": deed.dice.code("B0"), "scopes": _scopes(deed)}


def _agent(deed: Deed) -> Members:
    actor = deed.session.user
    return {
        "agent_id": deed.code("app.agent"),
        "action": deed.dice.one(("send_message", "create_canvas")),
        "actor": deed.dice.one((actor["id"], {"type": "user", "user": actor.copy()})),
    }


def _trigger(deed: Deed) -> Members:
    return {
        "trigger_id": deed.dice.code("Ft0"),
        "trigger_config": {"everyone": deed.dice.chance(0.3)},
        "permission_type": deed.dice.one(("everyone", "named_entities", "app_collaborators")),
        "app_id": deed.entity.get("app_id"),
        "user_ids": deed.codes("user") if deed.dice.chance(0.6) else [],
        "channel_ids": deed.codes("channel", 2),
        "team_id": deed.session.location["id"],
    }


def _suspicious(deed: Deed) -> Members:
    return {"trigger_id": deed.dice.code("Ft0"), "query": deed.dice.one(words()["keywords"])}


def _published(deed: Deed) -> Members:
    return {"new_version_id": deed.dice.code("Wv0")}


def _function(deed: Deed) -> Members:
    kinds = ("app_collaborators", "everyone", "named_entities")
    return {"permission_type": deed.dice.one(kinds), "user_ids": deed.codes("user")}


def _token(deed: Deed) -> Members:
    return {
        "provider_key": deed.entity.get("provider", {}).get("key"),
        "external_user_id": str(deed.dice.number(1000, 9999)),
        "app_id": deed.entity.get("app", {}).get("id") or deed.code("app"),
    }


DETAILS = (
    (r"(org_|cli_)?app_(installed|install|upgraded_.*)|child_app_auto_.*", _installed),
    (r"app_scopes_expanded", _expanded),
    (r"app_(approved|restricted|removed_from_whitelist)", _approved),
    (r"app_resources_.*", _granted),
    (r"app_allowlist_rule_.*|app_allowlist_scopes_.*", _rule_matched),
    (r"app_collaborator_.*", _collaborator),
    (r"app_datastore_.*", _datastore),
    (r"(cli_)?app_deploy(ed)?", _deployed),
    (r"app_(agentforce|flows)_.*|agentforce_.*", _agent),
    (r"org_app_.*", _published),
    (r"admin_app_.*|child_app_.*|.*_mcp_server_.*|export_app_.*", _configured),
    (r"bot_token_.*|.*app_token_.*", _bot),
    (r"workflow_trigger_permission_.*", _trigger),
    (r"workflow_(trigger_suspicious|ai)_.*", _suspicious),
    (r"workflow_v2_published", _published),
    (r"function_.*", _function),
    (r"external_auth_oauth2_token_.*", _token),
)
