"""Written rows of access and integration logs, with a snapshot of the event of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

import slack_ocsf
import slack_ocsf_1_3_0
from slack_ocsf.models import AccessRow, IntegrationRow
from slack_rows import LOGS, TABLE, Log

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from ocsf_export import Json

MODELS = {"access": AccessRow, "integration": IntegrationRow}


class Written(NamedTuple):
    log: Log
    path: Path

    @property
    def row(self) -> dict[str, Json]:
        found: dict[str, Json] = json.loads(self.path.read_text(encoding="utf-8"))
        return found

    @property
    def event(self) -> dict[str, Json]:
        return self.log.mapper(self.row)


WRITTEN = [Written(log, path) for log in LOGS for path in log.written]
ACCESS, INTEGRATION = LOGS


@pytest.fixture(params=WRITTEN, ids=[f"{one.log.name}-{one.path.stem}" for one in WRITTEN])
def written(request: pytest.FixtureRequest) -> Written:
    found: Written = request.param
    return found


def test_snapshot(written: Written, snapshot: SnapshotAssertion) -> None:
    assert written.event == snapshot(extension_class=JSONSnapshotExtension)


def test_the_log_is_named_in_the_event(written: Written) -> None:
    assert written.event["metadata"]["log_name"] == written.log.name


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_a_row_as_slack_sends_it_is_one_of_the_model(log: Log) -> None:
    for row in log.rows(4, 300):
        assert MODELS[log.name].model_validate(row)


def test_every_change_with_a_line_is_written() -> None:
    lines = set(TABLE["source"]["integration"]["to"]) - {"match", "default"}
    changes = {one.row["change_type"] for one in WRITTEN if one.log is INTEGRATION}
    assert lines == slack_ocsf.CHANGE_TYPES
    assert lines < changes


@pytest.mark.parametrize("change", ["reinstalled", "match", "default", " "])
def test_a_change_without_a_line_names_its_activity_itself(change: str) -> None:
    event = INTEGRATION.mapper(INTEGRATION.full() | {"change_type": change})
    assert (event["activity_id"], event["activity_name"]) == (99, change)


def test_the_constants_of_a_line_are_not_changed_by_a_row() -> None:
    INTEGRATION.mapper(INTEGRATION.full() | {"change_type": "one"})
    event = INTEGRATION.mapper(INTEGRATION.full() | {"change_type": "two"})
    assert event["activity_name"] == "two"


def test_two_states_of_one_access_have_one_identity_and_two_ids() -> None:
    row = next(ACCESS.rows(1, 1))
    later = row | {"count": row["count"] + 1, "date_last": row["date_last"] + 60}
    first, second = (ACCESS.mapper(ACCESS.with_ids(one))["metadata"] for one in (row, later))
    assert first["correlation_uid"] == second["correlation_uid"]
    assert first["uid"] != second["uid"]


def test_ocsf_1_3_0_has_no_place_for_the_provider_of_an_address() -> None:
    event = slack_ocsf_1_3_0.map_access_log(ACCESS.full())
    assert event["unmapped"]["isp"] == ACCESS.full()["isp"]


def test_ocsf_1_3_0_requires_the_vendor_of_an_app() -> None:
    event = slack_ocsf_1_3_0.map_integration_log(INTEGRATION.full())
    assert event["app"]["vendor_name"] == "unknown"
