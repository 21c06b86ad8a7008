"""What entries about exports, sign-in, keys, domains, migrations and imports tell in `details`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.deed import Deed

    Members = dict[str, Any]

_STATUSES = ("pending", "running", "done", "failed")


def _export(deed: Deed) -> Members:
    """The range is written as texts of date and time, the workspace as a number."""
    start, end = deed.ago(86_400 * 365), deed.ago(86_400)
    return {
        "exporting_team_id": 1_000_000_000_000 + deed.dice.bits(40),
        "export_type": deed.dice.one(("STANDARD", "COMPLIANCE", "CHANNEL", "USER")),
        "export_start_ts": f"{datetime.fromtimestamp(start, UTC):%Y-%m-%d %H:%M:%S}",
        "export_end_ts": f"{datetime.fromtimestamp(end, UTC):%Y-%m-%d %H:%M:%S}",
        "initiated_by": deed.session.user["id"],
        "is_error": deed.dice.chance(0.05),
    }


def _search(deed: Deed) -> Members | None:
    if deed.dice.chance(0.5):
        return None
    return {"query": deed.dice.one(words()["questions"]), "status": deed.dice.one(_STATUSES)}


def _identity_provider(deed: Deed) -> Members:
    digest = f"{deed.dice.bits(64):016x}"
    return {
        "idp_config_id": deed.dice.code("Idp0"),
        "idp_entity_id": "https://idp.example.com/saml/metadata",
        "idp_entity_id_hash": digest,
        "config_type": deed.dice.one(("saml", "google")),
        "label": deed.dice.one(("Staff sign-in", "Partner-Anmeldung")),
    }


def _policy(deed: Deed) -> Members:
    return {"entity_ids": deed.codes("user"), "entity_type": "USER", "name": "password_only"}


def _key(deed: Deed) -> Members:
    return {"key_id": f"arn:example:kms:::key/{deed.dice.code('k').lower()}"}


def _domain(deed: Deed) -> Members:
    return {"domain": deed.dice.one(("example.com", "example.org", "mail.example.net"))}


def _ranges(deed: Deed) -> Members:
    ranges = ("192.0.2.0/25", "198.51.100.0/24", "203.0.113.16/28", "2001:db8:40::/48")
    return {"ip_ranges": deed.dice.some(ranges, 3) if deed.dice.chance(0.8) else []}


def _emoji(deed: Deed) -> Members:
    details: Members = {"name": deed.dice.one(words()["emoji"])}
    if deed.action != "emoji_added":
        details["emoji_name"] = deed.dice.one(words()["emoji"])
    return details


def _organization(deed: Deed) -> Members:
    return {"external_organization_id": deed.dice.code("E0"), **_domain(deed)}


def _migration(deed: Deed) -> Members:
    return {
        "enterprise": deed.code("enterprise"),
        "source_team": deed.code("workspace"),
        "destination_team": deed.code("workspace"),
        "initiated_by": deed.code("user"),
        "status": deed.dice.one(_STATUSES),
    }


def _salesforce(deed: Deed) -> Members:
    return {
        "salesforce_org_id": deed.dice.code("00D"),
        "salesforce_edition": deed.dice.one(("ENTERPRISE", "UNLIMITED")),
        "salesforce_tenant_guid": f"core/example/{deed.dice.code('00D')}",
        "salesforce_org_config": {"sandbox": deed.dice.chance(0.3), "objects": ["Account"]},
        "permissions_updated": deed.dice.chance(0.5),
        "user_id": deed.code("user"),
    }


def _import(deed: Deed) -> Members:
    return {
        "name": deed.dice.one(("Accounts", "Kontakte", "Leads")),
        "attributes": {"rows": deed.dice.number(1, 5000), "field": None},
        "status": deed.dice.one(_STATUSES),
    }


def _terms(deed: Deed) -> Members:
    return {"action_timestamp": deed.ago(60), "team": deed.session.location["id"]}


DETAILS = (
    (r".*_exports?_.*|export_private_.*|.*_analytics_.*", _export),
    (r"audit_logs_.*|search_query_.*", _search),
    (r"idp_.*|enterprise_managed_.*", _identity_provider),
    (r"auth_policy_.*", _policy),
    (r"ekm_(key|enrolled|unenrolled|logging).*", _key),
    (r"domain_.*", _domain),
    (r".*_ip_range_.*|ip_allowlist_.*", _ranges),
    (r"emoji_.*", _emoji),
    (r"approved_orgs_.*|organization_domain_.*", _organization),
    (r".*migration.*|workspace_copy_.*|quip_.*", _migration),
    (r"(sales_elevate|salesforce|seamless_auth)_.*", _salesforce),
    (r".*_import_.*|field_.*", _import),
    (r"billing_.*|custom_tos_.*|data_deletion_.*", _terms),
)
