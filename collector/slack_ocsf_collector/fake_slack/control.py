"""What tests ask of the server itself, beside the API: /fake/..."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from slack_ocsf_collector.fake_slack.answer import NDJSON, Answer, Refused, in_json
from slack_ocsf_collector.fake_slack.faults import fault_of

if TYPE_CHECKING:
    from slack_ocsf_collector.fake_slack.answer import Request
    from slack_ocsf_collector.fake_slack.clock import Clock
    from slack_ocsf_collector.fake_slack.faults import Faults
    from slack_ocsf_collector.fake_slack.truth import Truth


@dataclass(frozen=True, slots=True)
class Control:
    """Answers under /fake.

    Attributes:
        truth: What can be asked for.
        clock: The one that the server lives by.
        faults: Those that are on.
    """

    truth: Truth
    clock: Clock
    faults: Faults

    def answer(self, request: Request, now: float) -> Answer:
        """Answer a request.

        Raises:
            Refused: There is no such control, or it cannot be so.
        """
        name = request.path.removeprefix("/fake/")
        change = _object(request) if request.method == "POST" else None
        if name == "clock":
            return self._time(change)
        if name == "fault":
            return self._struck(change)
        lines = self.truth.lines(name, now) if change is None else None
        if lines is None:
            raise Refused(404, "no_such_control")
        return Answer(200, lines, content_type=NDJSON)

    def _time(self, change: dict[str, Any] | None) -> Answer:
        if change is not None:
            self._move(change)
        is_running = self.clock.stopped_at is None
        return Answer(200, in_json({"now": self.clock.now(), "running": is_running}))

    def _move(self, change: dict[str, Any]) -> None:
        """Move, stop or start the clock.

        Raises:
            Refused: It would go back, or what is asked for makes no sense.
        """
        if not change or change.keys() - {"advance", "running"}:
            raise Refused(400, "clock takes `advance` (seconds) and `running` (true or false)")
        try:
            self.clock.advance(float(change.get("advance", 0)))
        except (TypeError, ValueError) as error:
            raise Refused(400, str(error)) from error
        if change.get("running") is False:
            self.clock.stop()
        elif change.get("running") is True:
            self.clock.run()

    def _struck(self, change: dict[str, Any] | None) -> Answer:
        if change is not None:
            self._switch(change)
        return Answer(200, in_json(self.faults.struck()))

    def _switch(self, change: dict[str, Any]) -> None:
        """Switch faults off, then one on.

        Raises:
            Refused: There is no such fault, or what is asked for makes no sense.
        """
        if not change or change.keys() - {"set", "clear"}:
            raise Refused(400, "fault takes `set` (as --fault) and `clear` (a name, or all)")
        if "clear" in change:
            self.faults.clear(None if change["clear"] == "all" else str(change["clear"]))
        try:
            if "set" in change:
                self.faults.switch_on(fault_of(str(change["set"])))
        except ValueError as error:
            raise Refused(400, str(error)) from error


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
