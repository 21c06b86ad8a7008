"""The people of an invented organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.words import Language

    Members = dict[str, Any]

_MEMBERS = 360
_ADMINS = 12
_GUESTS = 32

_NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
_IPV6 = 0.06
_AT_AN_OFFICE = 0.6
_OFFICES = 5


class Person(NamedTuple):
    """Someone with an account.

    Attributes:
        account: The members of the Slack user; `team` is the home workspace.
        workspace: The home workspace.
        address: The IP address that the person mostly has.
        devices: User agents of the person's clients.
    """

    account: Members
    workspace: Members
    address: str
    devices: tuple[str, ...]


class People(NamedTuple):
    """Everyone with an account. Admins are members, too."""

    members: tuple[Person, ...]
    admins: tuple[Person, ...]
    guests: tuple[Person, ...]


def people(dice: Dice, workspaces: Sequence[Members]) -> People:
    """Return the people of the workspaces."""
    names = dice.shuffled([name for language in words()["people"] for name in _names(language)])
    offices = [address(dice) for _ in range(_OFFICES)]
    members = tuple(
        _person(dice, name, dice.skewed(workspaces), "example.com", offices)
        for name in names[:_MEMBERS]
    )
    guests = tuple(
        _person(dice, name, dice.one(workspaces), "example.net")
        for name in names[_MEMBERS : _MEMBERS + _GUESTS]
    )
    return People(members, members[:_ADMINS], guests)


def address(dice: Dice) -> str:
    """Return an IP address of the ranges that are set apart for documentation."""
    if dice.chance(_IPV6):
        return f"2001:db8:{dice.bits(12):x}:{dice.bits(8):x}::{dice.bits(16):x}"
    return f"{dice.one(_NETWORKS)}.{dice.number(1, 254)}"


def _names(language: Language) -> list[tuple[str, str]]:
    """Return every name of a language, and its spelling before the @ of an address."""
    order = "{1} {0}" if language["family_first"] else "{0} {1}"
    return [
        (order.format(given, family), f"{given_ascii}.{family_ascii}")
        for given, given_ascii in language["given"].items()
        for family, family_ascii in language["family"].items()
    ]


def _person(
    dice: Dice,
    name: tuple[str, str],
    workspace: Members,
    domain: str,
    offices: Sequence[str] = (),
) -> Person:
    account = {
        "id": dice.code(dice.one(("U0", "U0", "U0", "W0"))),
        "name": name[0],
        "email": f"{name[1]}@{domain}",
        "team": workspace["id"],
    }
    home = dice.one(offices) if offices and dice.chance(_AT_AN_OFFICE) else address(dice)
    agents = words()["user_agents"]
    devices = (dice.skewed(agents["desktop"]), dice.skewed(agents["mobile"]))
    return Person(account, workspace, home, (devices[0], *devices))
