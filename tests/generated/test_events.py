from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from ocsf_json_schema import OcsfJsonSchemaEmbedded
from syrupy.extensions.json import JSONSnapshotExtension

from ocsf_checker import official_export, violations
from slack_ocsf import OCSF_VERSION, MappingError, map_event
from slack_ocsf.models import model_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.assertion import SnapshotAssertion

Entry = dict[str, Any]
TESTS = Path(__file__).parents[1]
ENTRIES = {path.stem: path for path in sorted((TESTS / "events").glob("*.json"))}
REJECTED = {path.stem: path for path in sorted((TESTS / "events_rejected").glob("*.json"))}
FALLBACK = 0
CLASSES = {2004, 2006, 3001, 3002, 3004, 3005, 3006, 6001, 6002, 6003, 6005, 6006}


def read(path: Path) -> Entry:
    entry: Entry = json.loads(path.read_text(encoding="utf-8"))
    return entry


@pytest.fixture(params=ENTRIES.values(), ids=list(ENTRIES))
def entry(request: pytest.FixtureRequest) -> Entry:
    return read(request.param)


@cache
def official_schema() -> OcsfJsonSchemaEmbedded:
    return OcsfJsonSchemaEmbedded(official_export(OCSF_VERSION))


@cache
def validator(class_uid: int, profiles: tuple[str, ...]) -> jsonschema_rs.Validator:
    name = official_schema().lookup_class_name_from_uid(class_uid)
    return jsonschema_rs.validator_for(official_schema().get_class_schema(name, list(profiles)))


def test_snapshot(entry: Entry, snapshot: SnapshotAssertion) -> None:
    assert map_event(entry) == snapshot(extension_class=JSONSnapshotExtension)


def test_event_keeps_the_rules(entry: Entry) -> None:
    assert violations(map_event(entry), official_export(OCSF_VERSION)) == []


def test_event_is_valid_by_the_official_json_schema(entry: Entry) -> None:
    event = map_event(entry)
    profiles = tuple(event["metadata"].get("profiles", ()))
    errors = validator(event["class_uid"], profiles).iter_errors(event)
    assert [f"{error.instance_path}: {error.message}" for error in errors] == []


def test_model_of_the_class_accepts_the_event(entry: Entry) -> None:
    event = map_event(entry)
    model_for(event["class_uid"]).model_validate(event)


def test_entry_is_left_as_it_was(entry: Entry) -> None:
    before = json.dumps(entry)
    map_event(entry)
    assert json.dumps(entry) == before


def test_events_share_nothing_that_can_be_changed(entry: Entry) -> None:
    one, other = map_event(deepcopy(entry)), map_event(deepcopy(entry))
    assert not {id(part) for part in parts(one)} & {id(part) for part in parts(other)}


def parts(value: object) -> Iterator[dict[str, Any] | list[Any]]:
    """Yield the objects and lists of an event, itself first."""
    if isinstance(value, dict | list):
        yield value
        for member in value.values() if isinstance(value, dict) else value:
            yield from parts(member)


def test_there_are_at_least_150_entries() -> None:
    assert len(ENTRIES) >= 150


def test_every_class_and_the_fallback_have_two_entries_or_more() -> None:
    classes = Counter(map_event(read(path))["class_uid"] for path in ENTRIES.values())
    assert {uid for uid, count in classes.items() if count >= 2} == {FALLBACK, *CLASSES}


@pytest.mark.parametrize("path", REJECTED.values(), ids=list(REJECTED))
def test_entry_without_date_or_action_is_refused_by_its_path(path: Path) -> None:
    missing = "date_create" if path.stem.startswith("date_create") else "action"
    with pytest.raises(MappingError) as refused:
        map_event(read(path))
    assert refused.value.path == missing
