"""What the printed mappers that give cells do, and for which lines of a table there are some."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from slack_ocsf_codegen.render import render
from small_table import TABLE, plan
from test_printed_code import package
from test_printed_structs import ENTRIES, ENTRY, TOLD, USERS

PROGRAM = """
import json, site, sys
site.main()
sys.path[:0] = sys.argv[1:]
import orjson
from slack_ocsf import cells, columns, map_event, usual
from slack_ocsf_collector.lake.held_lines import HeldLines
from slack_ocsf_collector.lake.table import Tables
from lake_reading import event_of
assert cells.__file__.startswith(sys.argv[1])
tables = Tables(columns.COLUMNS, cells)
def made(entry):
    read = usual.read(json.dumps(entry).encode())
    line = read and cells.write(read)
    event = map_event(entry)
    held, records = {}, [orjson.dumps(event)]
    if line:
        held[line.class_uid], records = HeldLines(), []
        held[line.class_uid].add(line.text, line.unmapped)
    ((_, table),) = tables.of(records, held)
    return [bool(line), event_of(table.to_pylist()[0]), event]
print(json.dumps([made(entry) for entry in json.load(sys.stdin)]))
"""
READING = Path(__file__).parents[1] / "collector"  # where lake_reading is
DETAILS = {
    "reason": "x",
    "subteam": "S1",
    "count": 7,
    "is_allowed": True,
    "scopes": ["a", "b"],
    "sizes": [1, 2],
    "shared_with": {"channel_id": "C1"},
    "inviter": {"type": "user", "user": {"id": "U2", "name": "Bo"}},
}
WITH_DETAILS = [
    *ENTRIES,
    {**ENTRY, "details": DETAILS, "context": {"ip_address": "203.0.113.7", "ua": "Firefox"}},
    {**ENTRY, "action": "role_change_to_admin", "details": DETAILS},
    {**ENTRY, "action": "connect_dm_invite_generated", "details": DETAILS},
    {**ENTRY, "action": "user_logout", "entity": {"type": "user", "user": {"id": "U3"}}},
]


def made_of(
    folder: Path, table: str, entries: list[dict[str, Any]]
) -> list[tuple[bool, dict[str, Any], dict[str, Any]]]:
    """Of each entry whether its event is a line, its row, and its event."""
    package(folder, plan(table))
    done = subprocess.run(
        [sys.executable, "-ISB", "-c", PROGRAM, folder / "generated", READING],
        input=json.dumps(entries),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [(is_line, row, event) for is_line, row, event in json.loads(done.stdout)]


@pytest.mark.parametrize(
    "line",
    [
        'message = "[{$actor.name}, ][{$context.ua} of {$action}, ]{$id} {{x}}"',
        'message = { first = ["$actor.email", "$context.ua", "$id"] }',
        'status_code = { match = "$actor.name", Ida = "1", default = "2" }',
        'status_code = { match = "$details.reason", x = "1" }',
        'metadata.labels = ["$actor.name", "$action", "constant"]',
        'metadata.labels = ["constant", "other"]',
        'metadata.labels = "$details.scopes"',
        'src_endpoint = { ip = "$context.ip_address", port = "$details.count" }',
        'src_endpoint = { first = [{ ip = "$context.ip_address" }, { name = "$details.reason" }] }',
        'is_mfa = "$details.is_allowed"',
        "is_mfa = true",
        "count = 3",
        'status = { match = "$details.reason", x = "success", default = "failure" }',
        'session = { uid = "$id", is_remote = "$details.is_allowed" }',
        'http_request = { user_agent = "$context.ua", length = "$details.count" }',
        'user = { name = "x", groups = [{ uid = "$details.subteam" }, { name = "$id" }] }',
        'user = { name = "x", groups = [{ uid = "$details.subteam" }, { name = "all" }] }',
        'user = { name = "x", groups = [{ uid = "$details.subteam" }, { uid = "$actor.id" }] }',
        'session = { match = "$id", y = { uid = "Y" }, default = { uid = "D", issuer = "D" } }',
    ],
)
def test_row_of_a_line_of_any_form_is_the_event(tmp_path: Path, line: str) -> None:
    changed = TOLD.replace("service = {", f"{line}\nservice = {{")
    if line.startswith("message"):
        changed = TOLD.replace('message = "$action"', line)
    if line.startswith("user ="):
        changed = changed.replace(USERS, "")
    for _, row, event in made_of(tmp_path, changed, WITH_DETAILS):
        assert row == event


@pytest.mark.parametrize(
    "lines",
    [
        f'status_code = "$entity.id"\nstatus_detail = "$entity.name"\n{USERS}',
        f'{USERS}\nstatus_code = "$entity.id"',
        USERS.replace("{ name", '{ uid = "U0", org.uid = "$id", name'),
        USERS.replace("{ name", '{ uid = "$details.subteam" }, { name'),
        f'{USERS}\nmetadata.uid = "the same"',
        f'{USERS}\ndevice = {{ ip = "$context.ip_address", type = "unknown" }}',
    ],
    ids=["read before", "read after", "literals", "several", "a literal id", "a profile"],
)
def test_row_of_a_class_of_any_form_is_the_event(tmp_path: Path, lines: str) -> None:
    for _, row, event in made_of(tmp_path, TOLD.replace(USERS, lines), WITH_DETAILS):
        assert row == event


def test_entries_of_the_usual_form_become_lines(tmp_path: Path) -> None:
    assert [is_line for is_line, _, _ in made_of(tmp_path, TOLD, [ENTRY])] == [True]


def test_what_no_cell_holds_goes_through_json(tmp_path: Path) -> None:
    changed = TOLD.replace("service = {", 'is_mfa = "$details.is_allowed"\nservice = {')
    (made,) = made_of(tmp_path, changed, [{**ENTRY, "details": DETAILS}])
    is_line, row, event = made
    assert (is_line, row["is_mfa"]) == (False, True)
    assert row == event


@pytest.mark.parametrize("uid", ["$id", "the same"])
def test_an_object_in_its_own_kind_goes_through_json_as_a_text(tmp_path: Path, uid: str) -> None:
    line = f'actor.process = {{ uid = "$id", parent_process = {{ uid = "{uid}" }} }}'
    changed = TOLD.replace("service = {", f"{line}\nservice = {{")
    ((is_line, row, event),) = made_of(tmp_path, changed, [ENTRY])
    held = row["actor"]["process"].pop("parent_process")
    assert json.loads(held) == event["actor"]["process"].pop("parent_process")
    assert (is_line, row) == (False, event)


def test_a_table_without_mappers_of_structs_has_none_that_give_cells() -> None:
    files = render(plan(TABLE), "slack_ocsf")
    assert not [path for path in files if path.startswith(("cells/", "usual/"))]
