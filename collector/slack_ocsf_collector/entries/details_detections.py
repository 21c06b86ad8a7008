"""What entries about anomalies and about tools that agents call tell in `details`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries.people import address
from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.deed import Deed

    Members = dict[str, Any]

_REASONS = (
    ["ip_address"],
    ["user_agent", "unexpected_user_agent"],
    ["asn", "ip_address"],
    ["unexpected_client", "spoofed_user_agent"],
    ["session_fingerprint"],
    ["excessive_downloads"],
    ["tor", "ip_address"],
    ["unexpected_api_call_volume"],
    ["excessive_file_shares"],
    ["unexpected_scraping"],
    ["potential_spam"],
    ["unexpected_admin_action"],
    ["unexpected_message_deletion"],
    ["excessive_malware_uploads"],
    ["unexpected_credential_testing"],
    ["search_volume"],
)


def _anomaly(deed: Deed) -> Members:
    """Return the reasons, what was before, and when it happened, mostly in microseconds."""
    dice, reasons = deed.dice, deed.dice.skewed(_REASONS)
    happened = deed.ago(90) * 1_000_000 + dice.bits(19)
    details: Members = {
        "reason": [*reasons],
        "action_timestamp": happened
        if dice.chance(0.9)
        else dice.one((happened // 1000, str(happened))),
        "location": dice.one(words()["cities"]),
        "previous_ip_address": "" if dice.chance(0.3) else address(dice),
        "previous_ua": "" if dice.chance(0.4) else dice.one(words()["user_agents"]["desktop"]),
    }
    if dice.chance(0.3):
        details["client_ja3_fingerprint"] = f"{dice.bits(128):032x}"
        details["client_ja4_fingerprint"] = f"t13d1516h2_{dice.bits(48):012x}_{dice.bits(48):012x}"
    return details | _evidence(deed, reasons)


def _evidence(deed: Deed, reasons: list[str]) -> Members:
    """Return what single reasons tell beside."""
    dice, more = deed.dice, dict[str, Any]()
    if "ip_address" in reasons and "asn" not in reasons:
        more["ip_address_details"] = dice.some(("new-asn", "cloud-asn", "in-ioc-list"), 2)
    if "user_agent" in reasons:
        more["user_agent_change_details"] = ["interface-downgrade"]
    if "unexpected_client" in reasons:
        more["detected_client"] = dice.one(("headless", "Python"))
        if dice.chance(0.6):
            more["detected_os"] = "Linux"
    if "potential_spam" in reasons:
        more["api_call_method"] = "functions.workflows.publish"
    return more


def _tool(deed: Deed) -> Members:
    """Return the tool, and its arguments as an object or the JSON of one."""
    tool = deed.action.removeprefix("mcp_").removesuffix("_tool_called")
    details: Members = {"tool": tool}
    if "search" in tool:
        query = deed.dice.one(words()["questions"])
        arguments: Members = {"query": query, "limit": 20, "cursor": ""}
        details["query"] = query
    elif "create" in tool:
        arguments = {"title": deed.dice.one(words()["documents"]), "content": "# 1\n- [ ] ✅"}
    elif "canvas" in tool or "file" in tool:
        arguments = {"canvas_id": deed.code("canvas")}
    elif "user" in tool:
        arguments = {"user_id": deed.code("user"), "include": {"channels": False}}
    else:
        arguments = {"channel_id": deed.code("channel")}
        if "message" in tool:
            arguments["text"] = "Draft is ready ✅"
    details["arguments"] = json.dumps(arguments) if deed.dice.chance(0.15) else arguments
    if deed.dice.chance(0.1):
        details["request"] = deed.dice.one((None, {"method": "tools/call", "id": 7}))
    return details


def _connector(deed: Deed) -> Members:
    return {
        "tool_name": deed.dice.one(("ticket_lookup", "calendar_read", "search_repositories")),
        "is_error": deed.dice.chance(0.05),
        "app_id": deed.code("app.agent"),
    }


def _generated(deed: Deed) -> Members:
    return {"agent_id": "USLACKBOT", "channel_id": deed.code("channel")}


def _canvas_generated(deed: Deed) -> Members:
    return {"agent_id": "USLACKBOT", "file_id": deed.entity.get("id")}


DETAILS = (
    (r"anomaly", _anomaly),
    (r"mcp_.*", _tool),
    (r"slack_ai_mcp_.*", _connector),
    (r"slack_ai_canvas_.*", _canvas_generated),
    (r"slack_ai_(message|suggested|todo|summary|permissions)_.*", _generated),
)
