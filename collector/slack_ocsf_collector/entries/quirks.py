"""What is odd about some entries of Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_ocsf_collector.entries.dice import Dice

    Members = dict[str, Any]

_ODD = 0.025
_SERVER_SIDE = 0.06
_FROM_MAIL = frozenset(("file_uploaded", "file_shared"))
"""Files that come by mail or from another service are put in by Slack's own servers."""

_DETAILS_MISSING = 0.02
_DETAILS_NULL = 0.01
_NULL_FOR_NONE = 0.08


def details_written(dice: Dice, entry: Members, details: Members | None) -> None:
    """Put the details into the entry; where there are none, null or nothing."""
    chance = dice.random()
    if details is None:
        if chance < _NULL_FOR_NONE:
            entry["details"] = None
    elif chance >= _DETAILS_MISSING + _DETAILS_NULL:
        entry["details"] = details
    elif chance < _DETAILS_NULL:
        entry["details"] = None


def made_odd(dice: Dice, entry: Members) -> None:
    """Do to the entry what Slack does to few."""
    if entry["action"] in _FROM_MAIL and dice.random() < _SERVER_SIDE:
        entry["context"] |= {"ua": "", "ip_address": "127.0.0.1", "session_id": None}
    if dice.random() < _ODD:
        dice.skewed(_QUIRKS)(dice, entry)


def _no_user_agent(_dice: Dice, entry: Members) -> None:
    entry["context"]["ua"] = ""


def _private_address(dice: Dice, entry: Members) -> None:
    entry["context"]["ip_address"] = f"10.{dice.bits(8)}.{dice.bits(8)}.{dice.bits(8)}"


def _no_address(dice: Dice, entry: Members) -> None:
    entry["context"]["ip_address"] = dice.one(("203.0.113.678", "198.51.100", ""))


def _no_session(_dice: Dice, entry: Members) -> None:
    del entry["context"]["session_id"]


def _no_app(_dice: Dice, entry: Members) -> None:
    entry["context"].setdefault("app", None)


def _elsewhere(dice: Dice, entry: Members) -> None:
    """Let the type of the location disagree with its id."""
    entry["context"]["location"]["id"] = dice.code(dice.one(("E0", "T0")))


def _no_team(_dice: Dice, entry: Members) -> None:
    entry["actor"]["user"].pop("team", None)


def _empty_details(_dice: Dice, entry: Members) -> None:
    entry["details"] = {}


def _unknown_key(dice: Dice, entry: Members) -> None:
    """Add a member that nobody has heard of, at any level."""
    entity = entry["entity"]
    places = (entry, entry["context"], entry["actor"]["user"], entity, entity[entity["type"]])
    values: tuple[object, ...] = ("x", 1, False, None, {"beta": [1, 2]}, [{}])
    dice.one(places)[dice.one(("new_attribute", "API", "_v2", "größe"))] = dice.one(values)


_QUIRKS: tuple[Callable[[Dice, Members], None], ...] = (
    _no_user_agent,
    _unknown_key,
    _no_app,
    _private_address,
    _no_address,
    _no_session,
    _elsewhere,
    _no_team,
    _empty_details,
)
