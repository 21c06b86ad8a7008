"""Who acts, and through what: people in their sessions, apps, agents and Slack itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from slack_ocsf_collector.entries.people import address
from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.organization import Organization
    from slack_ocsf_collector.entries.people import Person

    Members = dict[str, Any]

_OPEN = 80
_OPEN_OF_ADMINS = 8
_AWAY_FROM_HOME = 0.1
_ORG_WIDE = 0.15

_SLACK = {"slack": "USLACKUSER", "security": "USLACKSECURITY", "slackbot": "USLACKBOT"}
_NAMES = {"USLACKUSER": "Slack User", "USLACKSECURITY": "Slack Security", "USLACKBOT": "Slackbot"}


class Session(NamedTuple):
    """A way in which someone or something uses Slack for a while.

    Attributes:
        user: Members of the user who acts.
        location: Members of the workspace or enterprise, and its `type`.
        ua: The user agent.
        ip_address: The address of the client.
        session_id: None where an app or Slack acts.
        app: Members of the app that acts for the user, if one does.
    """

    user: Members
    location: Members
    ua: str
    ip_address: str
    session_id: int | str | None
    app: Members | None


class Sessions:
    """The sessions that are open at a time; logging in opens one, logging out closes one.

    Attributes:
        by: Returns a session by the word for who acts: `member`, `admin`, `newcomer` (logs
            in), `leaver` (logs out), `stranger` (gets not in), `developer` (at the command
            line), `integration`, `assistant`, `slack`, `security` or `slackbot`.
    """

    def __init__(self, dice: Dice, organization: Organization) -> None:
        self._dice = dice
        self._organization = organization
        self._people = organization.people
        everyone = self._people.members + self._people.guests
        self._everyone = everyone
        self._members = [self._opened(dice.one(everyone)) for _ in range(_OPEN)]
        self._admins = [self._opened(dice.one(self._people.admins)) for _ in range(_OPEN_OF_ADMINS)]
        apps, agents = organization.pools["app"], organization.pools["app.agent"]
        self._integrations = [self._app(app, "integration") for app in apps]
        self._assistants = [self._app(dice.one(agents), "assistant") for _ in range(_OPEN)]
        self._slack = {word: self._of_slack(code) for word, code in _SLACK.items()}
        self.by: dict[str, Callable[[], Session]] = {
            "member": lambda: dice.skewed(self._members),
            "admin": lambda: dice.one(self._admins),
            "newcomer": self._newcomer,
            "leaver": self._leaver,
            "stranger": self._stranger,
            "developer": self._developer,
            "integration": lambda: dice.skewed(self._integrations),
            "assistant": lambda: dice.skewed(self._assistants),
            **{word: self._slack_as(word) for word in _SLACK},
        }

    def org_wide(self, session: Session) -> Session:
        """Return the session as it is at the enterprise."""
        return self._at(session, self._organization.enterprise)

    def _newcomer(self) -> Session:
        """Open a session in place of another, which is not heard of any more."""
        dice = self._dice
        session = self._opened(dice.one(self._everyone))
        self._members[int(dice.random() * _OPEN)] = session
        if dice.chance(0.03):
            self._admins[int(dice.random() * _OPEN_OF_ADMINS)] = self._opened(
                dice.one(self._people.admins)
            )
        return session

    def _leaver(self) -> Session:
        place = int(self._dice.random() * _OPEN)
        session = self._members[place]
        self._members[place] = self._opened(self._dice.one(self._everyone))
        return session if self._dice.chance(0.5) else session._replace(session_id=None)

    def _stranger(self) -> Session:
        dice = self._dice
        session = self._opened(dice.skewed(self._everyone))
        if dice.chance(0.1):
            unfurler = dice.one(words()["user_agents"]["unfurler"])
            session = session._replace(ua=unfurler)
        return session._replace(session_id=None, ip_address=address(dice))

    def _developer(self) -> Session:
        agent = self._dice.one(words()["user_agents"]["cli"])
        return self._dice.skewed(self._members)._replace(ua=agent, session_id=None)

    def _slack_as(self, word: str) -> Callable[[], Session]:
        session, workspaces = self._slack[word], self._organization.pools["workspace"]
        return lambda: self._at(session, self._dice.skewed(workspaces))

    def _opened(self, person: Person) -> Session:
        dice = self._dice
        org_wide = dice.chance(_ORG_WIDE)
        house = self._organization.enterprise if org_wide else person.workspace
        away = dice.chance(_AWAY_FROM_HOME)
        session = Session(
            user=person.account,
            location={},
            ua=dice.one(person.devices),
            ip_address=address(dice) if away else person.address,
            session_id=_session_id(dice),
            app=None,
        )
        return self._at(session, house)

    def _at(self, session: Session, house: Members) -> Session:
        """Return the session in a workspace or the enterprise, which is also the user's team."""
        kind = "enterprise" if house is self._organization.enterprise else "workspace"
        return session._replace(
            user={**session.user, "team": house["id"]}, location={"type": kind, **house}
        )

    def _app(self, app: Members, agents: str) -> Session:
        """Return how an app acts for someone: without a session."""
        dice = self._dice
        person = dice.one(self._people.members)
        session = self._opened(person)._replace(
            ua=dice.one(words()["user_agents"][agents]), ip_address=address(dice), session_id=None
        )
        seen = {name: app[name] for name in app if name != "bot_scopes"} | {
            "scopes_bot": app.get("bot_scopes", []),
            "creator": dice.one(self._people.members).account["id"],
            "team": session.location["id"],
        }
        return session._replace(app=seen)

    def _of_slack(self, code: str) -> Session:
        user = {"id": code, "name": _NAMES[code], "email": ""}
        backend: Sequence[str] = words()["user_agents"]["backend"]
        return Session(user, {}, self._dice.one(backend), "127.0.0.1", None, None)


def _session_id(dice: Dice) -> int | str | None:
    """Return an id as a number, as Slack mostly writes it, as a text or not at all."""
    number = 100_000_000_000 + dice.bits(43)
    if dice.chance(0.03):
        return None
    return str(number) if dice.chance(0.12) else number
