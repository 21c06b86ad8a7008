"""Events as Arrow tables: nothing of an event is lost, and what has no column is told."""

import copy
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import arro3.core
import arro3.io
import orjson
import pyarrow as pa
import pytest
from hypothesis import given, settings
from lake_reading import Event, event_of, leaf_types
from map_runs import entry

import slack_ocsf.columns
import slack_ocsf_1_3_0.columns
from slack_damages import damaged_entries
from slack_entries import Entry, plausible_entries
from slack_ocsf import map_event
from slack_ocsf_1_3_0 import map_event as map_event_1_3_0
from slack_ocsf_collector.editions import edition
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.entries import access_rows, entries, integration_rows
from slack_ocsf_collector.events import Event as Mapped
from slack_ocsf_collector.events import events
from slack_ocsf_collector.lake.misfit import NoColumn
from slack_ocsf_collector.lake.schema import arrow_schema
from slack_ocsf_collector.lake.table import Tables
from slack_ocsf_collector.lake.whole import is_all_of
from slack_ocsf_collector.portable import parse

HERE = Path(__file__).parent
WRITTEN = sorted((HERE.parent / "events").glob("*.json"))
TABLES = Tables(slack_ocsf.columns.COLUMNS)
TABLES_1_3_0 = Tables(slack_ocsf_1_3_0.columns.COLUMNS)


def rows(records: list[bytes], tables: Tables = TABLES) -> list[Event]:
    """Return the events of the tables that records become, sorted as `expected` sorts them."""
    found = [event_of(row) for _, table in tables.of(records) for row in table.to_pylist()]
    return sorted(found, key=_order)


def expected(records: list[bytes]) -> list[Event]:
    return sorted(map(orjson.loads, records), key=_order)


def _order(event: Event) -> str:
    return json.dumps(event, sort_keys=True)


def event(**members: object) -> bytes:
    """Return an event of the class Authentication with other members."""
    return orjson.dumps({**map_event(entry()), **members})


def refused(record: bytes) -> str:
    with pytest.raises(NoColumn) as caught:
        list(TABLES.of([event(), record]))
    return str(caught.value).partition(";")[0]


# --- nothing is lost


def test_every_written_event_is_the_same_as_a_row() -> None:
    records = [orjson.dumps(map_event(json.loads(path.read_bytes()))) for path in WRITTEN]
    assert rows(records) == expected(records)


def test_every_written_event_of_ocsf_1_3_0_is_the_same_as_a_row() -> None:
    written = [json.loads(path.read_bytes()) for path in WRITTEN]
    records = [orjson.dumps(map_event_1_3_0(one)) for one in written]
    assert rows(records, TABLES_1_3_0) == expected(records)


def test_thousands_of_realistic_events_are_the_same_as_rows() -> None:
    records = [orjson.dumps(map_event(one)) for one in entries(7, 3000)]
    assert rows(records) == expected(records)


@pytest.mark.parametrize("rows_of", [access_rows, integration_rows])
@pytest.mark.parametrize(("version", "tables"), [("1.5.0", TABLES), ("1.3.0", TABLES_1_3_0)])
def test_rows_of_the_other_logs_are_the_same_as_rows(
    rows_of: Callable[[int, int], Iterable[Entry]], version: str, tables: Tables
) -> None:
    lines = [Element("-", 1, orjson.dumps(one)) for one in rows_of(5, 500)]
    found = list(events(lines, package=edition(version)))
    records = [outcome.json for outcome in found if isinstance(outcome, Mapped)]
    assert len(records) == len(found)
    assert rows(records, tables) == expected(records)


@settings(max_examples=150, deadline=None)
@given(one=damaged_entries(), other=plausible_entries())
def test_event_of_any_entry_is_the_same_as_a_row(one: Entry, other: Entry) -> None:
    lines = [Element("-", 1, json.dumps(entry).encode()) for entry in (one, other)]
    records = [outcome.json for outcome in events(lines) if isinstance(outcome, Mapped)]
    assert rows(records) == expected(records)


def test_raw_data_is_a_column_beside_unmapped() -> None:
    element = Element("-", 1, json.dumps(entry(details={"unmapped": {"a": 1}})).encode())
    (outcome,) = events([element], raw_data=True)
    assert isinstance(outcome, Mapped)
    (row,) = rows([outcome.json])
    assert row["raw_data"] == element.raw.decode()
    assert row == outcome.body


