"""`slack-ocsf map` and `coverage` on rows of access and integration logs, alone and mixed."""

import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from map_runs import entry, json_lines, slack_ocsf

import slack_ocsf as package
from slack_ocsf_collector.derived_ids import with_access_ids, with_integration_id
from slack_ocsf_collector.entries import access_rows, integration_rows
from slack_ocsf_collector.events import Event, events
from slack_ocsf_collector.logs import Log
from slack_ocsf_collector.reading import elements
from slack_ocsf_collector.reject import Reject

ACCESS = list(access_rows(1, 5))
INTEGRATION = list(integration_rows(1, 5))
PAGING = {"count": 100, "total": 5, "page": 1, "pages": 1}
LOGINS = {"ok": True, "logins": ACCESS, "paging": PAGING}
LOGS = {"ok": True, "logs": INTEGRATION, "paging": PAGING}

FORMS = {
    "lines": json_lines([*ACCESS, *INTEGRATION]),
    "list": json.dumps([*ACCESS, *INTEGRATION]).encode(),
    "responses": json_lines([LOGINS, LOGS]),
    "responses over several lines": b"\n".join(
        json.dumps(page, indent=2).encode() for page in (LOGINS, LOGS)
    ),
    "responses with the rows last": json_lines(
        [dict(reversed(page.items())) for page in (LOGINS, LOGS)]
    ),
    "all together": json_lines([*ACCESS[:2], {"logins": ACCESS[2:]}, {"logs": []}])
    + json.dumps(INTEGRATION, indent=1).encode(),
}


def expected() -> list[dict[str, Any]]:
    return [
        *(package.map_access_log(with_access_ids(row)) for row in ACCESS),
        *(package.map_integration_log(with_integration_id(row)) for row in INTEGRATION),
    ]


def outcomes(given: bytes, log: Log | None = None) -> list[Event | Reject]:
    return list(events(elements(io.BytesIO(given), "-"), log=log))


@pytest.mark.parametrize("form", FORMS)
def test_rows_give_the_same_events_in_any_form(form: str) -> None:
    run = slack_ocsf("map", given=FORMS[form])

    assert (run.status, run.events) == (0, expected())


def test_each_element_of_a_mixed_stream_is_told_by_its_members() -> None:
    stream = [ACCESS[0], entry(1), INTEGRATION[0], entry(2), ACCESS[1]]

    found = outcomes(json_lines(stream))

    logs = [one.log for one in found if isinstance(one, Event)]
    assert logs == [Log.ACCESS, Log.AUDIT, Log.INTEGRATION, Log.AUDIT, Log.ACCESS]


@pytest.mark.parametrize("missing", ["user_id", "date_first", "date_last"])
def test_what_lacks_a_member_of_every_access_row_is_taken_for_an_entry(missing: str) -> None:
    row = {name: value for name, value in ACCESS[0].items() if name != missing}

    (found,) = outcomes(json_lines([row]))

    assert isinstance(found, Reject)
    assert found.path == "action"


def test_an_entry_with_the_members_of_rows_is_an_entry() -> None:
    (found,) = outcomes(json_lines([{**ACCESS[0], **INTEGRATION[0], **entry(1)}]))

    assert isinstance(found, Event)
    assert found.log is Log.AUDIT


def test_the_source_says_what_a_row_is_that_lacks_members() -> None:
    (found,) = outcomes(json_lines([{"date_last": 1786123456}]), Log.ACCESS)

    assert isinstance(found, Event)
    assert found.body["class_name"] == "Authentication"


@pytest.mark.parametrize(
    ("source", "path"),
    [("audit", "action"), ("access", "date_last"), ("integration", "change_type")],
)
def test_what_is_not_of_the_source_is_rejected_by_its_member(
    tmp_path: Path, source: str, path: str
) -> None:
    run = slack_ocsf(
        "map", "--source", source, "--errors", tmp_path / "errors", given=json_lines([{"a": 1}])
    )

    reject = json.loads((tmp_path / "errors").read_text())
    assert (run.status, reject["path"], reject["reason"]) == (1, path, "is missing")


def test_a_reject_has_the_row_as_it_came() -> None:
    (found,) = outcomes(json_lines([{"change_type": "added", "date": "soon"}]))

    assert isinstance(found, Reject)
    assert found.path == "date"
    assert found.entry == {"change_type": "added", "date": "soon"}


def test_the_event_has_the_text_of_the_row_as_it_came() -> None:
    given = json_lines(ACCESS[:1])

    run = slack_ocsf("map", "--raw-data", given=given)

    assert run.events[0]["raw_data"] == given.decode().strip()


def test_an_id_that_slack_gives_one_day_is_kept() -> None:
    (found,) = outcomes(json_lines([{**INTEGRATION[0], "id": "L01"}]))

    assert isinstance(found, Event)
    assert found.body["metadata"]["uid"] == "L01"


def test_another_version_of_ocsf_maps_rows_too() -> None:
    run = slack_ocsf("map", "--ocsf", "1.3.0", "--validate", given=FORMS["lines"])

    assert run.status == 0
    assert {event["metadata"]["version"] for event in run.events} == {"1.3.0"}


def test_events_of_rows_are_valid() -> None:
    assert slack_ocsf("map", "--validate", given=FORMS["responses"]).status == 0


def test_the_summary_counts_the_classes_of_rows_and_no_unknown_actions() -> None:
    given = json_lines([*ACCESS, INTEGRATION[0] | {"change_type": "reinstalled"}])

    summary = slack_ocsf("map", "--json", given=given).summary

    assert summary["events"] == {"Authentication": 5, "Application Lifecycle": 1}
    assert summary["unknown_actions"] == {}


def test_a_package_without_the_log_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    without = ModuleType("without_logs")
    without.MappingError = package.MappingError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "without_logs", without)

    (found,) = events(elements(io.BytesIO(json_lines(ACCESS[:1])), "-"), package=without)

    assert isinstance(found, Reject)
    assert found.reason == "the table that without_logs was made from has no [source.access]"


def test_coverage_counts_rows_by_log_and_change() -> None:
    changes = [{**INTEGRATION[0], "change_type": one} for one in ("added", "added", "reinstalled")]

    run = slack_ocsf("coverage", "--json", given=json_lines([*ACCESS, *changes]))

    counted = {
        (one["action"], one["state"]): one["entries"] for one in json.loads(run.output)["actions"]
    }
    assert counted == {
        ("access log", "mapped"): 5,
        ("integration log: added", "mapped"): 2,
        ("integration log: reinstalled", "unknown"): 1,
    }


def test_redacted_coverage_has_no_change_that_may_be_the_users() -> None:
    rows = [{**INTEGRATION[0], "change_type": "canary"}, {**ACCESS[0], "U0CANARY": 1}]

    run = slack_ocsf("coverage", "--redact", given=json_lines(rows))

    assert b"canary" not in run.output.lower()
    assert b"integration log: <action>" in run.output


def test_redacted_coverage_has_the_members_that_slack_documents() -> None:
    rows = [{**INTEGRATION[0], "resolution": "approved"}, {**ACCESS[0], "isp": None}]

    run = slack_ocsf("coverage", "--redact", given=json_lines(rows))

    assert b"resolution" in run.output
    assert b"isp" in run.output
