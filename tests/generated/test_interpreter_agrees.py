"""The generated mappers and the table, read naively, say the same of every entry."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_differences import differences
from ocsf_export import Export, Json
from slack_damages import CONTAINERS, EMPTY, VALUES, Share, damaged_entries, single_damages
from slack_entries import (
    KINDS,
    MAPPED,
    TABLE,
    UNKNOWN_ACTIONS,
    Entry,
    full_entry,
    lines_apart,
    plausible_entries,
)
from slack_ocsf import OCSF_VERSION, MappingError, map_event
from slack_paths import ROOT
from slack_rows import LOGS, Log, Row, damaged_rows
from table_interpreter import NoEventError, interpret, interpret_row

EXPORT = Export.of(OCSF_VERSION)
SHARES = 4
"""All actions together go through all damages; each alone would take too long."""
SOME_VALUES = (*EMPTY, True, 2**63, "other", "1700000000.008121", *CONTAINERS[:3])
WRITTEN = sorted((ROOT / "tests" / "events").glob("*.json"))


def assert_agree(entry: Entry) -> None:
    try:
        generated: Json = map_event(copy.deepcopy(entry))
    except MappingError as error:
        generated = f"no event: {error.path}"
    found = differences(generated, interpreted(entry))
    assert not found, "\n".join(["", *found, "", f"of {ascii(entry)[:6000]}"])


def assert_agree_on_row(log: Log, row: Row) -> None:
    try:
        generated: Json = log.mapper(copy.deepcopy(row))
    except MappingError as error:
        generated = f"no event: {error.path}"
    try:
        naive: Json = interpret_row(row, log.name, TABLE, EXPORT)
    except NoEventError as error:
        naive = f"no event: {error.path}"
    found = differences(generated, naive)
    assert not found, "\n".join(["", *found, "", f"of {ascii(row)[:6000]}"])


def interpreted(entry: Entry) -> Json:
    try:
        return interpret(entry, TABLE, EXPORT)
    except NoEventError as error:
        return f"no event: {error.path}"


@given(plausible_entries())
@settings(max_examples=600, deadline=None)
def test_they_agree_on_plausible_entries(entry: Entry) -> None:
    assert_agree(entry)


@given(damaged_entries())
@settings(max_examples=600, deadline=None)
def test_they_agree_on_damaged_entries(entry: Entry) -> None:
    assert_agree(entry)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_they_agree_on_every_action_with_an_entity_of(kind: str) -> None:
    for action in (*MAPPED, *UNKNOWN_ACTIONS):
        assert_agree(full_entry(action, kind))


@pytest.mark.parametrize(("number", "action"), list(enumerate(lines_apart())))
def test_they_agree_when_any_value_is_replaced_by_any_other(number: int, action: str) -> None:
    share = Share(number, SHARES)
    for entry in single_damages(full_entry(action, "user"), "", VALUES, share):
        assert_agree(entry)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_they_agree_when_a_value_is_replaced_in_an_entity_of(kind: str) -> None:
    for number, action in enumerate(lines_apart()):
        share = Share(number, SHARES)
        for entry in single_damages(full_entry(action, kind), "entity", SOME_VALUES, share):
            assert_agree(entry)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_they_agree_on_the_written_entry(path: Path) -> None:
    assert_agree(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_they_agree_on_realistic_rows_of_the(log: Log) -> None:
    for row in log.rows(1, 500):
        assert_agree_on_row(log, log.with_ids(row))


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_they_agree_on_the_written_rows_of_the(log: Log) -> None:
    for path in log.written:
        assert_agree_on_row(log, json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_they_agree_when_any_value_is_replaced_by_any_other_in_a_row_of_the(log: Log) -> None:
    for row in log.damaged(Share()):
        assert_agree_on_row(log, row)


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
@given(st.data())
@settings(max_examples=300, deadline=None)
def test_they_agree_on_damaged_rows_of_the(log: Log, drawn: st.DataObject) -> None:
    assert_agree_on_row(log, drawn.draw(damaged_rows(log)))
