"""Entries of the usual form go their own way, and what they become does not depend on the input."""

import io
from types import ModuleType

import orjson
import pytest
from map_runs import entry

import slack_ocsf
import slack_ocsf.usual
from slack_ocsf_collector.events import Event, events
from slack_ocsf_collector.logs import Log
from slack_ocsf_collector.portable import read
from slack_ocsf_collector.reading import elements
from slack_ocsf_collector.usual import reader, usual_of

LOCATION = {"domain": "eng", "name": "Engineering", "id": "T0123456", "type": "workspace"}
CONTEXT = {"ua": "Firefox", "ip_address": "203.0.113.77", "location": LOCATION}
USER = {"team": "T0123456", "name": "Ida Lindqvist", "id": "W0IDUNLI5"}
USUAL = entry(1, actor={"type": "user", "user": USER}, context=CONTEXT, details={"type": "x"})
REVERSED = dict(reversed(USUAL.items()))
LINE = orjson.dumps(REVERSED)


def written(data: bytes) -> list[bytes]:
    found = elements(io.BytesIO(data), "-", read=reader(slack_ocsf))
    return [one.json for one in events(found, package=slack_ocsf) if isinstance(one, Event)]


@pytest.mark.parametrize(
    "form", [b"[%s]", b"[%s,%s]", b'{"entries":[%s]}', b"%s\n%s\n", b"\n \n[\n%s\n]\n"]
)
def test_the_form_of_the_input_changes_no_byte(form: bytes) -> None:
    count = form.count(b"%s")

    assert written(form % ((LINE,) * count)) == written(LINE) * count


def test_elements_become_the_same_events_a_second_time() -> None:
    found = list(elements(io.BytesIO(b"[%s,%s]" % (LINE, LINE)), "-", read=reader(slack_ocsf)))

    assert list(events(found, package=slack_ocsf)) == list(events(found, package=slack_ocsf))


def test_an_entry_in_any_order_is_of_the_usual_form() -> None:
    assert slack_ocsf.usual.read(LINE) is not None


def test_the_text_of_an_entry_is_kept_as_it_came() -> None:
    found = elements(io.BytesIO(LINE), "-")
    (made,) = events(found, package=slack_ocsf, raw_data=True)

    assert isinstance(made, Event)
    assert made.body["raw_data"] == LINE.decode()


def test_an_event_that_a_check_refuses_is_a_reject() -> None:
    found = elements(io.BytesIO(LINE), "-")
    (made,) = events(found, package=slack_ocsf, check=lambda _: ("is wrong", "time"))

    assert not isinstance(made, Event)
    assert made.reason == "is wrong"


def test_a_package_without_structs_maps_every_entry_by_dicts() -> None:
    package = ModuleType("one_of_another_time")
    package.map_event = slack_ocsf.map_event  # type: ignore[attr-defined] # a module has any

    (made,) = events(elements(io.BytesIO(LINE), "-"), package=package)

    assert usual_of(package) is None
    assert isinstance(made, Event)
    assert orjson.loads(made.json) == orjson.loads(written(LINE)[0])


@pytest.mark.parametrize("log", [Log.ACCESS, Log.INTEGRATION])
def test_rows_of_other_logs_are_read_into_dicts_alone(log: Log) -> None:
    assert reader(slack_ocsf, log) is read
