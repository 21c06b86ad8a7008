"""The report takes no more memory for more names, and says where it stopped."""

import json
from collections.abc import Iterable

import pytest
from map_runs import entry, json_lines, slack_ocsf

import slack_ocsf as package
from slack_ocsf_collector.coverage import count as coverage_count
from slack_ocsf_collector.coverage.count import CoverageCount
from slack_ocsf_collector.coverage.names import Names, OpenNames, RedactedNames
from slack_ocsf_collector.coverage.report import as_json, as_lines
from slack_ocsf_collector.coverage.result import Coverage, State
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.events import events


def report_of(entries: Iterable[dict[str, object]], names: Names | None = None) -> Coverage:
    count = CoverageCount(names or OpenNames(), package)
    for outcome in events(Element("-", 1, json.dumps(one).encode()) for one in entries):
        count.add(outcome)
    return count.report()


def test_unknown_actions_beyond_the_limit_are_counted_as_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coverage_count, "MOST_ACTIONS", 2)

    report = report_of(entry(1, action=f"sauna_{number}") for number in [1, 2, 3, 4, 3, 1])

    assert {one.action: one.entries for one in report.actions} == {
        "sauna_1": 2,
        "sauna_2": 1,
        "(others)": 3,
    }
    assert report.uncounted.actions == 3
    assert report.states()[State.UNKNOWN] == 6


def test_known_actions_are_counted_after_any_number_of_unknown_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coverage_count, "MOST_ACTIONS", 0)

    report = report_of([entry(1, action="sauna_booked"), entry(2)])

    assert [one.action for one in report.actions] == ["(others)", "user_login"]


def test_an_action_keeps_paths_up_to_its_limit_and_counts_on_what_it_keeps() -> None:
    details = {f"key{number}": 1 for number in range(coverage_count.MOST_PATHS_OF_AN_ACTION)}
    more = entry(2, details={"key0": 1, "one_more": 1})

    report = report_of([entry(1, details=details), more, more])

    (one,) = report.actions
    found = {left.path: left.entries for left in one.unmapped}
    assert len(found) == coverage_count.MOST_PATHS_OF_AN_ACTION
    assert found["details.key0"] == 3
    assert "details.one_more" not in found


def test_another_action_keeps_its_own_paths() -> None:
    details = {f"key{number}": 1 for number in range(2 * coverage_count.MOST_PATHS_OF_AN_ACTION)}
    other = entry(2, action="sauna_booked", details={"from": "19:00"})

    report = report_of([entry(1, details=details), other])

    assert "details.from" in {left.path for left in report.actions[0].unmapped}


def test_the_paths_of_all_actions_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_count, "MOST_PATHS", 3)
    given = [entry(number, action=f"sauna_{number}", details={"a": 1}) for number in range(9)]

    report = report_of(given)

    assert sum(len(one.unmapped) for one in report.actions) == 3
    assert report.uncounted.paths > 0


def test_the_report_says_when_a_limit_was_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_count, "MOST_ACTIONS", 1)
    monkeypatch.setattr(coverage_count, "MOST_PATHS", 0)
    entity = {"type": "sauna"}
    report = report_of({"action": action, "date_create": 5, "entity": entity} for action in "abb")

    assert json.loads(as_json(report))["beyond_limits"] == {"actions": 2, "paths": 3}
    assert list(as_lines(report))[-2:] == [
        "\x1b[33mToo many unknown actions to tell apart; entries in (others): 2\x1b[0m",
        "\x1b[33mToo many paths to count them all; left out above: 3 times a path\x1b[0m",
    ]


def test_the_report_says_nothing_of_limits_that_were_not_reached() -> None:
    assert b"Too many" not in slack_ocsf("coverage", given=json_lines([entry(1)])).output


def test_ten_thousand_ids_as_keys_are_one_path_when_redacted() -> None:
    details = {f"U{number}": 1 for number in range(10_000)}

    report = report_of([entry(1, details=details)], RedactedNames())

    assert "details.<key>" in {left.path for left in report.unmapped()}
    assert report.uncounted.paths == 0


def test_an_action_that_the_table_leaves_to_the_fallback_is_told_from_an_unknown_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coverage_count, "NOT_YET_MAPPED", frozenset({"sauna_booked"}))

    report = report_of([entry(1, action="sauna_booked"), entry(2, action="sauna_left")])

    assert {one.action: one.state for one in report.actions} == {
        "sauna_booked": State.FALLBACK,
        "sauna_left": State.UNKNOWN,
    }
