"""Realistic rows of Slack's integration logs (`team.integrationLogs`), invented from a seed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.organization import Organization

    Members = dict[str, Any]

_ODD = 0.04
_OF_AN_APP = 0.6
_NUMBERED = 0.06
"""How many apps have the digits of Slack's older documentation for an id."""
_OF_A_FEED = 0.2
"""How many services are RSS feeds."""
_WITH_CHANNEL = 0.3
_RESOLVED = 0.1
_CHANGES = (
    ("added",) * 6 + ("enabled", "disabled", "removed") * 3 + ("updated",) * 3 + ("expanded",)
)
_REASONS = ("user", "rate_limits", "slack", "errors", "system", "admin", "api_decline", "deauth")
_SERVICES = ("Incoming WebHooks", "Outgoing WebHooks", "Slash Commands", "Bots", "Email")
_FEEDS = ("Status of Deploy Lantern", "Nyheter från Møllebæk", "Release notes")


def integration_rows(seed: int, n: int) -> Iterator[dict[str, Any]]:
    """Return an iterator over the first n rows of a seed, about the apps of `entries(seed, ...)`.

    The same seed gives the same rows in every process and on every machine; the first rows do not
    depend on n. They are made one at a time and share no object. They come oldest first, `date`
    being a string of Unix seconds that never falls; no two are equal.

    Args:
        seed: Any integer; each gives another organization.
        n: How many rows; none when it is not positive.
    """
    return islice(_without_end(seed), max(n, 0))


def _without_end(seed: int) -> Iterator[Members]:
    from slack_ocsf_collector.entries.clock import seconds
    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.organization import organization

    within = organization(Dice(f"{seed} organization"))
    dice = Dice(f"{seed} integration rows")
    services = [(1_000_000_000 + dice.bits(30), name) for name in _SERVICES]
    of_second: list[Members] = []
    for date in seconds(Dice(f"{seed} integration clock")):
        if of_second and of_second[0]["date"] != str(date):
            of_second = []
        row = _row(dice, within, services, date)
        if row not in of_second:
            of_second.append(row.copy())
            yield row


def _row(dice: Dice, within: Organization, services: list[tuple[int, str]], date: int) -> Members:
    actor = dice.one(within.people.admins if dice.chance(0.6) else within.people.members).account
    change = dice.one(_CHANGES)
    row = _subject(dice, within, services, change) | {
        "user_id": actor["id"],
        "user_name": actor["email"].partition("@")[0],
        "date": str(date),
        "change_type": change,
    }
    if change == "disabled":
        row["reason"] = dice.one(_REASONS)
    if "app_id" in row and change in {"added", "expanded", "updated"}:
        row["scope"] = ",".join(dice.one(within.pools["app"])["scopes"])
    if dice.chance(_WITH_CHANNEL):
        row["channel"] = dice.one(within.pools["channel"])["id"]
    if dice.chance(_RESOLVED):
        row["resolution"] = dice.one(("approved", "restricted"))
    if dice.chance(_ODD):
        dice.skewed(_QUIRKS)(dice, row)
    return row


def _subject(
    dice: Dice, within: Organization, services: list[tuple[int, str]], change: str
) -> Members:
    """Return what was changed: mostly an app, else a service, whose id is a number or a string."""
    if dice.chance(_OF_AN_APP):
        app = dice.one(within.pools["app"])
        code = "2345678901" if dice.chance(_NUMBERED) else app["id"]
        return {"app_id": code, "app_type": app["name"]}
    number, name = dice.one(services)
    written = number if dice.chance(0.5) else str(number)
    if not dice.chance(_OF_A_FEED):
        return {"service_id": written, "service_type": name}
    title = dice.one(_FEEDS)
    return {
        "service_id": written,
        "service_type": "RSS",
        "rss_feed": True,
        "rss_feed_change_type": change,
        "rss_feed_title": title,
        "rss_feed_url": f"https://feeds.example.com/{dice.bits(24):x}.xml",
    }


def _no_user(dice: Dice, row: Members) -> None:
    """Slack itself acted."""
    row |= {"user_id": "USLACKBOT", "user_name": dice.one(("slackbot", ""))}


def _empty_scope(dice: Dice, row: Members) -> None:
    row["scope"] = dice.one(("", None))


def _new_change(dice: Dice, row: Members) -> None:
    row["change_type"] = dice.one(("scopes_approved", "reinstalled"))


def _unknown_member(dice: Dice, row: Members) -> None:
    row["admin_app_id"] = dice.one((None, "A0NEW", {"id": "A0NEW", "tags": []}))


def _nothing_changed(_dice: Dice, row: Members) -> None:
    """Name neither app nor service."""
    for name in ("app_id", "app_type", "service_id", "service_type"):
        row.pop(name, None)


_QUIRKS: tuple[Callable[[Dice, Members], None], ...] = (
    _no_user,
    _empty_scope,
    _new_change,
    _unknown_member,
    _nothing_changed,
)
