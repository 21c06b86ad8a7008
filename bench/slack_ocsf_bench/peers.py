"""What other packages cost that build OCSF events from values that are ready.

They read no entry of Slack's: what is compared is their building, checking and writing of one
authentication event with our whole way from the entry's text.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from slack_ocsf import map_event
from slack_ocsf_bench.line import line_event
from slack_ocsf_bench.report import Row
from slack_ocsf_bench.timing import in_turns
from slack_ocsf_collector.entries import entries

if TYPE_CHECKING:
    from collections.abc import Callable

_SEARCHED = 4000
_AUTHENTICATION = 3002
_WANTED, _LEAST = 10, 7


def peer_rows(rounds: int) -> list[Row]:
    """Return a row for each peer; those that are not installed say so."""
    found = [(entry, map_event(entry)) for entry in islice(entries(7, _SEARCHED), _SEARCHED)]
    pairs = [pair for pair in found if pair[1]["class_uid"] == _AUTHENTICATION]
    lines = [orjson.dumps(entry) for entry, _ in pairs]
    events = [event for _, event in pairs]
    return [
        _row(name, module, prepare, lines, events, rounds)
        for name, module, prepare in (
            ("ocsf-emitter", "ocsf_emitter", _emitter),
            ("pydantic-ocsf", "ocsf", _pydantic),
        )
    ]


def _row(  # noqa: PLR0913, PLR0917 - what a row is made of
    name: str,
    module: str,
    prepare: Callable[[list[dict[str, Any]]], Callable[[], object]],
    lines: list[bytes],
    events: list[dict[str, Any]],
    rounds: int,
) -> Row:
    what = f"{name} against one entry, authentication"
    if find_spec(module) is None:
        note = "not installed: pip install -e '.[bench]'"
        return Row(what, None, _WANTED, _LEAST, "times", more_is_better=True, note=note)
    competitors = {"peer": prepare(events), "ours": lambda: _ours(lines)}
    ratio = in_turns(competitors, len(lines), rounds).ratio("peer", "ours")
    return Row(what, ratio, _WANTED, _LEAST, "times", more_is_better=True, note=_NOTES[name])


_NOTES = {
    "ocsf-emitter": "all that its builder takes: user, service, message, time, observables",
    "pydantic-ocsf": "the whole event, but for the captions of observables",
}


def _ours(lines: list[bytes]) -> None:
    for line in lines:
        line_event(line)


def _emitter(events: list[dict[str, Any]]) -> Callable[[], object]:
    emitter: Any = import_module("ocsf_emitter")
    emitter.configure_product(name="Slack", vendor_name="Slack")
    kind = emitter.ObservableType
    kinds = {
        2: kind.IP_ADDRESS,
        4: kind.USER_NAME,
        5: kind.EMAIL_ADDRESS,
        16: kind.HTTP_USER_AGENT,
        31: kind.USER_UID,
    }

    def build(event: dict[str, Any]) -> str:
        user = event["user"]
        built = emitter.build_authentication(
            user=emitter.UserRef(
                uid=user.get("uid"), name=user.get("name"), email=user.get("email_addr")
            ),
            severity=emitter.Severity(event["severity"].lower()),
            activity=emitter.AuthenticationAction(event["activity_id"]),
            message=event["message"],
            service_name="Slack",
            observables=[
                emitter.Observable(kinds[one["type_id"]], one["value"], one["name"])
                for one in event["observables"]
            ],
            time_ms=event["time"],
        )
        written: str = emitter.emit_json(built)
        return written

    return lambda: [build(event) for event in events]


def _pydantic(events: list[dict[str, Any]]) -> Callable[[], object]:
    model: Any = import_module("ocsf.v1_5_0.events").Authentication
    ready = [_without_captions(event) for event in events]
    return lambda: [
        model.model_validate(event).model_dump_json(exclude_none=True) for event in ready
    ]


def _without_captions(event: dict[str, Any]) -> dict[str, Any]:
    observables = [
        {name: value for name, value in one.items() if name != "type"}
        for one in event.get("observables", [])
    ]
    return {**event, "observables": observables}
