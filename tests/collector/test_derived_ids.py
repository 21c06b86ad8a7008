"""The ids of rows: the same for the same row, and for no other."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slack_ocsf_collector.derived_ids import with_access_ids, with_integration_id
from slack_ocsf_collector.entries import access_rows, integration_rows

Row = dict[str, Any]

ACCESS: Row = {
    "user_id": "U0ADA",
    "username": "ada",
    "date_first": 1786000000,
    "date_last": 1786123456,
    "count": 12,
    "ip": "192.0.2.7",
    "user_agent": "Mozilla/5.0",
    "team_id": "T0ACME",
}
INTEGRATION: Row = {"app_id": "A0TALLY", "date": "1786123456", "change_type": "added"}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


def test_the_ids_stay_what_they_are() -> None:
    ids = with_access_ids(ACCESS)
    assert (ids["identity"], ids["id"], with_integration_id(INTEGRATION)["id"]) == (
        "22615eb00648753a152f52dd429b6b6e",
        "162a3675f1fa13444eaaca732bc85fe4",
        "4f8be7b48aece352f38278d4e9cac42a",
    )


def test_the_ids_are_the_same_in_another_process() -> None:
    code = (
        "import json, sys; from slack_ocsf_collector.derived_ids import *;"
        "print(with_integration_id(json.load(sys.stdin))['id'])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(dict(reversed(INTEGRATION.items()))),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "7"},
    )
    assert told.stdout.strip() == with_integration_id(INTEGRATION)["id"]


@pytest.mark.parametrize("member", ["team_id", "user_id", "ip", "user_agent", "date_first"])
def test_another_identity_when_another(member: str) -> None:
    other = with_access_ids(ACCESS | {member: None})
    assert other["identity"] != with_access_ids(ACCESS)["identity"]
    assert other["id"] != with_access_ids(ACCESS)["id"]


@pytest.mark.parametrize("member", ["date_last", "count"])
def test_another_state_of_the_same_identity_when_another(member: str) -> None:
    other, this = with_access_ids(ACCESS | {member: 1}), with_access_ids(ACCESS)
    assert other["identity"] == this["identity"]
    assert other["id"] != this["id"]


@pytest.mark.parametrize("member", ["username", "isp", "country", "region"])
def test_what_slack_guesses_or_renames_changes_no_id(member: str) -> None:
    other, this = with_access_ids(ACCESS | {member: "x"}), with_access_ids(ACCESS)
    assert (other["identity"], other["id"]) == (this["identity"], this["id"])


def test_every_member_of_an_integration_row_counts() -> None:
    rows = [INTEGRATION | {name: "x"} for name in (*INTEGRATION, "scope", "new_member")]
    ids = {with_integration_id(row)["id"] for row in (INTEGRATION, *rows)}
    assert len(ids) == len(rows) + 1


@pytest.mark.parametrize("with_ids", [with_access_ids, with_integration_id])
def test_what_stands_in_the_row_is_not_touched(with_ids: Any) -> None:  # noqa: ANN401
    row = {**ACCESS, **INTEGRATION, "id": None, "identity": "Slack's own"}
    assert with_ids(row) == row


@pytest.mark.parametrize("with_ids", [with_access_ids, with_integration_id])
def test_a_row_with_its_ids_keeps_them(with_ids: Any) -> None:  # noqa: ANN401
    row = with_ids(ACCESS | INTEGRATION)
    assert with_ids(row) == row


@given(st.dictionaries(st.sampled_from([*ACCESS, *INTEGRATION, "x"]), ANYTHING))
def test_any_row_gets_ids(row: Row) -> None:
    for with_ids in (with_access_ids, with_integration_id):
        assert len(with_ids({**row})["id"]) == 32


def test_no_two_realistic_rows_share_an_id() -> None:
    ids = [with_access_ids(row)["id"] for row in access_rows(1, 5000)]
    ids += [with_integration_id(row)["id"] for row in integration_rows(1, 5000)]
    assert len(set(ids)) == len(ids)
