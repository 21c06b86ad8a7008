"""Write what a deed is done to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.organization import Organization
    from slack_ocsf_collector.entries.sessions import Session

    Members = dict[str, Any]

_WITHOUT_A_TYPE_YET = 0.15
_LONGEST_HUDDLE = 5400
_OLDEST_MESSAGE = 600_000


class Entities:
    """Writes entities of one organization, each shared with no other entry."""

    def __init__(self, dice: Dice, organization: Organization) -> None:
        self._dice = dice
        self._pools = organization.pools

    def written(self, pool: str, action: str, date: int, session: Session) -> Members:
        """Return members of an entity.

        Args:
            pool: Where it comes from, as in `pools_of`.
            action: What is done to it.
            date: When, in Unix seconds.
            session: Through what.
        """
        if pool == "user.self":
            return session.user.copy()
        if pool == "message":
            return self._message(date, session)
        if pool == "huddle":
            return self._huddle(action, date, session)
        members = fresh(self._dice.skewed(self._pools[pool]))
        if action == "file_uploaded" and self._dice.chance(_WITHOUT_A_TYPE_YET):
            members["filetype"] = members["title"] = ""
        elif pool == "user":
            members["team"] = session.location["id"]
        return members

    def _message(self, date: int, session: Session) -> Members:
        dice = self._dice
        channel = dice.skewed(self._pools["channel.direct" if dice.chance(0.2) else "channel"])
        return {
            "team": session.location["id"],
            "channel": channel["id"],
            "timestamp": f"{date - int(dice.random() * _OLDEST_MESSAGE)}.{dice.bits(19):06d}",
        }

    def _huddle(self, action: str, date: int, session: Session) -> Members:
        """Return a huddle; `date_end` is 0 while it goes on."""
        dice = self._dice
        lasted = 0 if action.endswith("_started") else int(dice.random() * _LONGEST_HUDDLE)
        over = action.endswith(("_ended", "_generated"))
        others = dice.some(self._pools["user"], 5) if lasted else []
        return {
            "id": dice.code("R0"),
            "date_start": date - lasted,
            "date_end": date if over else 0,
            "participants": [session.user["id"], *(user["id"] for user in others)],
        }


def fresh(members: Members) -> Members:
    """Return a copy that has nothing in common with the original that could be changed."""
    copy = members.copy()
    for name, value in members.items():
        if value.__class__ is list:
            copy[name] = [fresh(each) if each.__class__ is dict else each for each in value]
        elif value.__class__ is dict:
            copy[name] = fresh(value)
    return copy
