"""`slack-ocsf explain` and `slack-ocsf actions`, as their users run them."""

import json
from pathlib import Path

import pytest
from map_runs import entry, json_lines, slack_ocsf

from slack_ocsf import ACTIONS
from slack_ocsf_collector.explain.entry import leaves

EVENTS = Path(__file__).parents[1] / "events"


def told(*arguments: str | Path, given: bytes = b"", **variables: str) -> str:
    run = slack_ocsf(*arguments, given=given, **variables)
    assert run.status == 0, run.told
    return run.output.decode()


def test_an_action_has_its_class_activity_and_line() -> None:
    text = told("explain", "file_download_blocked")
    for piece in (
        "File Hosting Activity [6006]",
        "Download (2)",
        "Medium (3)",
        "Failure (2)",
        "security_control",
        'file_download_blocked = { to = "file_hosting.download"',
        "$context.ip_address",
    ):
        assert piece in text


def test_lines_are_as_wide_as_the_terminal() -> None:
    text = told("explain", "user_channel_join", COLUMNS="100")
    table, _, rest = text.partition("In mappings.toml")
    assert max(map(len, (table + rest.partition("Attributes")[2]).splitlines())) <= 100


def test_an_own_attribute_is_marked() -> None:
    lines = told("explain", "file_download_blocked").splitlines()
    assert any(line.startswith("* disposition") for line in lines)
    assert not any(line.startswith("* actor.user.uid") for line in lines)


def test_an_unknown_action_gets_the_nearest_names() -> None:
    run = slack_ocsf("explain", "file_dwnloaded")
    assert run.status == 1
    assert "did you mean file_downloaded" in run.told
    assert b"Base Event [0]" in run.output


def test_json_has_the_sources() -> None:
    record = json.loads(told("explain", "--json", "user_login"))
    assert record["class_uid"] == 3002
    assert record["attributes"]["src_endpoint.ip"] == ["$context.ip_address"]


def test_another_version_of_ocsf() -> None:
    record = json.loads(told("explain", "--json", "--ocsf", "1.3.0", "file_shared"))
    assert record["attributes"]["metadata.product.vendor_name"] == ['"Slack"']


def test_without_an_action_or_an_entry_it_is_a_mistake_of_usage() -> None:
    assert slack_ocsf("explain").status == 2


@pytest.mark.parametrize("name", sorted(path.stem for path in EVENTS.glob("a*.json")))
def test_each_value_of_an_entry_is_told_at_an_attribute_or_as_left(name: str) -> None:
    record = json.loads(told("explain", "--json", "--event", EVENTS / f"{name}.json"))
    (event,) = slack_ocsf("map", EVENTS / f"{name}.json").events
    assert record["unmapped"] == dict(leaves(event.get("unmapped", {})))
    body = {k: v for k, v in event.items() if k not in {"unmapped", "observables"}}
    assert {p: one["value"] for p, one in record["attributes"].items()} == dict(leaves(body))


def test_the_source_of_each_value_is_told() -> None:
    record = json.loads(told("explain", "--json", "--event", EVENTS / "user_login.json"))
    sources = {path: one["source"] for path, one in record["attributes"].items()}
    assert sources["actor.user.uid"] == "$actor.id"
    assert sources["user.uid"] == "$entity.id"
    assert sources["time"] == "$date_create"
    assert sources["service.name"] == '"Slack"'


def test_an_entry_is_shown_before_and_after_and_what_stayed_is_marked() -> None:
    text = told("explain", "--event", "-", given=json_lines([entry(context={"ua": 7, "x": 1})]))
    assert "Slack audit entry" in text
    assert "OCSF event" in text
    assert "~ context.x  1" in text


def test_an_entry_of_an_unknown_action_is_explained() -> None:
    text = told("explain", "--event", EVENTS / "unknown_action.json")
    assert '"Base Event"' in text


def test_the_action_picks_an_entry() -> None:
    both = json_lines([entry(1), entry(2, action="user_logout")])
    record = json.loads(told("explain", "user_logout", "--json", "--event", "-", given=both))
    assert record["attributes"]["metadata.uid"]["value"] == "entry-2"


def test_a_file_without_an_entry_is_told() -> None:
    run = slack_ocsf("explain", "--event", "-", given=b"[]")
    assert run.status == 3
    assert "there is no entry in it" in run.told


def test_an_entry_that_cannot_be_an_event_is_told_with_its_reason() -> None:
    run = slack_ocsf("explain", "--event", "-", given=b'{"action": "x"}')
    assert run.status == 3
    assert "date_create: is missing" in run.told


def test_a_row_of_another_log_is_no_entry() -> None:
    row = b'{"user_id": "U1", "date_first": 1, "date_last": 1786123456}'
    run = slack_ocsf("explain", "--event", "-", given=row)
    assert run.status == 3
    assert "action: is missing" in run.told


def test_a_file_that_is_not_there_is_told() -> None:
    run = slack_ocsf("explain", "--event", "gone.json")
    assert run.status == 3
    assert "gone.json: No such file" in run.told


def test_all_actions_are_listed() -> None:
    rows = [json.loads(line) for line in told("actions", "--json").splitlines()]
    assert {row["action"] for row in rows} == ACTIONS


def test_actions_of_a_class() -> None:
    rows = told("actions", "--class", "datastore_activity").splitlines()
    assert [row.split()[0] for row in rows[1:]] == [
        "app_datastore_created",
        "app_datastore_deleted",
        "app_datastore_updated",
    ]


def test_actions_of_a_category() -> None:
    rows = told("actions", "--category", "slack_cli", "--json").splitlines()
    assert {json.loads(row)["category"] for row in rows} == {"slack_cli"}


def test_actions_unlike_cloudwatch() -> None:
    rows = [
        json.loads(row) for row in told("actions", "--unlike-cloudwatch", "--json").splitlines()
    ]
    assert len(rows) == len(ACTIONS) - 117
    assert all(row["cloudwatch_class_uid"] != row["class_uid"] for row in rows)


def test_a_class_that_is_not_in_use_is_told_with_those_that_are() -> None:
    run = slack_ocsf("actions", "--class", "file_activity")
    assert run.status == 2
    assert "no class 'file_activity' is in use" in run.told


def test_the_shell_completes_actions() -> None:
    words = {"COMP_WORDS": "slack-ocsf explain file_down", "COMP_CWORD": "2"}
    run = slack_ocsf(_SLACK_OCSF_COMPLETE="bash_complete", **words)
    assert "plain,file_downloaded" in run.output.decode()
