"""Entries of the usual form become the same events by structs as by dicts."""

import json
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import slack_ocsf
import slack_ocsf.cells
import slack_ocsf.usual
import slack_ocsf_1_3_0
import slack_ocsf_1_3_0.usual
from slack_damages import VALUES, Share, damaged_entries, nested, single_damages
from slack_entries import Entry, full_entry, lines_apart, plausible_entries
from slack_ocsf.usual.turn import TURN
from slack_ocsf_collector.entries import entries

EDITIONS = {"1.5.0": slack_ocsf, "1.3.0": slack_ocsf_1_3_0}
Keys = tuple[str, ...]
Choose = Callable[[list[str]], list[str]]
WITHIN: list[Keys] = [
    (),
    ("actor",),
    ("actor", "user"),
    ("context",),
    ("context", "app"),
    ("context", "location"),
]


def json_of(entry: Entry) -> bytes:
    return json.dumps(entry).encode()


def by_structs(raw: bytes, version: str = "1.5.0") -> bytes | None:
    """The event as JSON, None where the entry is not of the usual form."""
    usual = EDITIONS[version].usual
    entry = usual.read(raw)
    written = None if entry is None else usual.write(entry)
    return None if written is None else written.json


def by_cells(raw: bytes) -> tuple[bytes, bytes | None] | None:
    """The event as a line and what no attribute took, None where it goes through JSON."""
    entry = slack_ocsf.usual.read(raw)
    line = None if entry is None else slack_ocsf.cells.write(entry)
    return None if line is None else (line.text, line.unmapped)


def by_both(raw: bytes) -> object:
    return by_structs(raw), by_cells(raw)


def sorted_json(event: dict[str, Any]) -> bytes:
    return orjson.dumps(event, option=orjson.OPT_SORT_KEYS)


def assert_the_same(raw: bytes, version: str) -> None:
    written = by_structs(raw, version)
    if written is not None:
        expected = EDITIONS[version].map_event(json.loads(raw))
        assert sorted_json(orjson.loads(written)) == sorted_json(expected)


def usual_entry(action: str = "user_login") -> Entry:
    """An entry with every member that Slack documents."""
    entry = full_entry(action, "user")
    app = entry["context"]["app"]
    assert by_structs(json_of(entry)) is not None
    assert app
    return entry


def shuffled(value: Any, choose: Choose, keys: Keys = ()) -> Any:  # noqa: ANN401 - any JSON value
    """The entry with the members of what becomes a struct in another order."""
    if keys not in WITHIN or not isinstance(value, dict):
        return value
    return {key: shuffled(value[key], choose, (*keys, key)) for key in choose(sorted(value))}


@pytest.mark.parametrize("version", EDITIONS)
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(plausible_entries() | damaged_entries())
def test_an_event_of_any_entry_is_the_same_or_left_to_dicts(version: str, entry: Entry) -> None:
    assert_the_same(json_of(entry), version)


@pytest.mark.parametrize("version", EDITIONS)
@pytest.mark.parametrize("action", lines_apart())
def test_an_event_is_the_same_with_any_member_lacking_or_empty(version: str, action: str) -> None:
    values = (None, "", {}, [], 0, False, "x  y ", ["a", 1], {"id": "x"})
    for damaged in single_damages(full_entry(action, "user"), "", values, Share()):
        assert_the_same(json_of(damaged), version)


def test_an_event_is_the_same_with_any_value_at_any_place() -> None:
    for damaged in single_damages(usual_entry(), "", VALUES, Share()):
        assert_the_same(json_of(damaged), "1.5.0")


@pytest.mark.parametrize("version", EDITIONS)
def test_entries_as_slack_writes_them_become_the_same_bytes(version: str) -> None:
    for entry in islice(entries(5, 3000), 3000):
        raw = orjson.dumps(entry)
        written = by_structs(raw, version)
        if written is not None:
            assert written == orjson.dumps(EDITIONS[version].map_event(entry))


def test_threads_that_write_at_once_do_not_mix_their_events() -> None:
    lines = [orjson.dumps(entry) for entry in islice(entries(5, 400), 400)]
    expected = [by_both(line) for line in lines]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = [list(pool.map(by_both, lines)) for _ in range(5)]
    finally:
        sys.setswitchinterval(interval)

    assert found == [expected] * 5


