"""`--validate` judges by the models: what the official JSON Schema refuses, they refuse too.

A quick check goes before them. What it accepts, they accept; what it refuses, they judge.
"""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
from hypothesis import assume, given, settings
from ocsf_json_schema import OcsfJsonSchemaEmbedded
from pydantic import ValidationError

from ocsf_checker import official_export, violations
from slack_damages import damaged_entries, is_json_plain
from slack_entries import Entry, plausible_entries
from slack_ocsf import MappingError, map_event
from slack_ocsf.checks import is_valid
from slack_ocsf.models import model_for

Event = dict[str, Any]
WRITTEN = Path(__file__).resolve().parents[1] / "events"
DROPPED = object()
DAMAGES = (DROPPED, None, "", [], {}, "x", 5, 10**30, True, [5], {"surplus": 1})


def _one_of_each_class() -> dict[int, Event]:
    entries = (json.loads(path.read_text()) for path in sorted(WRITTEN.glob("*.json")))
    events = sorted((map_event(entry) for entry in entries), key=lambda one: len(str(one)))
    return {event["class_uid"]: event for event in events}


EVENTS = _one_of_each_class()


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    """Every place of an event but those that are free: what is under `unmapped`."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        if (*at, key) != ("unmapped",):
            yield (*at, key)
            if isinstance(member, dict | list):
                yield from _places(member, (*at, key))


def _values(value: Any) -> Iterator[Any]:  # noqa: ANN401
    """Everything within an event that is no object and no list."""
    if not isinstance(value, dict | list):
        yield value
        return
    for member in value.values() if isinstance(value, dict) else value:
        yield from _values(member)


def _damaged(event: Event, place: tuple[Any, ...], damage: object) -> Event:
    result = copy.deepcopy(event)
    holder: Any = result
    for key in place[:-1]:
        holder = holder[key]
    if damage is DROPPED:
        del holder[place[-1]]
    else:
        holder[place[-1]] = damage
    return result


def _damages(event: Event) -> Iterator[Event]:
    yield {**event, "surplus": 1}
    for place in _places(event):
        if place[:2] not in {("metadata", "profiles"), ("class_uid",)}:
            for damage in DAMAGES:
                yield _damaged(event, place, damage)


@cache
def _official(class_uid: int, profiles: tuple[str, ...]) -> jsonschema_rs.Validator:
    schema = OcsfJsonSchemaEmbedded(official_export("1.5.0"))
    name = schema.lookup_class_name_from_uid(class_uid)
    return jsonschema_rs.validator_for(schema.get_class_schema(name, list(profiles)))


def _is_accepted(event: Event, class_uid: int) -> bool:
    try:
        model_for(class_uid).model_validate(event)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("class_uid", EVENTS)
def test_the_models_refuse_what_the_schema_refuses(class_uid: int) -> None:
    event = EVENTS[class_uid]
    official = _official(class_uid, tuple(event["metadata"].get("profiles", ())))
    refused = [one for one in _damages(event) if not official.is_valid(one)]
    assert len(refused) > 100
    assert [one for one in refused if _is_accepted(one, class_uid)] == []


@pytest.mark.parametrize("class_uid", EVENTS)
def test_the_quick_check_accepts_nothing_that_the_models_refuse(class_uid: int) -> None:
    damaged = [one for one in _damages(EVENTS[class_uid]) if 10**30 not in _values(one)]
    refused = [one for one in damaged if not _is_accepted(one, class_uid)]
    assert len(refused) > 100
    assert [one for one in refused if is_valid(orjson.dumps(one))] == []


@given(plausible_entries() | damaged_entries())
@settings(max_examples=500, deadline=None)
def test_the_quick_check_accepts_every_event(entry: Entry) -> None:
    assume(is_json_plain(entry))
    try:
        event = map_event(entry)
    except MappingError:
        return
    assert is_valid(orjson.dumps(event))


@pytest.mark.parametrize("class_uid", EVENTS)
def test_the_models_refuse_nothing_that_the_other_judges_accept(class_uid: int) -> None:
    event = EVENTS[class_uid]
    official = _official(class_uid, tuple(event["metadata"].get("profiles", ())))
    export = official_export("1.5.0")
    refused = [one for one in _damages(event) if not _is_accepted(one, class_uid)]
    assert len(refused) > 100
    accepted = [one for one in refused if official.is_valid(one) and not violations(one, export)]
    assert accepted == []
