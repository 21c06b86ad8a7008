"""The user groups, roles, barriers and legal holds of an invented organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_ocsf_collector.entries.dice import Dice

    Members = dict[str, Any]

_BARRIERS = 6

_ACCOUNT_TYPES = {
    1003: "Workspace Owner",
    1004: "Workspace Admin",
    1005: "Full Member",
    1006: "Multi-Channel Guest",
    1007: "Single-Channel Guest",
    1008: "Org Owner",
}


def groups(dice: Dice) -> dict[str, list[Members]]:
    """Return what governs people, by kind of entity."""
    usergroups = [{"id": dice.code("S0"), "name": name} for name in words()["usergroups"]]
    ids = [group["id"] for group in usergroups]
    return {
        "usergroup": usergroups,
        "role": [
            {"id": dice.code("Rl0"), "name": name, "type": dice.one("001")}
            for name in words()["roles"]
        ],
        "account_type_role": [
            {"id": number, "name": name} for number, name in _ACCOUNT_TYPES.items()
        ],
        "legal_hold_policy": [{"id": dice.code("H0"), "name": name} for name in words()["holds"]],
        "barrier": [_barrier(dice, ids) for _ in range(_BARRIERS)],
    }


def _barrier(dice: Dice, ids: Sequence[str]) -> Members:
    apart = dice.some(ids, 3)
    barrier: Members = {
        "id": dice.code("B0"),
        "primary_usergroup": dice.one(ids),
        "barriered_from_usergroup": apart[0],
    }
    if dice.chance(0.6):
        barrier["barriered_from_usergroups"] = apart
        barrier["restricted_subjects"] = dice.some(("im", "mpim", "call"), 3)
    return barrier
