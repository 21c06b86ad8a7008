"""Whatever an entry holds, its event can be written, and nothing ends the run."""

import io
import json

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from map_runs import entry

from slack_ocsf_collector.element import Element
from slack_ocsf_collector.events import Event, events
from slack_ocsf_collector.logs import Log
from slack_ocsf_collector.reading import elements
from slack_ocsf_collector.reject import Reject


def mapped(raw: bytes) -> Event | Reject:
    (outcome,) = events(elements(io.BytesIO(raw), "-"), raw_data=True)
    return outcome


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(2**62, 2**70) | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=10,
)
MEMBERS = st.sampled_from(["id", "actor", "entity", "context", "details", "other", "\ud800"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(MEMBERS, ANYTHING), ANY_TEXT.filter(bool))
def test_every_entry_with_an_action_and_a_date_gives_an_event_in_plain_json(
    members: dict[str, object], action: str
) -> None:
    outcome = mapped(json.dumps({**entry(1), **members, "action": action}).encode())

    assert isinstance(outcome, Event)
    assert orjson.loads(outcome.json) == outcome.body


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("[" * 100_000 + "]" * 100_000, id="100,000 levels"),
        pytest.param('"' + "x" * 10_000_000 + '"', id="10 MB of text"),
        pytest.param("9" * 10_000, id="10,000 digits"),
        pytest.param("-1e99999", id="beyond a double"),
        pytest.param("[" + ",".join(["{}"] * 100_000) + "]", id="100,000 objects"),
    ],
)
def test_extreme_values_give_an_event_in_plain_json(value: str) -> None:
    raw = json.dumps(entry(1, details=0)).replace('"details": 0', f'"details": {{"v": {value}}}')

    outcome = mapped(raw.encode())

    assert isinstance(outcome, Event)
    assert orjson.loads(outcome.json) == outcome.body


def test_of_a_member_that_is_there_twice_the_last_is_mapped() -> None:
    raw = json.dumps(entry(1)).replace('"action"', '"action": "user_logout", "action"')

    outcome = mapped(raw.encode())

    assert isinstance(outcome, Event)
    assert outcome.body["metadata"]["event_code"] == "user_login"


def test_a_fault_of_the_mapper_costs_one_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(_entry: object) -> dict[str, object]:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("slack_ocsf.map_event", faulty)

    outcome = mapped(json.dumps(entry(1)).encode())

    assert isinstance(outcome, Reject)
    assert outcome.reason.endswith("please report it: ZeroDivisionError: division by zero")


def test_an_event_that_json_cannot_hold_costs_one_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slack_ocsf.map_event", lambda _entry: {"a": 2**70})

    assert isinstance(mapped(json.dumps(entry(1)).encode()), Reject)


def test_rows_that_share_a_line_get_the_members_that_all_rows_get() -> None:
    row = json.dumps({"user_id": "U1", "date_first": 1, "date_last": 2, "count": 1, "ip": ""})
    line = Element("-", 1, f"{row} {row}".encode(), is_line=True)

    outcomes = list(events([line], log=Log.ACCESS, members={"team_id": "E1"}))

    bodies = [one.body for one in outcomes if isinstance(one, Event)]
    assert [body["metadata"]["tenant_uid"] for body in bodies] == ["E1", "E1"]
