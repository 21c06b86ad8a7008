"""Whose token it is, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_ocsf_collector.slack.client import SlackClient


@dataclass(frozen=True, slots=True)
class Identity:
    """What Slack says of a token. What it does not say is empty.

    Attributes:
        user_id: Its user.
        team_id: The organisation or workspace that the app is installed on.
        team: The name of that.
        enterprise_id: The organisation, `E...`.
        is_on_organization: Whether the app is installed on the organisation.
        scopes: Such as `auditlogs:read`.
    """

    user_id: str
    team_id: str
    team: str
    enterprise_id: str
    is_on_organization: bool
    scopes: frozenset[str]


def auth_test(client: SlackClient) -> Identity:
    """Ask Slack whose token it is.

    Raises:
        CollectorFailed: Slack does not answer.
        Stopped: Somebody asked to stop.
    """
    answer = client.web("auth.test")
    names = ("user_id", "team_id", "team", "enterprise_id")
    said = {name: str(answer.members.get(name) or "") for name in names}
    scopes = answer.headers.get("x-oauth-scopes", "").split(",")
    return Identity(
        **said,
        is_on_organization=answer.members.get("is_enterprise_install") is True,
        scopes=frozenset(scope.strip() for scope in scopes if scope.strip()),
    )
