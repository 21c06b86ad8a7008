"""Events as lines of cells: the table made of them holds the events that JSON would hold."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.compute
import pytest
from hypothesis import HealthCheck, given, settings
from lake_reading import Event, event_of, files, in_order, lake_events
from map_runs import entry, json_lines
from map_runs import slack_ocsf as slack_ocsf_command

import slack_ocsf as package
import slack_ocsf.cells
import slack_ocsf.columns
import slack_ocsf_1_3_0 as package_1_3_0
import slack_ocsf_1_3_0.cells
import slack_ocsf_1_3_0.columns
from slack_damages import VALUES, Share, damaged_entries, single_damages
from slack_entries import Entry, full_entry, lines_apart, plausible_entries
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.events import Event as Mapped
from slack_ocsf_collector.events import events
from slack_ocsf_collector.lake import lines
from slack_ocsf_collector.lake.held_lines import HeldLines
from slack_ocsf_collector.lake.schema import arrow_schema
from slack_ocsf_collector.lake.table import Tables
from slack_ocsf_collector.lined_events import TableLine, lined_events

WRITTEN = sorted((Path(__file__).parent.parent / "events").glob("*.json"))
EDITIONS = {"1.5.0": package, "1.3.0": package_1_3_0}
TABLES = {
    version: Tables(edition.columns.COLUMNS, edition.cells) for version, edition in EDITIONS.items()
}
#: What CSV, the reader of it or a line could take for something else.
HOSTILE = [
    "null",
    "NULL",
    "NaN",
    '"',
    '"null"',
    '""',
    ",",
    '",null,"',
    "\\",
    '\\"',
    "\\n",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x1f",
    "[0",
    "0]",
    "\u2028",
    "\N{SYMBOL FOR RECORD SEPARATOR}",
    "\N{SYMBOL FOR RECORD SEPARATOR}activity_id",
    "'",
    " ",
    "💥" * 20_000,
]


class Made:
    """What becomes of some entries: lines, other events, and the tables of both."""

    def __init__(self, texts: Iterable[bytes], version: str = "1.5.0") -> None:
        edition = EDITIONS[version]
        self.lines: defaultdict[int, HeldLines] = defaultdict(HeldLines)
        self.records: list[bytes] = []
        for outcome in lined_events(_elements(texts), edition, None, edition.cells):
            if isinstance(outcome, TableLine):
                self.lines[outcome.class_uid].add(outcome.text, outcome.unmapped)
            elif isinstance(outcome, Mapped):
                self.records.append(outcome.json)
        self.tables = dict(TABLES[version].of(self.records, self.lines))

    @property
    def count(self) -> int:
        """How many events are lines."""
        return sum(map(len, self.lines.values()))

    @property
    def rows(self) -> list[Event]:
        """The rows of all tables, sorted by their text."""
        return in_order(event_of(row) for one in self.tables.values() for row in one.to_pylist())


def expected(texts: Iterable[bytes], version: str = "1.5.0") -> list[Event]:
    """Return the events as JSON, sorted by their text."""
    found = events(_elements(texts), package=EDITIONS[version])
    return in_order(outcome.body for outcome in found if isinstance(outcome, Mapped))


def _elements(texts: Iterable[bytes]) -> Iterator[Element]:
    return (Element("-", number, text) for number, text in enumerate(texts))


def json_of(one: Entry) -> bytes:
    return json.dumps(one).encode()


# --- the same events


@pytest.mark.parametrize("version", EDITIONS)
def test_rows_of_realistic_entries_are_their_events(version: str) -> None:
    texts = [json_of(one) for one in islice(entries(11, 4000), 4000)]
    assert Made(texts, version).rows == expected(texts, version)


@pytest.mark.parametrize("version", EDITIONS)
def test_rows_of_written_entries_are_their_events(version: str) -> None:
    texts = [path.read_bytes() for path in WRITTEN]
    assert Made(texts, version).rows == expected(texts, version)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(plausible_entries() | damaged_entries())
def test_row_of_any_entry_is_its_event(one: Entry) -> None:
    assert Made([json_of(one)]).rows == expected([json_of(one)])


@pytest.mark.parametrize("version", EDITIONS)
@pytest.mark.parametrize("action", lines_apart())
def test_rows_are_the_events_with_any_member_lacking_or_empty(version: str, action: str) -> None:
    values = (None, "", {}, [], 0, False, "x  y ", ["a", 1], {"id": "x"})
    full = full_entry(action, "user")
    texts = [json_of(one) for one in single_damages(full, "", values, Share())]
    assert Made(texts, version).rows == expected(texts, version)


def test_rows_are_the_events_with_any_value_at_any_place() -> None:
    full = full_entry("user_login", "user")
    texts = [json_of(one) for one in single_damages(full, "", VALUES, Share())]
    assert Made(texts).rows == expected(texts)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[1:9])
def test_rows_are_the_events_with_any_text_at_any_place(text: str) -> None:
    actions = ("user_login", "file_downloaded", "app_scopes_expanded", "a_new_action")
    texts = [
        json_of(one)
        for action in actions
        for one in single_damages(full_entry(action, "user"), "", [text], Share())
    ]
    assert Made(texts).rows == expected(texts)


def test_texts_of_a_list_are_told_apart_whatever_they_hold() -> None:
    lists = [[one, "b"] for one in HOSTILE] + [["\N{SYMBOL FOR RECORD SEPARATOR}" * 2]]
    texts = [
        json_of({**full_entry("app_scopes_expanded", "app"), "details": {"new_scopes": one}})
        for one in lists
    ]
    assert Made(texts).rows == expected(texts)


@pytest.mark.parametrize("kind", ["user", "app", "channel", None])
def test_elements_of_a_list_are_numbered_as_they_come(kind: str | None) -> None:
    one = full_entry("permissions_assigned", kind or "user")
    if kind is None:
        del one["entity"]
    given = ({}, {"target_entity": "C1"}, {"target_entity_id": "C2"})
    details = [*given, {**given[1], **given[2]}]
    texts = [json_of({**one, "details": held}) for held in details]
    made = Made(texts)
    assert made.rows == expected(texts)
    assert made.count == len(texts)


# --- which events are lines


def test_nearly_every_realistic_event_is_a_line() -> None:
    texts = [json_of(one) for one in islice(entries(11, 3000), 3000)]
    assert Made(texts).count > 0.98 * len(texts)


def test_actions_of_all_classes_have_lines() -> None:
    actions = (*package.ACTIONS, "a_new_action")
    assert [one for one in actions if slack_ocsf.cells.literals_of(one) is None] == ["anomaly"]


@pytest.mark.parametrize(
    "change",
    [
        {"more": 1},
        {"entity": {"type": "user", "user": {}}},
        {"context": {"ip_address": "not an address"}},
        {"context": {}},
        {"actor": {"type": "app", "app": {"id": "A1", "name": "Poll"}}},
    ],
)
@pytest.mark.parametrize("action", ["user_login", "file_downloaded", "app_scopes_expanded"])
def test_events_of_entries_of_another_form_are_lines_too(action: str, change: Entry) -> None:
    text = json_of({**full_entry(action, "user"), **change})
    made = Made([text])
    assert made.count == 1
    assert made.rows == expected([text])


def test_quotes_and_backslashes_are_in_lines() -> None:
    one = full_entry("user_login", "user")
    one["actor"]["user"]["name"] = 'Ida "the \\ bar" Example'
    assert Made([json_of(one)]).count == 1


def test_no_text_of_an_event_is_empty_but_under_unmapped() -> None:
    for one in islice(entries(13, 2000), 2000):
        event = package.map_event(one)
        event.pop("unmapped", None)
        assert "" not in _texts(event)


def _texts(value: object) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from (value,) if isinstance(value, str) else ()
    for one in inner:
        yield from _texts(one)


# --- the tables


def test_tables_of_lines_have_the_columns_that_they_are_generated_with() -> None:
    made = Made(json_of(one) for one in islice(entries(11, 2000), 2000))
    for uid, table in made.tables.items():
        assert table.schema.equals(arrow_schema(slack_ocsf.columns.COLUMNS[uid]))
        table.validate(full=True)


def test_tables_of_lines_are_those_of_json_to_the_null() -> None:
    """A row that lacks an object has null for it, not an object of nulls; and so of lists."""
    texts = [json_of(one) for one in islice(entries(17, 3000), 3000)]
    records = [json.dumps(event).encode() for event in expected(texts)]
    by_json = dict(TABLES["1.5.0"].of([orjson.dumps(orjson.loads(one)) for one in records]))
    for uid, table in Made(texts).tables.items():
        assert _by_uid(table).equals(_by_uid(by_json[uid]))


def _by_uid(table: pa.Table) -> pa.Table:
    uids = pa.compute.struct_field(table["metadata"], "uid")
    return table.take(pa.compute.sort_indices(uids)).combine_chunks()


def test_rows_of_lines_and_of_json_are_sorted_by_time() -> None:
    given = [full_entry("user_login", "user") for _ in range(40)]
    for number, one in enumerate(given):
        one["date_create"] = 1700000000 + number * 7 % 40
        if number % 3 == 0:
            one["context"]["ua"] = "a\tb"  # so that it goes through JSON
    made = Made(map(json_of, given))
    ((_, table),) = made.tables.items()
    times = table["time"].to_pylist()
    assert times == sorted(times)
    assert 0 < made.count < len(given)


def test_rows_of_many_blocks_are_the_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_BLOCK", 10_000)
    texts = [json_of(one) for one in islice(entries(19, 1000), 1000)]
    assert Made(texts).rows == expected(texts)


@pytest.mark.parametrize(("length", "are_lines"), [(64_000, True), (66_000, False)])
def test_event_of_any_length_becomes_a_row(length: int, *, are_lines: bool) -> None:
    one = full_entry("user_login", "user")
    one["context"]["ua"] = "x" * length
    made = Made([json_of(one)])
    assert made.rows == expected([json_of(one)])
    assert bool(made.count) is are_lines


def test_lines_that_are_held_anew_are_those_of_the_batch_alone() -> None:
    made = Made(map(json_of, islice(entries(23, 500), 500)))
    for held in made.lines.values():
        held.clear()
    one = json_of(full_entry("user_login", "user"))
    (line,) = lined_events(_elements([one]), package, None, slack_ocsf.cells)
    assert isinstance(line, TableLine)
    made.lines[line.class_uid].add(line.text, line.unmapped)
    ((_, table),) = TABLES["1.5.0"].of([], made.lines)
    assert [event_of(row) for row in table.to_pylist()] == expected([one])


# --- the files


def test_files_are_named_for_what_lines_lack_too(tmp_path: Path) -> None:
    """Events of two versions of OCSF differ in literals alone: neither is taken for the other."""
    given = json_lines([entry()])
    for version in EDITIONS:
        to = ("--to", str(tmp_path), "--format", "parquet", "--ocsf", version)
        assert slack_ocsf_command("map", *to, given=given).status == 0
    assert {event["metadata"]["version"] for event in lake_events(tmp_path)} == set(EDITIONS)
    assert len(files(tmp_path)) == len(EDITIONS)


def test_a_checked_run_writes_the_same_rows(tmp_path: Path) -> None:
    given = json_lines(list(islice(entries(29, 400), 400)))
    for folder, more in (("plain", ()), ("checked", ("--validate",))):
        to = ("--to", str(tmp_path / folder), "--format", "parquet", *more)
        assert slack_ocsf_command("map", *to, given=given).status == 0
    assert lake_events(tmp_path / "plain") == lake_events(tmp_path / "checked")
