"""Entries with what Slack has not had so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Members = dict[str, Any]

ACTIONS = ("aurora_recap_published", "desk_sensor_paired", "pref.quiet_mode", "whiteboard_forked")
"""Names that are not Slack's."""


def made_new(chance: Random, entry: Members) -> None:
    """Give an entry an action, a kind of entity or members that nobody knows."""
    chance.choice(_WAYS)(chance, entry)


def _new_action(chance: Random, entry: Members) -> None:
    entry["action"] = chance.choice(ACTIONS)


def _new_kind(chance: Random, entry: Members) -> None:
    board = {"id": f"Wb{chance.getrandbits(32):08X}", "name": "Roadmap", "is_locked": False}
    entry["action"] = "whiteboard_forked"
    entry["entity"] = {"type": "whiteboard", "whiteboard": board}


def _new_members(chance: Random, entry: Members) -> None:
    entry["risk"] = {"score": chance.randrange(100), "reasons": ["new_device"]}
    entry["context"]["device"] = {"managed": True, "posture": None}


_WAYS: tuple[Callable[[Random, Members], None], ...] = (_new_action, _new_kind, _new_members)
