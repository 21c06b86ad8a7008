"""The channels, files, canvases, lists and templates of an invented organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_ocsf_collector.entries.dice import Dice

    Members = dict[str, Any]

_CHANNELS = 140
_FILES = 900
_CANVASES = 70
_LISTS = 40

CANVAS = "application/vnd.slack-docs"
"""The type of a canvas that an entry writes as a file."""


def places(dice: Dice, workspaces: Sequence[Members]) -> dict[str, list[Members]]:
    """Return where people work, by kind of entity and, after a dot, by sort."""
    teams = [workspace["id"] for workspace in workspaces]
    channels = [_channel(dice, dice.one(("public", "private"))) for _ in range(_CHANNELS)]
    shared = [_shared(dice, teams) for _ in range(_CHANNELS // 8)]
    direct = [_direct(dice) for _ in range(_CHANNELS // 4)]
    record = [
        _channel(dice, "private") | {"is_salesforce_channel": True} for _ in range(_CHANNELS // 20)
    ]
    return {
        "channel": channels + shared,
        "channel.public": [each for each in channels if each["privacy"] == "public"],
        "channel.private": [each for each in channels if each["privacy"] == "private"],
        "channel.shared": shared,
        "channel.direct": direct,
        "channel.record": record,
        **_documents(dice),
    }


def _documents(dice: Dice) -> dict[str, list[Members]]:
    titles = words()["documents"]
    canvases = [(dice.code("F0"), dice.one(titles)) for _ in range(_CANVASES)]
    lists = [(dice.code("F0"), dice.one(titles)) for _ in range(_LISTS)]
    return {
        "file": [_file(dice, title) for title in titles * (_FILES // len(titles))],
        "file.canvas": [
            {"id": code, "name": title.replace(" ", "_"), "filetype": CANVAS, "title": title}
            for code, title in canvases
        ],
        "canvas": [{"id": code, "filetype": "canvas", "title": title} for code, title in canvases],
        "list": [{"id": code, "name": title, "title": title} for code, title in lists],
        "list.bare": [{"id": code} for code, _ in lists],
        "template": [
            {"id": dice.code("Tp0"), "template_name": name} for name in words()["templates"]
        ],
    }


def _channel(dice: Dice, privacy: str) -> Members:
    name = f"{dice.one(words()['teams'])}-{dice.one(words()['subjects'])}"
    return {
        "id": dice.code("C0"),
        "name": name,
        "privacy": privacy,
        "is_shared": False,
        "is_org_shared": dice.chance(0.15),
    }


def _shared(dice: Dice, teams: Sequence[str]) -> Members:
    """Return a channel that another organization is in, too."""
    channel = _channel(dice, dice.one(("public", "private")))
    channel["is_shared"] = True
    channel["teams_shared_with"] = [dice.one(teams), dice.code(dice.one(("T0", "E0")))]
    if dice.chance(0.3):
        channel["original_connected_channel_id"] = dice.code("C0")
    return channel


def _direct(dice: Dice) -> Members:
    channel = _channel(dice, dice.one(("DM", "MPDM")))
    channel["id"] = dice.code("D0" if channel["privacy"] == "DM" else "G0")
    channel["name"] = "" if channel["privacy"] == "DM" else "mpdm-three-of-us-1"
    return channel


def _file(dice: Dice, title: str) -> Members:
    ending, filetype = dice.skewed(tuple(words()["filetypes"].items()))
    name = f"{title} ({dice.number(1, 9)})" if dice.chance(0.25) else title
    return {
        "id": dice.code("F0"),
        "name": f"{name}.{ending}",
        "filetype": filetype,
        "title": name if dice.chance(0.7) else f"{name}.{ending}",
    }
