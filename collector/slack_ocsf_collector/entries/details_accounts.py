"""What entries about accounts and sessions tell in `details`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.deed import Deed

    Members = dict[str, Any]

_REFUSALS = ("password_mismatch", "invalid_two_factor_code", "sso_required", "account_inactive")
_ROLES = ("member", "admin", "owner", "restricted", "ultra_restricted")
_TITLES = ("", "Engineer", "Ingénieure", "部長", "Werkstudentin", "Head of Støtte")


def _login(deed: Deed) -> Members | None:
    return {"type": "login"} if deed.dice.chance(0.15) else None


def _login_failed(deed: Deed) -> Members:
    return {"reason": deed.dice.skewed(_REFUSALS), "attempts": deed.dice.number(1, 5)}


def _session_reset(deed: Deed) -> Members:
    dice = deed.dice
    return {"web_only": dice.chance(0.3), "mobile_only": dice.chance(0.3)}


def _bulk_session_reset(deed: Deed) -> Members:
    """Users come as a list, or as the JSON of one."""
    succeeded, failed = deed.codes("user", 6), deed.codes("user", 1)
    if deed.dice.chance(0.5):
        failed = []
    as_text = deed.dice.chance(0.5)
    return {
        "succeeded_users": json.dumps(succeeded) if as_text else succeeded,
        "failed_users": json.dumps(failed) if as_text else failed,
        "non_sso_only": deed.dice.chance(0.3),
        "desktop_app_browser_quit": deed.dice.chance(0.5),
        "web_only": False,
    }


def _session_invalidated(deed: Deed) -> Members:
    limits = {"code": "idle", "limit_minutes": deed.dice.one((60, 480, 1440))}
    return {"reason": deed.dice.one((limits, "session_expired", "user_deactivated"))}


def _session_settings(deed: Deed) -> Members:
    return {
        "duration": deed.dice.one((0, 3600, 28_800, 604_800)),
        "desktop_app_browser_quit": deed.dice.chance(0.5),
    }


def _reset_by_slack(deed: Deed) -> Members:
    reasons = deed.dice.one((["tor"], ["asn", "ip_address"], ["session_fingerprint"]))
    return {"reason": reasons, "affected_users": deed.codes("user", 2)}


def _old_client(deed: Deed) -> Members:
    return {
        "desktop_app_version": f"4.{deed.dice.number(20, 40)}.0",
        "deprecation_search_end": deed.date,
        "session_search_start": deed.ago(86_400 * 30),
    }


def _email(deed: Deed) -> Members:
    new = deed.entity.get("email") or "someone@example.com"
    old = f"{deed.dice.code('').lower()}@example.org"
    return {deed.dice.one(("old_email", "previous_email")): old, "new_email": new}


def _username(deed: Deed) -> Members:
    name = deed.entity.get("name", "")
    return {"username": name.lower().replace(" ", "."), "name": name}


def _profile(deed: Deed) -> Members:
    fields = {deed.dice.code("Xf0"): {"value": deed.dice.one(_TITLES), "alt": ""}}
    old: Members = {"title": deed.dice.one(_TITLES), "pronouns": None, "fields": {}}
    new = {"title": deed.dice.one(_TITLES), "pronouns": "they/them", "fields": fields}
    return {"previous_profile": old, "new_profile": new}


def _guest(deed: Deed) -> Members:
    details: Members = {
        "type": deed.dice.one(_ROLES[3:]),
        "expires_on": deed.date + deed.dice.number(1, 90) * 86_400,
    }
    if deed.action == "guest_created":
        details |= {"channels": deed.codes("channel"), "inviter": deed.by_whom()}
    return details


def _role(deed: Deed) -> Members:
    new = deed.action.rpartition("_to_")[2]
    return {"role": new, "previous_role": deed.dice.one(_ROLES)}


def _owner(deed: Deed) -> Members:
    return {"user_id": deed.code("user"), "enterprise": deed.code("enterprise")}


def _merged(deed: Deed) -> Members:
    return {"user": deed.code("user"), "team": deed.session.location["id"]}


def _allowlist(deed: Deed) -> Members:
    """What was allowed comes as a list of ids in a text, or as an object."""
    codes = deed.codes("user")
    as_object = {"added": codes, "removed": []}
    return {"entity_ids": as_object if deed.dice.chance(0.5) else ",".join(codes)}


def _flag(deed: Deed) -> Members:
    return {
        "is_flagged": str(not deed.action.endswith(("dismissed", "unassignment"))).lower(),
        "reason": deed.dice.one(("harassment", "spam", "other")),
        "status": deed.dice.one(("open", "assigned", "closed")),
        "user_id": deed.code("user"),
    }


def _external(deed: Deed) -> Members:
    return {
        "external_user_id": deed.dice.code("U0"),
        "external_user_email": "someone@example.org",
        "external_organization_id": deed.dice.code("E0"),
        "external_organization_name": deed.dice.one(words()["companies"]),
    }


def _license(deed: Deed) -> Members:
    return {"user_id": deed.entity.get("id", ""), "status": "ACTIVE"}


def _agents(deed: Deed) -> Members:
    return {"agent_id": "USLACKBOT", "name": deed.dice.one(words()["questions"])}


DETAILS = (
    (r"user_login", _login),
    (r"user_login_failed|ip_allowlist_access_denied", _login_failed),
    (r"user_session_reset_by_admin", _session_reset),
    (r"bulk_session_reset_by_admin", _bulk_session_reset),
    (r"user_session_invalidated", _session_invalidated),
    (r"user_session_settings_changed", _session_settings),
    (r"user_sessions_reset_.*|user_logout_compromised", _reset_by_slack),
    (r".*_non_compliant_.*|team.unsupported.*|team_unsupported.*", _old_client),
    (r"user_email_updated", _email),
    (r"user_username_updated", _username),
    (r"user_profile_(updated|deleted)", _profile),
    (r"guest_(created|expiration_set|reactivated|expired)", _guest),
    (r"role_change_.*", _role),
    (r"owner_transferred|org_owner_created", _owner),
    (r"user_merged|migration_user_.*|quip_migration_user_.*", _merged),
    (r".*_anomaly_event_.*_allowlist_.*", _allowlist),
    (r".*_flag(ged|_.*)", _flag),
    (r"external_user_.*|guest_transferred_.*|connect_dm_.*", _external),
    (r"license_.*", _license),
    (r"slack_ai_(calendar|skill)_.*|slackbot_ai_.*", _agents),
)
