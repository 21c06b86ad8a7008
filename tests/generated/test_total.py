"""Any entry whatever gives a valid event or one clear error, and stays as it was."""

import copy
import math
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from ocsf_json_schema import OcsfJsonSchemaEmbedded

from ocsf_checker import violations
from ocsf_export import Export, Json
from slack_damages import arbitrary_entries, damaged_entries, is_json_plain, nested
from slack_entries import KINDS, MAPPED, Entry, full_entry, plausible_entries
from slack_ocsf import OCSF_VERSION, MappingError, map_event
from slack_ocsf.models import model_for

EXPORT = Export.of(OCSF_VERSION)
SCHEMAS = OcsfJsonSchemaEmbedded(EXPORT.document)
CLASS_NAMES = {meaning["uid"]: name for name, meaning in EXPORT.document["classes"].items()}
NEEDED = frozenset({"action", "date_create"})
BEFORE_1973_MS = 10**11
"""The checker takes smaller times for seconds; docs/mappings.md has them as they are."""

EXTREMES: dict[str, Callable[[], Json]] = {
    "lists 5,000 deep": lambda: nested(5_000, lists=True),
    "objects 5,000 deep": lambda: nested(5_000, lists=False),
    "10 MB": lambda: "x" * 10_000_000,
    "10 MB of digits": lambda: "1" * 10_000_000,
    "10 MB of dots": lambda: "1." * 5_000_000,
    "10 MB of labels": lambda: "a@b" + ".b" * 5_000_000 + ".",
    "5,000 digits": lambda: 10**5000,
    "-5,000 digits": lambda: -(10**5000),
    "NaN": lambda: math.nan,
    "Infinity": lambda: math.inf,
    "lone surrogate": lambda: "\udcff",
    "surrogate in an address": lambda: "fe80::1%\ud800",
    "100,000 members": lambda: {str(n): n for n in range(100_000)},
    "100,000 elements": lambda: ["x"] * 100_000,
    "list in itself, by one level": lambda: [[], {}, None, [""]],
}
PLACES = (
    ("id",),
    ("date_create",),
    ("action",),
    ("actor",),
    ("actor", "type"),
    ("actor", "user"),
    ("actor", "user", "id"),
    ("actor", "user", "email"),
    ("entity",),
    ("entity", "type"),
    ("entity", "user"),
    ("entity", "user", "name"),
    ("context",),
    ("context", "ip_address"),
    ("context", "session_id"),
    ("details",),
    ("details", "reason"),
    ("details", "action_timestamp"),
    ("details", "inviter"),
    ("details", "new_attribute"),
)


def fingerprint(value: Json) -> list[Any]:
    """A value as a flat list, made without recursion: equal lists, equal values."""
    flat: list[Any] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        flat.append(type(each))
        if isinstance(each, dict):
            flat.append(list(each))
            waiting += each.values()
        elif isinstance(each, list):
            flat.append(len(each))
            waiting += each
        else:
            flat.append("NaN" if each != each else each)  # noqa: PLR0124  # only NaN differs
    return flat


def outcome(entry: Entry) -> dict[str, Json] | str:
    """The event, or the path at which the mapper misses something."""
    try:
        event = map_event(entry)
    except MappingError as error:
        return error.path
    return event


@given(arbitrary_entries())
@settings(max_examples=1_000, deadline=None)
def test_any_object_is_an_event_or_an_error(entry: Entry) -> None:
    assert isinstance(outcome(entry), dict) or outcome(entry) in NEEDED


@given(damaged_entries())
@settings(max_examples=600, deadline=None)
def test_a_damaged_entry_is_an_event_or_an_error_and_stays_as_it_was(entry: Entry) -> None:
    before = fingerprint(copy.deepcopy(entry))
    assert isinstance(outcome(entry), dict) or outcome(entry) in NEEDED
    assert fingerprint(entry) == before


@pytest.mark.parametrize("action", ["user_login", "anomaly", "user_channel_join", "new_action"])
@pytest.mark.parametrize("extreme", EXTREMES)
def test_an_extreme_at_any_place_is_an_event_or_an_error(extreme: str, action: str) -> None:
    make = EXTREMES[extreme]
    for *inner, last in PLACES:
        entry = full_entry(action, "user")
        holder = entry
        for key in inner:
            holder = holder.setdefault(key, {})
        holder[last] = make()
        before = fingerprint(entry)
        assert isinstance(outcome(entry), dict) or outcome(entry) == last in NEEDED
        assert fingerprint(entry) == before


@pytest.mark.parametrize("entry", [{}, {"action": "user_login"}, {"date_create": 1700000000}])
def test_an_entry_without_action_or_date_is_an_error(entry: Entry) -> None:
    with pytest.raises(MappingError) as caught:
        map_event(entry)
    assert caught.value.path in NEEDED - set(entry)


@cache
def official_schema(class_uid: int, profiles: tuple[str, ...]) -> jsonschema_rs.Validator:
    schema = SCHEMAS.get_class_schema(CLASS_NAMES[class_uid], list(profiles))
    return jsonschema_rs.validator_for(schema)


def assert_valid(entry: Entry) -> None:
    """Ask the three judges, if JSON can hold the entry."""
    if not is_json_plain(entry):
        return
    event = outcome(entry)
    if isinstance(event, str) or event["time"] <= BEFORE_1973_MS:
        return
    assert violations(event, EXPORT.document) == []
    profiles = tuple(sorted(event["metadata"].get("profiles", ())))
    faults = official_schema(event["class_uid"], profiles).iter_errors(event)
    assert [f"{fault.instance_path}: {fault.message}" for fault in faults] == []
    model_for(event["class_uid"]).model_validate(event)


@given(plausible_entries())
@settings(max_examples=300, deadline=None)
def test_an_event_of_a_plausible_entry_is_valid_by_three_judges(entry: Entry) -> None:
    assert_valid(entry)


@given(damaged_entries())
@settings(max_examples=300, deadline=None)
def test_an_event_of_a_damaged_entry_is_valid_by_three_judges(entry: Entry) -> None:
    assert_valid(entry)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_event_of_every_action_is_valid_with_an_entity_of(kind: str) -> None:
    for action in MAPPED:
        assert_valid(full_entry(action, kind))
