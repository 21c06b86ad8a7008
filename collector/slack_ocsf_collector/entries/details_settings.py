"""What entries about settings tell in `details`: a value before and after, of any type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.deed import Deed

    Members = dict[str, Any]

_WHO = ("ORG_ADMINS_AND_OWNERS", "TOPLEVEL_ADMINS", "REGULAR", "EVERYONE")
_STATES = ("required", "optional", "ENABLED", "DISABLED", "on", "off", "admins_only")


def _switch(deed: Deed) -> Members:
    now = deed.dice.chance(0.5)
    if deed.dice.chance(0.15):
        return {"new_value": str(now).lower(), "previous_value": str(not now).lower()}
    return {"new_value": now, "previous_value": None if deed.dice.chance(0.15) else not now}


def _number(deed: Deed) -> Members:
    dice = deed.dice
    days = (0, 1, 7, 30, 90, 365, 2555)
    before = dice.one((*days, -1, None))
    return {"new_value": dice.one(days), "previous_value": before}


def _retention(deed: Deed) -> Members:
    if deed.dice.chance(0.5):
        return _number(deed)
    return {
        "new_value": {"type": "DAYS", "duration": deed.dice.one((30, 90, 365))},
        "previous_value": deed.dice.one(("KEEP_ALL", {"type": "ALL"}, {})),
    }


def _hour(deed: Deed) -> Members:
    return {
        "new_value": f"{deed.dice.number(0, 23):02}:00",
        "previous_value": f"{deed.dice.number(0, 23):02}:30",
    }


def _who_can(deed: Deed) -> Members:
    dice = deed.dice
    now: Members = {"type": [dice.one(_WHO)]}
    if dice.chance(0.4):
        now |= {"user": deed.codes("user"), "subteam": deed.codes("usergroup", 1)}
    before = dice.one(({"type": [dice.one(_WHO)]}, "admin", {}, None))
    return {"new_value": now, "previous_value": before}


def _ids(deed: Deed) -> Members:
    pool = "channel" if "channel" in deed.action else "workspace"
    before = deed.codes(pool) if deed.dice.chance(0.6) else []
    return {"new_value": deed.codes(pool), "previous_value": before}


def _word(deed: Deed) -> Members:
    dice = deed.dice
    return {"new_value": dice.one(_STATES), "previous_value": dice.one((*_STATES, "", None))}


def _named(deed: Deed) -> Members:
    """Settings that are no action of their own are named in the details."""
    return {"name": "calling_app_name", **_word(deed)}


def _of_connect(deed: Deed) -> Members:
    return {"team": deed.code("workspace"), **_switch(deed)}


DETAILS = (
    (r"pref\.who_can_.*|pref\..*_only_admins(_changed)?", _who_can),
    (r"pref\..*retention.*_changed|pref\..*redaction_duration.*", _retention),
    (r"pref?\..*(duration|timeout|window|limit|days).*", _number),
    (r"pref\..*_hour", _hour),
    (r"pref\..*(channels|workspaces|connectors|users_to|profile_fields).*", _ids),
    (
        r"pref\.(allow|disallow|block|hide|display|slack_ai_allow).*|pref\..*(enabled|disabled)",
        _switch,
    ),
    (r"pref?\..*", _word),
    (r"prefs_.*|flexible_access_.*|.*_pref_request", _named),
    (r"slack_connect_.*", _of_connect),
)
