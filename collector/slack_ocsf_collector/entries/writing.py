"""Write one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from slack_ocsf_collector.entries.deed import Deed
from slack_ocsf_collector.entries.details import details_of
from slack_ocsf_collector.entries.entities import Entities, fresh
from slack_ocsf_collector.entries.kinds import pools_of
from slack_ocsf_collector.entries.quirks import details_written, made_odd
from slack_ocsf_collector.entries.who import actors_of, chance_of_another

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.details import Tell
    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.organization import Organization
    from slack_ocsf_collector.entries.sessions import Session, Sessions

    Members = dict[str, Any]

_WITH_ACCOUNT_TYPE = 0.1
_FOR_AN_AGENT = 0.3
_AGENT_AT_TOP = 0.1


class _Plan(NamedTuple):
    """What the name of an action tells."""

    pools: tuple[str, ...]
    who: tuple[str, ...]
    another: float
    tell: Tell | None


class Writer:
    """Writes entries about one organization."""

    def __init__(self, dice: Dice, organization: Organization, sessions: Sessions) -> None:
        self._dice = dice
        self._organization = organization
        self._sessions = sessions
        self._entities = Entities(dice, organization)
        self._plans: dict[str, _Plan] = {}

    def entry(self, action: str, date: int) -> Members:
        """Return an entry that shares nothing with any other.

        Args:
            action: Any name.
            date: Unix seconds.
        """
        dice, within = self._dice, self._organization
        plan = self._plans.get(action) or self._plan(action)
        pool, session = dice.one(plan.pools), self._sessions.by[dice.one(plan.who)]()
        if pool == "enterprise":
            session = self._sessions.org_wide(session)
        elif pool == "user.self" and session.user["id"].startswith("USLACK"):
            pool = "user"
        kind = pool.partition(".")[0]
        members = self._entities.written(pool, action, date, session)
        actor = session.user.copy()
        if plan.another and dice.random() < plan.another:
            guest = action.startswith("guest_")
            actor = dice.one(within.pools["user.guest" if guest else "user"]).copy()
            actor["team"] = session.location["id"]
        deed = Deed(action, date, session, actor, kind, members, within, dice)
        return self._written(deed, plan.tell(deed) if plan.tell else None)

    def _plan(self, action: str) -> _Plan:
        plan = _Plan(
            pools_of(action), actors_of(action), chance_of_another(action), details_of(action)
        )
        self._plans[action] = plan
        return plan

    def _written(self, deed: Deed, details: Members | None) -> Members:
        dice, kind = self._dice, deed.kind
        if dice.random() < _WITH_ACCOUNT_TYPE and deed.actor["email"].endswith("@example.com"):
            deed.actor["account_type"] = "FULL_MEMBER"
        entry = {
            "id": dice.uuid(),
            "date_create": deed.date,
            "action": deed.action,
            "actor": {"type": "user", "user": deed.actor},
            "entity": {"type": kind, kind: deed.entity},
            "context": _context(deed.session),
        }
        if deed.session.app is not None:
            self._for_an_agent(entry, deed)
        details_written(dice, entry, details)
        made_odd(dice, entry)
        return entry

    def _for_an_agent(self, entry: Members, deed: Deed) -> None:
        """Tell the agent that acted and the message that asked it to, if an agent did."""
        dice = self._dice
        if not deed.action.startswith(("mcp_", "slack_ai_")) or dice.random() >= _FOR_AN_AGENT:
            return
        message = {"team": deed.session.location["id"], "channel_id": deed.code("channel.direct")}
        message |= {"message_ts": deed.timestamp(60), "thread_ts": deed.timestamp(3600)}
        place = entry if dice.random() < _AGENT_AT_TOP else entry["context"]
        place |= {"acting_agent": "Slackbot", "agent_message": message}


def _context(session: Session) -> Members:
    context = {
        "location": session.location.copy(),
        "ua": session.ua,
        "ip_address": session.ip_address,
        "session_id": session.session_id,
    }
    if session.app is not None:
        context["app"] = fresh(session.app)
    return context
