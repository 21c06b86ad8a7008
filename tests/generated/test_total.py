"""Any entry whatever gives a valid event or one clear error, and stays as it was."""

import copy
import math
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ocsf_json_schema import OcsfJsonSchemaEmbedded

from ocsf_checker import violations
from ocsf_export import Export, Json
from slack_damages import Share, arbitrary_entries, damaged_entries, is_json_plain, nested
from slack_entries import KINDS, MAPPED, Entry, full_entry, plausible_entries
from slack_ocsf import OCSF_VERSION, MappingError, map_event
from slack_ocsf.models import model_for
from slack_rows import LOGS, Log, Row, damaged_rows

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
    assert_valid_outcome(entry, outcome(entry))


def assert_valid_outcome(entry: Entry | Row, event: dict[str, Json] | str) -> None:
    """Ask the three judges, if JSON can hold the entry."""
    if not is_json_plain(entry):
        return
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


def row_outcome(log: Log, row: Row) -> dict[str, Json] | str:
    """The event, or the member that the mapper misses; the row stays as it was."""
    before = fingerprint(row)
    try:
        found: dict[str, Json] | str = log.mapper(row)
    except MappingError as error:
        found = error.path
    assert fingerprint(row) == before
    assert isinstance(found, dict) or found in log.needed
    return found


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_an_event_of_a_realistic_row_is_valid_by_three_judges(log: Log) -> None:
    for row in log.rows(3, 200):
        event = row_outcome(log, log.with_ids(row))
        assert isinstance(event, dict)
        assert_valid_outcome(row, event)


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_a_row_with_any_value_replaced_by_any_other_is_a_valid_event_or_an_error(log: Log) -> None:
    for row in log.damaged(Share()):
        assert_valid_outcome(row, row_outcome(log, row))


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_row_is_a_valid_event_or_an_error(log: Log, drawn: st.DataObject) -> None:
    row = drawn.draw(damaged_rows(log))
    assert_valid_outcome(row, row_outcome(log, row))


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
@pytest.mark.parametrize("extreme", EXTREMES)
def test_an_extreme_in_any_member_of_a_row_is_an_event_or_an_error(extreme: str, log: Log) -> None:
    for name in log.full():
        row_outcome(log, {**log.full(), name: EXTREMES[extreme]()})


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_a_row_without_a_needed_member_is_an_error_that_names_it(log: Log) -> None:
    for name in log.needed:
        row = log.full()
        del row[name]
        assert row_outcome(log, row) == name


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
@pytest.mark.parametrize("row", [None, [], "x", 5])
def test_what_is_no_object_is_no_row(row: Any, log: Log) -> None:  # noqa: ANN401
    with pytest.raises(MappingError, match="not an object") as caught:
        log.mapper(row)
    assert caught.value.path == ""
