"""Entries that are mapped as they were read give the bytes of those that are read with care."""

import json
from itertools import islice

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from map_runs import entry

import slack_ocsf
from slack_ocsf import usual
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.plain import plain_event
from slack_ocsf_collector.portable import NotJson, is_flat, parse, read

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
NUMBERS = (
    st.integers()
    | st.integers(2**52, 2**70)
    | st.integers(-(2**70), -(2**52))
    | st.floats()
    | st.sampled_from([2**53, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63) - 1, 1e16, -0.0])
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=10,
)
PLACES = [
    ("id",),
    ("date_create",),
    ("action",),
    ("actor",),
    ("actor", "user", "id"),
    ("actor", "user", "email"),
    ("entity", "new"),
    ("context", "session_id"),
    ("context", "ip_address"),
    ("context", "location"),
    ("context", "location", "name"),
    ("actor", "user", "name"),
    ("actor", "user", "team"),
    ("context", "app"),
    ("entity",),
    ("details", "reason"),
    ("details", "new_value"),
    ("details", "inviter"),
    ("new",),
]


def carefully(raw: bytes) -> bytes | None:
    """The event as JSON, by the way that can read anything."""
    try:
        value = parse(raw)
        return orjson.dumps(slack_ocsf.map_event(value))  # type: ignore[arg-type] # may be none
    except (NotJson, slack_ocsf.MappingError):
        return None


def plainly(raw: bytes) -> bytes | None:
    value = read(raw) if is_flat(raw) else None
    made = None if value is None else plain_event(raw, value, slack_ocsf.map_event, None)
    return None if made is None else made[1]


def usually(raw: bytes) -> bytes | None:
    value = usual.read(raw)
    written = None if value is None else usual.write(value)
    return None if written is None else written.json


def sorted_json(event: bytes | None) -> bytes | None:
    """The event with its members in an order of their own: structs have theirs."""
    if event is None:
        return None
    return orjson.dumps(orjson.loads(event), option=orjson.OPT_SORT_KEYS)


def usual_entry() -> dict[str, object]:
    """An entry in which structs have what they need."""
    location = {"type": "workspace", "id": "T0123456", "name": "Engineering", "domain": "eng"}
    context = {"location": location, "ip_address": "203.0.113.77", "session_id": None}
    user = {"id": "W0IDUNLI5", "name": "Ida Lindqvist", "team": "T0123456"}
    actor = {"type": "user", "user": user}
    return entry(1, actor=actor, context=context, details={"type": "x"})


def with_value(place: tuple[str, ...], value: object) -> dict[str, object]:
    whole = usual_entry()
    inner = whole
    for key in place[:-1]:
        inner = inner.setdefault(key, {})
        if not isinstance(inner, dict):
            pytest.fail(f"{key} of the entry is no object")
    inner[place[-1]] = value
    return whole


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), ANYTHING)
def test_what_is_mapped_plainly_is_what_is_mapped_with_care(
    place: tuple[str, ...], value: object
) -> None:
    raw = json.dumps(with_value(place, value)).encode()

    assert plainly(raw) in {None, carefully(raw)}
    assert sorted_json(usually(raw)) in {None, sorted_json(carefully(raw))}


@pytest.mark.parametrize(
    "value",
    [
        *["1.0", "1e3", "-0", "1E400", "NaN", "00", "18446744073709551615", "9007199254740993"],
        *['"\\ud83d"', '"\\/\\u00e9\\n"', '{"a":1,"b":2,"a":3}', "{}", '"\t"'],
        "[" * 120 + "]" * 120,
    ],
)
@pytest.mark.parametrize("place", PLACES)
def test_a_spelling_of_json_changes_no_byte(place: tuple[str, ...], value: str) -> None:
    text = json.dumps(with_value(place, "HERE")).replace('"HERE"', value)

    for raw in (text.encode(), b" " + text.encode() + b" ", b"\xef\xbb\xbf" + text.encode()):
        assert plainly(raw) in {None, carefully(raw)}
        assert sorted_json(usually(raw)) in {None, sorted_json(carefully(raw))}


@pytest.mark.parametrize("number", [2**53, 2**63, 2**64 - 1, 2**64, -(2**63) - 1])
def test_an_integer_that_not_every_reader_takes_is_left_to_care(number: int) -> None:
    raw = json.dumps(with_value(("details", "n"), number)).encode()

    assert plainly(raw) is None
    assert usually(raw) is None


def test_an_entry_of_the_usual_form_is_mapped_by_structs() -> None:
    raw = json.dumps(usual_entry()).encode()

    assert usually(raw) == carefully(raw)


def test_nearly_every_entry_is_mapped_plainly() -> None:
    lines = [orjson.dumps(one) for one in islice(entries(3, 2000), 2000)]

    assert sum(plainly(line) is not None for line in lines) > 0.99 * len(lines)
