"""Realistic rows of Slack's access logs (`team.accessLogs`), invented from a seed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.people import People, Person

    Members = dict[str, Any]

_ODD = 0.06
_ONCE = 0.25
_AWAY_FROM_HOME = 0.2
_LONGEST = 30 * 86400
"""Seconds between the first and the last access of a row, at most."""

_PLACES = {
    "192.0.2": ("Quayside Broadband", "NO", "03"),
    "198.51.100": ("Meridian Telecom", "US", "CA"),
    "203.0.113": ("Kagami Networks", "JP", None),
}
"""What Slack would guess of an address, by the first three parts of it."""


def access_rows(seed: int, n: int) -> Iterator[dict[str, Any]]:
    """Return an iterator over the first n rows of a seed, about the people of `entries(seed, ...)`.

    The same seed gives the same rows in every process and on every machine; the first rows do not
    depend on n. They are made one at a time and share no object. Each is one aggregate of a user,
    an address and a user agent, with Slack's own ten members. `date_last` never falls from one
    row to the next, so newest first is the reverse; two rows of one second differ in `user_id`
    or `date_first`.

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
    dice = Dice(f"{seed} access rows")
    seen: set[tuple[str, int]] = set()
    second = 0
    for date in seconds(Dice(f"{seed} access clock")):
        if date != second:
            second = date
            seen.clear()
        row = _row(dice, within.people, date)
        if (same := (row["user_id"], row["date_first"])) not in seen:
            seen.add(same)
            yield row


def _row(dice: Dice, people: People, date: int) -> Members:
    from slack_ocsf_collector.entries.people import address

    person = dice.skewed((*people.members, *people.guests))
    ip = address(dice) if dice.chance(_AWAY_FROM_HOME) else person.address
    once = dice.chance(_ONCE)
    count = 1 if once else 2 + int(dice.random() ** 4 * 5000)
    isp, country, region = _PLACES.get(ip.rpartition(".")[0], (None, None, None))
    row: Members = {
        "user_id": person.account["id"],
        "username": _username(person),
        "date_first": date if once else date - int(dice.random() * _LONGEST),
        "date_last": date,
        "count": count,
        "ip": ip,
        "user_agent": _agent(dice, person),
        "isp": isp,
        "country": country,
        "region": region,
    }
    if dice.chance(_ODD):
        dice.skewed(_QUIRKS)(dice, row)
    return row


def _username(person: Person) -> str:
    email: str = person.account["email"]
    return email.partition("@")[0]


def _agent(dice: Dice, person: Person) -> str:
    """Return a client of the person; some rows are of API calls."""
    from slack_ocsf_collector.entries.words import words

    kind = "integration" if dice.chance(0.15) else ""
    return dice.one(words()["user_agents"][kind] if kind else person.devices)


def _no_address(dice: Dice, row: Members) -> None:
    """Leave out or damage the address; Slack guesses nothing from it then."""
    row["ip"] = dice.one(("", None, "127.0.0.", "203.0.113.678"))
    row |= {"isp": None, "country": None, "region": None}


def _no_place(_dice: Dice, row: Members) -> None:
    row |= {"isp": None, "country": None, "region": None}


def _no_region(dice: Dice, row: Members) -> None:
    row["region"] = dice.one((None, ""))


def _no_user_agent(_dice: Dice, row: Members) -> None:
    row["user_agent"] = ""


def _unknown_member(dice: Dice, row: Members) -> None:
    row["device"] = dice.one(("web", None, {"kind": "mobile", "tags": []}))


_QUIRKS: tuple[Callable[[Dice, Members], None], ...] = (
    _no_address,
    _no_place,
    _no_region,
    _no_user_agent,
    _unknown_member,
)