@pytest.mark.parametrize(
    "unmapped",
    [
        {"unmapped": {"unmapped": {"a": [{}]}}},
        {"a": ',"unmapped":{"b":1}}', 'k":': '\\":', "\\": "\\"},
        {"big": "9" * 40, "less": -(2**63), "half": 0.5, "none": None, "empty": [{}, [], ""]},
        {"raw_data": {"x": 1}},
        {"z": "}\n{"},
        {},
    ],
)
def test_unmapped_is_kept_whatever_it_holds(unmapped: Event) -> None:
    record = event(unmapped=unmapped)
    assert rows([record, event()]) == expected([record, event()])


def test_integer_beyond_64_bits_is_kept_as_its_digits() -> None:
    text = json.dumps(entry(details={"n": 10**30})).encode()
    record = orjson.dumps(map_event(parse(text)))
    (row,) = rows([record])
    assert row["unmapped"]["details"]["n"] == str(10**30)


def test_event_whose_members_come_in_another_order_is_the_same() -> None:
    turned = orjson.dumps(dict(reversed(orjson.loads(event()).items())))
    assert rows([turned, event()]) == expected([turned, event()])


def test_event_with_blanks_and_line_ends_is_the_same() -> None:
    spaced = json.dumps(orjson.loads(event()), indent=1).encode()
    assert rows([spaced]) == expected([spaced])


def test_value_of_any_shape_is_kept_as_its_text() -> None:
    columns: slack_ocsf.columns.Columns = {"class_uid": "int32", "time": "int64"}
    free: slack_ocsf.columns.Columns = {**columns, "list": [{"data": "json"}], "unmapped": "json"}
    record = orjson.dumps(
        {"class_uid": 1, "time": 5, "list": [{"data": {"a": [1]}}, {"data": "x"}]}
    )
    ((_, table),) = Tables({1: free}).of([record])
    assert table["list"].to_pylist() == [[{"data": '{"a":[1]}'}, {"data": '"x"'}]]


def test_unmapped_stands_last_in_every_written_event() -> None:
    mapped = [map_event(json.loads(path.read_bytes())) for path in WRITTEN]
    assert {list(one)[-1] for one in mapped if "unmapped" in one} == {"unmapped"}


@pytest.mark.parametrize(
    "text",
    [
        *(":palm_tree:", ",:[", '":', '\\":', "[:"),
        *(
            '"',
            "\\",
            '\\"\\\\',
            "\\u0001",
            "\\\\u001f",
            "/",
            "\x00\x01\x1f\x7f",
            "\b\f\n\r\t",
            "é\u2028\U0001f334",
        ),
    ],
)
def test_any_text_is_kept_and_costs_no_look_in_python(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("slack_ocsf_collector.lake.table._Class._sure")
    records = [event(message=text, metadata={"uid": text}), event()]
    assert rows(records) == expected(records)


def test_realistic_events_cost_no_look_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("slack_ocsf_collector.lake.table._Class._sure")
    records = [orjson.dumps(map_event(one)) for one in entries(8, 3000)]
    assert rows(records) == expected(records)


PLAIN: slack_ocsf.columns.Columns = {
    "n": "int64",
    "is": "bool",
    "s": "string",
    "o": {"n": "int32", "l": ["string"]},
    "l": [{"n": "int32"}],
}
LINE = b'{"n":12,"is":false,"s":"a","o":{"n":-1,"l":["b","c"]},"l":[{"n":1},{"n":10}]}\n'


def is_proved(text: bytes) -> bool:
    schema = arro3.core.Schema.from_arrow(arrow_schema(PLAIN))
    return is_all_of(pa.table(arro3.io.read_json(text, schema).read_all()), PLAIN, text)


def test_all_of_a_text_is_in_its_table() -> None:
    short = b'{"s":"\\u0000\\u001f\\n\\\\u0001"}\n{"is":true,"n":-7}\n'
    assert is_proved(LINE)
    assert is_proved(short + LINE + LINE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"n":12', b'"n":12,"x":0'),
        (b'"n":12', b'"n":12,"":0'),
        (b'"n":12', b'"n":1.5'),
        (b'"n":12', b'"n":12.0'),
        (b'"n":12', b'"n":"12"'),
        (b'"n":12', b'"n":null'),
        (b'"n":12', b'"n": 12'),
        (b'"n":12', b'"n":3,"n":12'),
        (b'"s":"a"', b'"s":"\\u0061"'),
        (b'"s":"a"', b'"s":"\\u00e9"'),
        (b'"s":"a"', b'"s":"\\ud83c\\udf34"'),
        (b'"s":"a"', b'"\\u0073":"a"'),
        (b'"n":-1', b'"n":-1,"x":{}'),
        (b'"b","c"', b'"b",null'),
        (b'{"n":1}', b'{"n":1,"x":[]}'),
    ],
)
def test_text_that_holds_more_than_its_table_is_not_taken_for_it(old: bytes, new: bytes) -> None:
    assert LINE.count(old) == 1
    assert not is_proved(LINE + LINE.replace(old, new))


