"""Test one organisation: the token, what it may do, and the clock."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from slack_ocsf_collector.doctor import remedies
from slack_ocsf_collector.doctor.finding import Finding
from slack_ocsf_collector.failures import CollectorFailed, RateLimited, TokenRefused
from slack_ocsf_collector.settings.secrets import exposure, token_reader, where
from slack_ocsf_collector.slack.audit import newest_page
from slack_ocsf_collector.slack.budget import AUDIT
from slack_ocsf_collector.slack.identity import auth_test

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from slack_ocsf_collector.doctor.finding import Outcome
    from slack_ocsf_collector.settings.settings import Organization, Source
    from slack_ocsf_collector.slack.budget import Budget
    from slack_ocsf_collector.slack.client import SlackClient
    from slack_ocsf_collector.slack.identity import Identity

SCOPES: dict[Source, str] = {"audit": "auditlogs:read", "access": "admin", "integration": "admin"}

_USER = ("xoxp-", "xoxe.xoxp-")
_OTHERS = {"xoxb-": "a bot token", "xapp-": "an app token", "xoxe-": "a refresh token"}
_SKEW = 60
_OF_SLACK = 50
_METHODS = {"access": "team.accessLogs", "integration": "team.integrationLogs"}


@dataclass(frozen=True, slots=True)
class SlackChecks:
    """The checks of one organisation.

    Attributes:
        organization: Its settings.
        client: Asks its Slack.
        budget: Shared by all commands on the state.
        now: Unix seconds by this machine.
    """

    organization: Organization
    client: SlackClient
    budget: Budget
    now: Callable[[], float] = time.time

    def findings(self) -> Iterator[Finding]:
        """Yield what is found. Slack is asked nothing without a token."""
        token, can_ask = self._token()
        yield token
        if warning := exposure(self.organization.token):
            yield self._found("warning", "token", warning)
        if not can_ask:
            return
        identity = yield from self._identity()
        if identity is not None:
            yield from self._scopes(identity)
            yield self._installation(identity)
        for source in self.organization.sources:
            yield from self._log(source)
        yield self._quota()

    def _token(self) -> tuple[Finding, bool]:
        """Return what is found of the token, and whether to ask Slack with it."""
        source = self.organization.token
        try:
            kind = _kind(token_reader(self.organization)())
        except TokenRefused as error:
            return self._found("failed", "token", str(error), remedies.STORE), False
        if kind:
            return self._found("failed", "token", f"{where(source)}: {kind}", remedies.TOKEN), False
        return self._found("ok", "token", f"a user token, from {where(source)}"), True

    def _identity(self) -> Generator[Finding, None, Identity | None]:
        try:
            identity = auth_test(self.client)
        except CollectorFailed as error:
            yield self._failed("auth.test", error, SCOPES["audit"])
            return None
        yield self._found("ok", "auth.test", f"{identity.user_id} in {identity.team}")
        return identity

    def _scopes(self, identity: Identity) -> Iterator[Finding]:
        if not identity.scopes:
            yield self._found("warning", "scope", "Slack does not say which scopes the token has")
            return
        for scope in dict.fromkeys(SCOPES[source] for source in self.organization.sources):
            if scope in identity.scopes:
                yield self._found("ok", "scope", scope)
            else:
                fact = f"the token has no scope {scope}"
                yield self._found("failed", "scope", fact, remedies.scope(scope))

    def _installation(self, identity: Identity) -> Finding:
        if identity.is_on_organization and identity.enterprise_id:
            fact = f"on the organisation {identity.enterprise_id}"
            return self._found("ok", "installation", fact)
        fact = f"the app is installed on {identity.team_id or 'a workspace'}, not the organisation"
        is_needed = "audit" in self.organization.sources
        outcome: Outcome = "failed" if is_needed else "warning"
        return self._found(outcome, "installation", fact, remedies.INSTALL)

    def _log(self, source: Source) -> Iterator[Finding]:
        """Ask a log for one row."""
        try:
            if source == "audit":
                server_time = newest_page(self.client).server_time
            else:
                server_time = self._row_of(_METHODS[source])
        except CollectorFailed as error:
            failed = self._failed(f"{source} log", error, SCOPES[source])
            is_of_team = isinstance(error, TokenRefused) and self.organization.team
            yield replace(failed, remedy=remedies.TEAM) if is_of_team else failed
            return
        yield self._found("ok", f"{source} log", "it can be read")
        if source == self.organization.sources[0]:
            yield self._clock(server_time)

    def _row_of(self, method: str) -> int:
        team = self.organization.team
        parameters: dict[str, str | int] = {"count": 1, "page": 1}
        return self.client.web(method, parameters | ({"team_id": team} if team else {})).server_time

    def _clock(self, server_time: int) -> Finding:
        skew = round(self.now() - server_time)
        if abs(skew) <= _SKEW:
            return self._found("ok", "clock", f"within {_SKEW} s of Slack's")
        side = "ahead of" if skew > 0 else "behind"
        fact = f"this machine's clock is {abs(skew)} s {side} Slack's"
        return self._found("warning", "clock", fact, remedies.TIME)

    def _quota(self) -> Finding:
        share = self.organization.requests_per_minute
        fact = f"{share} of the organisation's {_OF_SLACK} requests a minute"
        if shut := self.budget.shut(AUDIT):
            fact = f"{fact}; Slack said to wait, for {shut:.0f} s more"
            return self._found("warning", "quota", fact, remedies.RATE)
        fact = f"{fact}, {int(self.budget.left(AUDIT))} left at once"
        if share > _OF_SLACK * 4 // 5:
            return self._found("warning", "quota", fact, remedies.SHARE)
        return self._found("ok", "quota", fact)

    def _failed(self, check: str, error: CollectorFailed, scope: str) -> Finding:
        outcome: Outcome = "warning" if isinstance(error, RateLimited) else "failed"
        return self._found(outcome, check, str(error), remedies.remedy(error, scope))

    def _found(self, outcome: Outcome, check: str, fact: str, remedy: str = "") -> Finding:
        return Finding(outcome, self.organization.name, check, fact, remedy)


def _kind(token: str) -> str:
    """Return what is wrong with a token, by its beginning; empty for a user's."""
    if token.startswith(_USER):
        return ""
    for start, kind in _OTHERS.items():
        if token.startswith(start):
            return f"{kind} (it begins with {start}), not a user's"
    return "no token of Slack's: it does not begin with xoxp-"
