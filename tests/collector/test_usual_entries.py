"""Entries of the usual form go their own way, and what they become does not depend on the input."""

import io
from collections.abc import Sequence
from types import ModuleType

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from map_runs import entry

import slack_ocsf
import slack_ocsf.usual
from slack_ocsf_collector.events import Event, events
from slack_ocsf_collector.logs import Log
from slack_ocsf_collector.reader import INTO_DICTS, Reader
from slack_ocsf_collector.reading import elements
from slack_ocsf_collector.splitting import split
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
    assert reader(slack_ocsf, log) is INTO_DICTS


NESTED = orjson.dumps({**USUAL, "details": {"changes": [{"from": "},{"}, {"to": []}]}})
INDENTED = orjson.dumps(USUAL, option=orjson.OPT_INDENT_2)
ELEMENTS = [
    LINE,
    NESTED,
    INDENTED,
    b'{"list":[{"a":1},{"b":2}]}',
    b"{}",
    b"null",
    b"[{},{}]",
    b'{"a":',
    b'"},{"',
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(ELEMENTS[:2]) | st.sampled_from(ELEMENTS), max_size=40),
    st.sampled_from([b",", b", ", b",\n", b" ,"]),
    st.integers(1, 40_000),
)
def test_a_page_has_the_same_elements_read_into_structs_as_into_dicts(
    listed: list[bytes], between: bytes, size: int
) -> None:
    page = b'{"entries":[' + between.join(listed) + b"]}"

    def elements_of(read: Reader) -> list[tuple[int, bytes]]:
        pieces = (page[at : at + size] for at in range(0, len(page), size))
        return [(one.line, one.raw) for one in split(pieces, "-", read=read)]

    assert elements_of(reader(slack_ocsf)) == elements_of(INTO_DICTS)


class Counting:
    """Reads into structs, and counts what it was asked to read as lists, and what it read of that.

    Attributes:
        asked: Bytes of lists.
        at_once: Elements that were in lists that it read.
    """

    def __init__(self) -> None:
        self.asked = self.at_once = 0

    def several(self, text: bytes) -> Sequence[object]:
        values = reader(slack_ocsf).several(text)
        self.asked += len(text)
        self.at_once += len(values)
        return values

    def elements(self, listed: list[bytes]) -> list[bytes]:
        read = Reader(reader(slack_ocsf).one, self.several)
        return [one.raw for one in split(iter([b"[%s]" % b",".join(listed)]), "-", read=read)]


def test_entries_of_a_page_are_read_at_once_also_behind_one_of_another_form() -> None:
    counting, listed = Counting(), [*([LINE] * 50), b"{}", *([LINE] * 500)]

    assert counting.elements(listed) == listed
    assert counting.at_once > 400


def test_nothing_is_read_in_vain_more_than_once() -> None:
    counting, listed = Counting(), [b'{"details":[{},{}]}', LINE] * 500

    assert counting.elements(listed) == listed
    assert counting.at_once == 0
    assert counting.asked <= sum(map(len, listed)) + 16 * 1024


def test_the_text_of_an_entry_that_was_read_with_others_is_kept_as_it_came() -> None:
    spaced = LINE.replace(b":", b" : ")
    found = elements(io.BytesIO(b"[%s,%s,%s]" % (LINE, spaced, LINE)), "-", read=reader(slack_ocsf))

    made = events(found, package=slack_ocsf, raw_data=True)

    assert [one.body["raw_data"] for one in made if isinstance(one, Event)] == [
        LINE.decode(),
        spaced.decode(),
        LINE.decode(),
    ]
