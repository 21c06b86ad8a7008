"""Look once a day whether Slack publishes actions or fields that the package does not know."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from slack_ocsf_collector.collect.drift import drift
from slack_ocsf_collector.failures import CollectorFailed, StateUnusable
from slack_ocsf_collector.health.logs import logger
from slack_ocsf_collector.health.observer import Stream
from slack_ocsf_collector.slack.published import published
from slack_ocsf_collector.state import walkers
from slack_ocsf_collector.state.database import transaction
from slack_ocsf_collector.state.walkers import Walker

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from types import ModuleType

    from slack_ocsf_collector.health.observer import Observer
    from slack_ocsf_collector.slack.client import SlackClient
    from slack_ocsf_collector.waiting import Clock

_DAY = 86_400
_AGAIN = 3_600.0
"""Seconds until the next look of this process."""
_NAME = "look"


class DriftReader:
    """Asks for what Slack publishes. Whatever comes of it, collecting goes on.

    Args:
        client: Asks Slack; neither answer needs the token.
        organization: Its name in the settings.
        state: Remembers the last look.
        package: The generated package that maps.
        clock: Counts the seconds between two tries.
        observer: Is told.
    """

    def __init__(  # noqa: PLR0913 - each a part of its own
        self,
        client: SlackClient,
        organization: str,
        *,
        state: sqlite3.Connection,
        package: ModuleType,
        clock: Clock,
        observer: Observer,
    ) -> None:
        self.stream = Stream(organization, "drift")
        self._client = client
        self._state = state
        self._package = package
        self._clock = clock
        self._observer = observer
        self._tried_at: float | None = None

    def turn(self, after_page: Callable[[], object]) -> bool:
        """Look, if the last look was a day ago; this machine's clock is good enough for that."""
        del after_page
        now = self._clock.monotonic()
        if self._tried_at is not None and now - self._tried_at < _AGAIN:
            return False
        self._tried_at = now
        try:
            self._look()
        except StateUnusable:
            raise
        except CollectorFailed as failure:
            organization = self.stream.organization
            logger().warning("drift not looked for", organization=organization, reason=str(failure))
        return False

    def _look(self) -> None:
        looked, now = walkers.load(self._state, self.stream, _NAME), int(time.time())
        if looked is not None and 0 <= now - looked.watermark < _DAY:
            return
        actions, schemas = self._client.audit("actions"), self._client.audit("schemas")
        found = drift(actions.members, schemas.members, self._package.ACTIONS, published("schemas"))
        self._observer.drifted(self.stream.organization, found.actions, found.fields)
        with transaction(self._state):
            walkers.save(self._state, self.stream, _NAME, Walker(now, 0))
