"""What tests ask of the server itself, beside the API: /fake/..."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from slack_ocsf_collector.fake_slack.answer import NDJSON, Answer, Refused, in_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slack_ocsf_collector.fake_slack.answer import Request
    from slack_ocsf_collector.fake_slack.changes import Changes
    from slack_ocsf_collector.fake_slack.clock import Clock
    from slack_ocsf_collector.fake_slack.journal import Journal
    from slack_ocsf_collector.fake_slack.logins import Logins
    from slack_ocsf_collector.fake_slack.store import Store

_BLOCK = 1000


class Control:
    """Answers under /fake.

    Args:
        store: The audit log.
        logins: Rows of team.accessLogs.
        changes: Rows of team.integrationLogs.
        journal: The requests so far.
        clock: The one that the server lives by.
    """

    def __init__(
        self, store: Store, logins: Logins, changes: Changes, journal: Journal, clock: Clock
    ) -> None:
        self._store = store
        self._logins = logins
        self._changes = changes
        self._journal = journal
        self._clock = clock

    def answer(self, request: Request, now: float) -> Answer:
        """Answer a request.

        Raises:
            Refused: There is no such control, or it cannot be so.
        """
        match (request.method, request.path.removeprefix("/fake/")):
            case ("GET", "entries"):
                return Answer(200, self._entries(now), content_type=NDJSON)
            case ("GET", "logins"):
                rows = [{"team": login.team, "row": login.row} for login in self._logins.rows]
                return _lines(map(orjson.dumps, rows))
            case ("GET", "changes"):
                return _lines(map(orjson.dumps, self._changes.rows))
            case ("GET", "requests"):
                return _lines(self._journal.lines())
            case ("GET", "clock"):
                return self._time()
            case ("POST", "clock"):
                self._move(_object(request))
                return self._time()
        raise Refused(404, "no_such_control")

    def _entries(self, now: float) -> Iterator[bytes]:
        """Yield what can be read by now, oldest first, with the time since when."""
        store, count = self._store, len(self._store)
        for start in range(0, count, _BLOCK):
            places = [
                place
                for place in range(start, min(start + _BLOCK, count))
                if store.published(place) <= now
            ]
            yield b"".join(
                b'{"published":%.3f,"entry":%b}\n' % (store.published(place), store.line(place))
                for place in places
            )

    def _time(self) -> Answer:
        is_running = self._clock.stopped_at is None
        return Answer(200, in_json({"now": self._clock.now(), "running": is_running}))

    def _move(self, asked: dict[str, Any]) -> None:
        """Move, stop or start the clock.

        Raises:
            Refused: It would go back, or what is asked for makes no sense.
        """
        if not asked or asked.keys() - {"advance", "running"}:
            raise Refused(400, "clock takes `advance` (seconds) and `running` (true or false)")
        try:
            self._clock.advance(float(asked.get("advance", 0)))
        except (TypeError, ValueError) as error:
            raise Refused(400, str(error)) from error
        if asked.get("running") is False:
            self._clock.stop()
        elif asked.get("running") is True:
            self._clock.run()


def _object(request: Request) -> dict[str, Any]:
    """Read the JSON object that a request carries.

    Raises:
        Refused: It carries none.
    """
    try:
        found = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise Refused(400, f"the body is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise Refused(400, "the body is no JSON object")
    return found


def _lines(lines: Iterable[bytes]) -> Answer:
    return Answer(200, b"".join(line + b"\n" for line in lines), content_type=NDJSON)