def test_an_entry_after_one_that_cannot_be_written_is_mapped_by_structs() -> None:
    entry = usual_entry()
    expected = by_structs(json_of(entry))

    assert by_structs(json_of({**entry, "details": {"number": 2**60}})) is None
    assert by_structs(json_of(entry)) == expected is not None


@pytest.mark.parametrize("write", [slack_ocsf.usual.write, slack_ocsf.cells.write])
def test_an_entry_is_written_once(write: Callable[[slack_ocsf.usual.Entry], object]) -> None:
    entry = slack_ocsf.usual.read(json_of(usual_entry()))
    assert entry is not None

    assert write(entry) is not None
    assert write(entry) is None


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no such timer")
@pytest.mark.parametrize("made_of", [by_structs, by_cells])
def test_ctrl_c_at_any_time_leaves_the_next_entry_its_turn(
    made_of: Callable[[bytes], object],
) -> None:
    raw = json_of(usual_entry())
    interrupted = 0
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        for number in range(5000):
            try:
                signal.setitimer(signal.ITIMER_REAL, 1e-6 * (1 + number % 40))
                made_of(raw)
                signal.setitimer(signal.ITIMER_REAL, 0)
            except KeyboardInterrupt:
                interrupted += 1
    finally:
        signal.signal(signal.SIGALRM, before)

    assert interrupted > 100
    assert TURN == [None]  # else the next call waits for ever


def test_nearly_every_entry_is_of_the_usual_form() -> None:
    lines = [orjson.dumps(entry) for entry in islice(entries(5, 3000), 3000)]

    assert sum(by_structs(line) is not None for line in lines) > 0.95 * len(lines)


def test_every_action_is_mapped_by_structs() -> None:
    lacking = [
        action
        for action in (*slack_ocsf.ACTIONS, "a_new_action")
        if by_structs(json_of(full_entry(action, "user"))) is None
    ]

    assert lacking == []


def test_what_is_asked_most_of_an_event_stands_beside_it() -> None:
    entry = slack_ocsf.usual.read(json_of(usual_entry()))
    assert entry is not None
    written = slack_ocsf.usual.write(entry)

    assert written is not None
    event = orjson.loads(written.json)
    assert written.uid == event["metadata"]["uid"]
    assert (written.time, written.class_name) == (event["time"], event["class_name"])


def test_an_integer_of_more_than_53_bits_is_left_to_dicts() -> None:
    entry = usual_entry()
    entry["details"]["n"] = 2**53

    assert by_structs(json_of(entry)) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_order_of_documented_members_changes_no_byte(drawn: st.DataObject) -> None:
    entry = usual_entry()

    other = shuffled(entry, lambda keys: drawn.draw(st.permutations(keys)))

    assert by_structs(json_of(other)) == by_structs(json_of(entry))


@pytest.mark.parametrize("keys", WITHIN)
def test_an_entry_with_an_unknown_member_is_left_to_dicts(keys: Keys) -> None:
    entry = usual_entry()
    holder = entry
    for key in keys:
        holder = holder[key]
    holder["new"] = 1

    assert by_structs(json_of(entry)) is None


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("id",), 1),
        (("date_create",), "1700000000"),
        (("date_create",), 0),
        (("action",), ""),
        (("action",), "x" * 65_536),
        (("actor", "type"), "app"),
        (("actor", "user"), None),
        (("actor", "user", "id"), 1),
        (("actor", "user", "name"), ""),
        (("actor", "user", "team"), None),
        (("context",), {}),
        (("context", "ip_address"), "1.23.45.678"),
        (("context", "location", "domain"), ""),
        (("context", "ua"), 1),
        (("details",), {"x": nested(120, lists=True)}),
    ],
)
def test_an_entry_of_another_form_is_left_to_dicts(keys: Keys, value: object) -> None:
    entry = usual_entry()
    holder = entry
    for key in keys[:-1]:
        holder = holder[key]
    holder[keys[-1]] = value

    assert by_structs(json_of(entry)) is None


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'"x"', b"\xff", b'{"id":"\\ud800"}'])
def test_what_is_no_entry_is_left_to_dicts(raw: bytes) -> None:
    assert slack_ocsf.usual.read(raw) is None
