"""The catalogue says of each action what its mapper does."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import slack_ocsf
from slack_ocsf_codegen.catalogue import render_catalogue
from slack_ocsf_codegen.cloudwatch import load_cloudwatch
from slack_ocsf_codegen.errors import SchemaUnreadable
from slack_ocsf_codegen.generate import load_plan
from slack_ocsf_codegen.table import read_table
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.explain.catalogue import ActionRecord, catalogue
from small_table import PROJECT, plan
from small_table import TABLE as SMALL

KNOWN = catalogue(slack_ocsf)
#: What the generator itself writes; the id beside a caption is told by the caption.
WRITTEN = re.compile(
    r"(activity|category|class|type)_(id|uid|name)|observables|unmapped|metadata\.(version|profiles).*"
)
CLOUDWATCH = PROJECT / "schemas" / "slack" / "cloudwatch.json"


def paths(value: object, at: str = "") -> list[str]:
    """Paths of all leaves, with no indices."""
    if isinstance(value, dict):
        return [path for name, one in value.items() for path in paths(one, f"{at}.{name}")]
    if isinstance(value, list):
        return [path for one in value for path in paths(one, at)]
    return [at[1:]]


def told(record: ActionRecord) -> set[str]:
    every = {re.sub(r"\[\d+\]", "", path) for path in record.attributes}
    ids = {f"{path}_id" for path in every} | {f"{path}_ids" for path in every}
    return every | ids | {"severity", "severity_id", "status", "status_id"}


def seeded() -> list[dict[str, Any]]:
    return list(entries(7, 3_000))


def test_every_attribute_of_an_event_is_told() -> None:
    missing: Counter[str] = Counter()
    for entry in seeded():
        event = slack_ocsf.map_event(entry)
        body = {name: one for name, one in event.items() if not WRITTEN.fullmatch(name)}
        known = told(KNOWN.of(entry["action"]))
        missing.update(p for p in paths(body) if p not in known and not WRITTEN.fullmatch(p))
    assert missing == {}


def test_class_activity_severity_and_status_are_those_of_the_event() -> None:
    for entry in seeded():
        event, record = slack_ocsf.map_event(entry), KNOWN.of(entry["action"])
        assert (event["class_uid"], event["class_name"]) == (
            record.class_uid,
            record.class_caption,
        )
        assert (event["activity_id"], event["activity_name"]) == (
            record.activity_id,
            record.activity,
        )
        assert f"{event['severity']} ({event['severity_id']})" in record.severity
        assert f"{event['status']} ({event['status_id']})" in record.status


def test_profiles_of_an_event_are_told() -> None:
    for entry in seeded():
        used = slack_ocsf.map_event(entry)["metadata"].get("profiles", [])
        assert set(used) <= set(KNOWN.of(entry["action"]).profiles)


def test_what_is_said_to_stay_is_in_no_attribute() -> None:
    record = KNOWN.of("file_downloaded")
    assert "$context.ua" in record.unmapped
    assert "$context.ip_address" not in record.unmapped


def test_a_line_is_what_the_table_says_without_alignment() -> None:
    assert KNOWN.of("file_deleted").line == 'file_deleted = "file_hosting.delete"'


def test_a_line_of_several_has_all_of_them() -> None:
    text = SMALL + "[action.user.invited]\n# why\nto = 'account_change.other'\nx = [\n  1,\n]\n"
    (line,) = [one for one in read_table(text, "t").actions if one.action == "invited"]
    assert line.text == "[action.user.invited]\nto = 'account_change.other'\nx = [\n  1,\n]"


def test_one_changed_line_changes_its_line_of_the_catalogue_and_no_other() -> None:
    before = small_catalogue(SMALL)
    after = small_catalogue(SMALL.replace('severity = "low" }', 'severity = "high" }'))
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert '"user_logout"' in changed[0]


def small_catalogue(table: str) -> list[str]:
    return render_catalogue(plan(table), {}).splitlines()


def test_an_action_that_an_attribute_is_removed_from_is_without_it() -> None:
    table = SMALL.replace('severity = "low" }', "service = false, dst_endpoint.name = 'x' }")
    document = json.loads("\n".join(small_catalogue(table)))
    assert "service.name" in document["actions"]["user_logout"]["without"]


def test_every_action_of_the_plan_is_there() -> None:
    actions = load_plan(PROJECT).actions
    assert set(KNOWN.actions) == {action.action for action in actions}


def test_cloudwatch_classes_are_told() -> None:
    assert KNOWN.of("user_login").cloudwatch == 3002
    assert KNOWN.of("ekm_key_added").cloudwatch is None


def test_a_file_of_classes_in_another_form_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "cloudwatch.json"
    file.write_text('{"classes": []}', encoding="utf-8")
    with pytest.raises(SchemaUnreadable, match=r"cloudwatch\.json has not the form"):
        load_cloudwatch(file)


def test_a_missing_file_of_classes_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SchemaUnreadable, match=r"gone\.json: No such file"):
        load_cloudwatch(tmp_path / "gone.json")


def test_the_page_compares_with_cloudwatch() -> None:
    page = (PROJECT / "docs" / "coverage.md").read_text(encoding="utf-8")
    total = len(load_cloudwatch(CLOUDWATCH))
    assert f"maps {total} actions: {total} have the same class here" in " ".join(page.split())


def test_the_page_says_where_a_class_without_an_endpoint_has_the_address() -> None:
    page = (PROJECT / "docs" / "coverage.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith("| Application Lifecycle | `"))
    assert "| `device.ip` | `unmapped.context.ua` |" in row
