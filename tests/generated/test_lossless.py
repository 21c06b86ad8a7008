"""Every leaf of an entry is in its event; for each action and entity kind: test_versions.py."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from losses import invented, lost, unheld
from slack_damages import Share, damaged_entries
from slack_entries import Entry, full_entry, plausible_entries
from slack_ocsf import MappingError, map_event
from slack_rows import LOGS, Log, Row, damaged_rows


def assert_lossless(entry: Entry) -> None:
    try:
        event = map_event(entry)
    except MappingError:
        return
    assert lost(entry, event) == []
    assert invented(entry, event) == []


@given(plausible_entries())
@settings(max_examples=600, deadline=None)
def test_no_leaf_of_a_plausible_entry_is_lost(entry: Entry) -> None:
    assert_lossless(entry)


@given(damaged_entries())
@settings(max_examples=600, deadline=None)
def test_no_leaf_of_a_damaged_entry_is_lost(entry: Entry) -> None:
    assert_lossless(entry)


def assert_row_is_lossless(log: Log, row: Row) -> None:
    try:
        event = log.mapper(row)
    except MappingError:
        return
    assert lost(row, event) == []
    assert invented(row, event) == []


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_no_leaf_of_a_realistic_row_is_lost(log: Log) -> None:
    for row in log.rows(2, 500):
        assert_row_is_lossless(log, log.with_ids(row))


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_no_leaf_of_a_row_is_lost_when_any_value_is_replaced_by_any_other(log: Log) -> None:
    for row in log.damaged(Share()):
        assert_row_is_lossless(log, row)


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_leaf_of_a_damaged_row_is_lost(log: Log, drawn: st.DataObject) -> None:
    assert_row_is_lossless(log, drawn.draw(damaged_rows(log)))


def test_a_leaf_that_goes_is_reported() -> None:
    entry = full_entry("user_login", "user")
    event = map_event(entry)
    del event["metadata"]["uid"]
    assert lost(entry, event) == [f"('id',): {entry['id']!r}"]


def test_two_leaves_need_two_attributes() -> None:
    assert len(unheld([(("a",), "x"), (("b",), "x")], ["x"])) == 1
    assert unheld([(("a",), 5), (("b",), "5")], ["5", 5]) == []


def test_a_leaf_invented_under_unmapped_is_reported() -> None:
    assert invented({"a": 1}, {"unmapped": {"a": 2, "b": {}}}) == ["('b',): {}", "('a',): 2"]
