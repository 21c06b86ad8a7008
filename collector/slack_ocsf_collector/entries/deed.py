"""What happens in one entry, for those who write its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.organization import Organization
    from slack_ocsf_collector.entries.sessions import Session

    Members = dict[str, Any]


class Deed(NamedTuple):
    """One thing done by someone to something.

    Attributes:
        action: The name of what is done.
        date: When, in Unix seconds.
        session: Through what it is done. Its user did it.
        actor: Members of the user that the entry names as actor.
        kind: The kind of what it is done to.
        entity: Members of what it is done to.
        organization: Where.
        dice: Decides what is not yet decided.
    """

    action: str
    date: int
    session: Session
    actor: Members
    kind: str
    entity: Members
    organization: Organization
    dice: Dice

    def any(self, pool: str) -> Members:
        """Return the members of something, not to be changed."""
        return self.dice.skewed(self.organization.pools[pool])

    def code(self, pool: str) -> str:
        """Return the id of something."""
        code: str = self.dice.skewed(self.organization.pools[pool])["id"]
        return code

    def codes(self, pool: str, most: int = 3) -> list[str]:
        """Return the ids of one to `most` things."""
        return [each["id"] for each in self.dice.some(self.organization.pools[pool], most)]

    def by_whom(self) -> Members:
        """Return the user of the session as `details` write one: wrapped or flat."""
        user = self.session.user.copy()
        return {"type": "user", "user": user} if self.dice.chance(0.8) else user

    def ago(self, most: int) -> int:
        """Return a time up to so many seconds before, in Unix seconds."""
        return self.date - int(self.dice.random() * most)

    def timestamp(self, most: int = 86400) -> str:
        """Return when a message was written, as Slack's messages are named."""
        return f"{self.ago(most)}.{self.dice.bits(19):06d}"
