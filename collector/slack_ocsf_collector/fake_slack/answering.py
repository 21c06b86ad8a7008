"""The server without its sockets: requests in, answers out."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from slack_ocsf_collector.entries.dice import Dice
from slack_ocsf_collector.entries.organization import organization
from slack_ocsf_collector.fake_slack.answer import Answer, Refused
from slack_ocsf_collector.fake_slack.audit import Audit
from slack_ocsf_collector.fake_slack.changes import Changes
from slack_ocsf_collector.fake_slack.control import Control
from slack_ocsf_collector.fake_slack.failing import GLITCH, failing
from slack_ocsf_collector.fake_slack.logins import Logins
from slack_ocsf_collector.fake_slack.paging import Paging
from slack_ocsf_collector.fake_slack.publishing import Publisher
from slack_ocsf_collector.fake_slack.rate import Limit
from slack_ocsf_collector.fake_slack.store import Store
from slack_ocsf_collector.fake_slack.truth import Truth
from slack_ocsf_collector.fake_slack.web import Web

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.fake_slack.answer import Request
    from slack_ocsf_collector.fake_slack.clock import Clock
    from slack_ocsf_collector.fake_slack.faults import Faults
    from slack_ocsf_collector.fake_slack.journal import Journal
    from slack_ocsf_collector.fake_slack.settings import Settings


class FakeSlack:
    """Answers one request at a time, as Slack does.

    Args:
        settings: How it is set up.
        clock: The one that it lives by.
        faults: Those that are on.
        journal: Gets the requests for Slack; those for /fake are left out.
    """

    def __init__(self, settings: Settings, clock: Clock, faults: Faults, journal: Journal) -> None:
        self.clock = clock
        self._faults = faults
        self._journal = journal
        self._lock = threading.Lock()
        self._store = store = Store()
        self._publisher = Publisher(store, settings.seed, settings.rate, settings.lateness)
        self._publisher.fill(settings.span)
        within = organization(Dice(f"{settings.seed} organization"))
        self._logins = Logins(settings, [each["id"] for each in within.pools["workspace"]])
        changes = Changes(settings)
        self._web = Web(settings, within, self._logins, changes)
        self._grow(clock.now())
        self._audit = Audit(
            Paging(store, settings.seed, settings.habits),
            settings.token,
            settings.end,
            Limit(settings.per_minute, settings.retry_after),
        )
        self._control = Control(Truth(store, self._logins, changes, journal), clock, faults)

    def answer(self, request: Request) -> Answer:
        """Answer a request, whatever it is."""
        with self._lock:
            now = self.clock.now()
            self._grow(now)
            try:
                if request.path.startswith("/fake/"):
                    return replace(self._control.answer(request, now), date=now)
            except Refused as refused:
                return replace(refused.answer, date=now)
            faults = self._faults.striking(request.path)
            try:
                answer = failing(request, faults) or self._of_slack(request, now, faults)
            except Refused as refused:
                answer = refused.answer
            date = now + float(faults.get("skew", 0))
            answer = replace(answer, faults=faults, date=date)
            self._journal.add(now, request, answer)
            return answer

    def close(self) -> None:
        """Let go of the audit log."""
        self._store.close()

    def _grow(self, now: float) -> None:
        self._publisher.novelty = float(self._faults.argument("novelty") or 0)
        self._publisher.grow(now)
        self._logins.grow(now)

    def _of_slack(self, request: Request, now: float, faults: Mapping[str, str]) -> Answer:
        if request.path.startswith("/audit/v1/"):
            return self._audit.answer(request, now, faults)
        if request.path.startswith("/api/"):
            return self._web.answer(request, now)
        return GLITCH