# --- what has no column is told


def test_attribute_without_a_column_is_told() -> None:
    told = refused(event(starship="x"))
    assert told == "the event entry-0: starship has no column"


def test_attribute_deep_inside_without_a_column_is_told() -> None:
    actor = copy.deepcopy(map_event(entry())["actor"])
    actor["user"]["shoe_size"] = 43
    assert refused(event(actor=actor)) == "the event entry-0: actor.user.shoe_size has no column"


def test_attribute_without_a_column_in_a_list_is_told() -> None:
    told = refused(event(observables=[{"name": "a", "type_id": 1, "extra": "x"}]))
    assert told == "the event entry-0: observables.extra has no column"


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"status": 1}, "status is int, not string"),
        ({"status_id": 1.5}, "status_id is float, not int32"),
        ({"status_id": "1"}, "status_id is str, not int32"),
        ({"status_id": 2**31}, "status_id is beyond int32"),
        ({"time": 2**63}, "time is beyond int64"),
        ({"status_id": [1]}, "status_id is list, not int32"),
        ({"actor": "x"}, "actor is str, not an object"),
        ({"observables": {}}, "observables is dict, not a list"),
        ({"status": None}, "status is NoneType, not string"),
    ],
)
def test_value_that_its_column_does_not_hold_is_told(members: Event, told: str) -> None:
    assert refused(event(**members)) == f"the event entry-0: {told}"


@pytest.mark.parametrize("record", [b"", b"[]", b"{}", b'{"class_uid":"3002"}', b"x" * 30])
def test_what_is_no_event_is_told(record: bytes) -> None:
    assert refused(record).startswith(("an event is no JSON", "what should be an event"))


@pytest.mark.parametrize("member", ["message", "unmapped"])
def test_event_that_is_no_utf_8_is_told(member: str) -> None:
    broken = event(**{member: {"a": "?!"} if member == "unmapped" else "?!"})
    assert refused(broken.replace(b"?!", b"\xff")).startswith("an event is no JSON")


def test_event_that_is_cut_off_is_told() -> None:
    assert refused(event()[:-3]).startswith("an event is no JSON")


def test_event_whose_metadata_is_none_is_told() -> None:
    told = refused(event(metadata="x"))
    assert told == "the event without metadata.uid: metadata is str, not an object"


def test_class_without_columns_is_told() -> None:
    assert refused(event(class_uid=9999)) == "events of class 9999 have no columns"


# --- rows and types


def test_rows_are_sorted_by_time_and_those_of_one_time_stay_in_order() -> None:
    records = [
        event(time=time, message=text) for time, text in [(2, "a"), (1, "b"), (2, "c"), (1, "d")]
    ]
    ((_, table),) = TABLES.of(records)
    assert table["message"].to_pylist() == ["b", "d", "a", "c"]


def test_integers_of_events_are_integers() -> None:
    """A number such as 1e9 would take less text than the column is taken to stand for."""
    for path in WRITTEN:
        mapped = map_event(json.loads(path.read_bytes()))
        columns = slack_ocsf.columns.COLUMNS[mapped["class_uid"]]
        for name, value in mapped.items():
            if columns[name] in ("int32", "int64"):
                assert type(value) is int, name


def test_types_of_columns_are_those_of_the_golden_file() -> None:
    """Write it anew after a look at the difference: python tests/collector/test_lake_tables.py."""
    assert (HERE / "columns.txt").read_text() == golden()


def golden() -> str:
    """Return the Arrow type of each leaf of each class."""
    lines = []
    for uid, columns in slack_ocsf.columns.COLUMNS.items():
        lines += [f"{uid} {path}: {kind}" for path, kind in leaf_types(arrow_schema(columns))]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    (HERE / "columns.txt").write_text(golden())
