"""An invented organization: whom and what its entries are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from slack_ocsf_collector.entries.apps import apps
from slack_ocsf_collector.entries.groups import groups
from slack_ocsf_collector.entries.people import people
from slack_ocsf_collector.entries.places import places
from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.people import People, Person

    Members = dict[str, Any]


class Organization(NamedTuple):
    """The population of a seed, the same from the first entry to the last.

    Attributes:
        enterprise: Members of the one enterprise.
        people: Everyone with an account.
        pools: What entries are about, by kind of entity and, after a dot, by sort. Whoever
            writes one of these into an entry writes a copy.
    """

    enterprise: Members
    people: People
    pools: Mapping[str, Sequence[Members]]


def organization(dice: Dice) -> Organization:
    """Return an organization."""
    name = dice.one(words()["companies"])
    enterprise = _house(dice, "E0", name)
    workspaces = [_house(dice, "T0", each) for each in words()["workspaces"]]
    everyone = people(dice, workspaces)
    members = _accounts(everyone.members)
    pools: dict[str, Sequence[Members]] = {
        "enterprise": [enterprise],
        "workspace": workspaces,
        "user": members,
        "user.guest": _accounts(everyone.guests),
        **places(dice, workspaces),
        **apps(dice, [user["id"] for user in members]),
        **groups(dice),
    }
    pools["user.bot"] = [_bot(dice, app, workspaces) for app in pools["app"]]
    return Organization(enterprise, everyone, pools)


def _house(dice: Dice, prefix: str, name: str) -> Members:
    code = dice.code(prefix)
    domain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return {"id": code, "name": name, "domain": domain or code.lower()}


def _accounts(persons: Sequence[Person]) -> list[Members]:
    return [person.account for person in persons]


def _bot(dice: Dice, app: Members, workspaces: Sequence[Members]) -> Members:
    """Return the user that an app acts as."""
    team = dice.one(workspaces)["id"]
    return {
        "id": dice.code("U0"),
        "name": app["name"].lower().replace(" ", "_"),
        "email": f"botuser-{team}-{app['id']}@bots.example.com",
        "team": team,
    }
