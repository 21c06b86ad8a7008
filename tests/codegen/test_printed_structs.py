"""What the printed mappers of structs do, and for which tables there are some."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from slack_ocsf_codegen.ir import Slack
from slack_ocsf_codegen.render import render
from small_table import SLACK, TABLE, plan
from test_printed_code import package

PROGRAM = """
import json, site, sys
site.main()
sys.path.insert(0, sys.argv[1])
from slack_ocsf import map_event, usual
assert usual.__file__.startswith(sys.argv[1])
def both(entry):
    read = usual.read(json.dumps(entry).encode())
    written = read and usual.write(read)
    event = map_event(entry)
    assert not written or written.uid == event["metadata"].get("uid"), written
    return [written and json.loads(written.json), event]
print(json.dumps([both(entry) for entry in json.load(sys.stdin)]))
"""
TOLD = TABLE.replace(
    "metadata.product", 'metadata.original_time = "$date_create"\nmetadata.product'
)
USER = {"id": "U1", "name": "Ida"}
ENTRY = {
    "id": "e1",
    "date_create": 1700000000,
    "action": "user_login",
    "actor": {"type": "user", "user": USER},
}
ENTRIES = [
    ENTRY,
    {**ENTRY, "context": {"ua": "Firefox", "new": 1}},
    {**ENTRY, "context": "none", "details": 1, "entity": []},
    {**ENTRY, "entity": {"type": "user", "user": {**USER, "email": ""}}},
    {**ENTRY, "details": {"reason": "x", "shared_with": {"channel_id": "C1", "new": 2}}},
    {**ENTRY, "details": {}, "context": {}, "entity": {}},
    {**ENTRY, "actor": {"type": "user", "user": {**USER, "email": None}}},
    {**ENTRY, "date_create": 1700000000000001},
    {**ENTRY, "action": "an_action_of_tomorrow"},
]

#: Entries that lack what nearly every entry has.
EMPTY = [
    {**ENTRY, "entity": {"type": "user", "user": {}, "more": None}},
    {**ENTRY, "id": ""},
    {**ENTRY, "actor": {"type": "user", "user": {**USER, "id": ""}}},
    {**ENTRY, "actor": {"type": "user", "user": {**USER, "name": ""}}},
    {**ENTRY, "actor": {"type": "user", "user": {"id": "U1"}}},
]


def both_ways(
    folder: Path, table: str, entries: list[dict[str, Any]], slack: Slack = SLACK
) -> list[tuple[dict[str, Any] | None, dict[str, Any]]]:
    """The events of entries by structs, None where that is left to dicts, and by dicts."""
    package(folder, plan(table, slack))
    done = subprocess.run(
        [
            sys.executable,
            "-ISB",
            "-c",
            f"import site; site.main()\n{PROGRAM}",
            folder / "generated",
        ],
        input=json.dumps(entries),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [(structs, dicts) for structs, dicts in json.loads(done.stdout)]


def files_of(table: str, slack: Slack = SLACK) -> set[str]:
    return {path for path in render(plan(table, slack), "slack_ocsf") if path.startswith("usual/")}


def test_events_are_the_same_by_structs_and_by_dicts(tmp_path: Path) -> None:
    for structs, dicts in both_ways(tmp_path, TOLD, ENTRIES):
        assert structs == dicts


@pytest.mark.parametrize(
    "line",
    [
        'message = "[{$actor.name}, ][{$context.ua} of {$action}, ]{$id} {{x}}"',
        'message = { first = ["$actor.email", "$context.ua", "$id"] }',
        'status_code = { match = "$actor.name", Ida = "1", default = "2" }',
        'metadata.labels = ["$actor.name", "$action", "constant"]',
    ],
)
def test_a_line_of_any_form_gives_the_same_by_structs(tmp_path: Path, line: str) -> None:
    made = both_ways(tmp_path, TOLD.replace('message = "$action"', line), ENTRIES)

    assert [structs for structs, _ in made] == [dicts for _, dicts in made]


USERS = 'user = { first = ["$entity", { name = "unknown" }] }'


@pytest.mark.parametrize(
    "lines",
    [
        f'status_code = "$entity.id"\nstatus_detail = "$entity.name"\n{USERS}',
        f'{USERS}\nstatus_code = "$entity.id"',
        USERS.replace("{ name", '{ uid = "U0", org.uid = "$id", name'),
        f'{USERS}\nmetadata.uid = "the same"',
    ],
    ids=["read before", "read after", "literals that are observables", "a literal id"],
)
def test_a_class_of_any_form_gives_the_same_by_structs(tmp_path: Path, lines: str) -> None:
    made = both_ways(tmp_path, TOLD.replace(USERS, lines), ENTRIES)

    assert [structs for structs, _ in made] == [dicts for _, dicts in made]


def test_profiles_that_depend_on_the_entry_do_not_stay_for_the_next(tmp_path: Path) -> None:
    device = 'device = { ip = "$context.ip_address", type = "unknown" }'
    entries = [{**ENTRY, "context": {"ip_address": "203.0.113.7"}}, ENTRY]
    made = both_ways(tmp_path, TOLD.replace(USERS, f"{USERS}\n{device}"), entries)

    assert [dicts["metadata"].get("profiles") for _, dicts in made] == [["host"], None]
    assert all(structs in (None, dicts) for structs, dicts in made)


def test_an_action_that_structs_cannot_do_is_left_to_dicts(tmp_path: Path) -> None:
    table = TOLD.replace(USERS, f'{USERS}\nmetadata.original_time = "$id"')
    ((structs, dicts),) = both_ways(tmp_path, table, [ENTRY])

    assert (structs, dicts["class_name"]) == (None, "Authentication")


def test_a_constant_that_is_an_observable_is_left_to_dicts(tmp_path: Path) -> None:
    finding = 'finding_info = { uid = "calls", title = "Calls" }, src_url = "https://a.example"'
    former = '"pref.allow_calls" = { to = "base_event.other", activity_name = "Update" }'
    line = f'"pref.allow_calls" = {{ to = "detection_finding.create", {finding} }}'
    entry = {**ENTRY, "action": "pref.allow_calls"}
    ((structs, dicts),) = both_ways(tmp_path, TOLD.replace(former, line), [entry])

    assert (structs, dicts["src_url"]) == (None, "https://a.example")


def test_entries_that_lack_what_nearly_every_entry_has_are_left_to_dicts(tmp_path: Path) -> None:
    made = both_ways(tmp_path, TOLD, EMPTY)

    assert [structs for structs, _ in made] == [None] * len(EMPTY)


def test_a_table_that_tells_the_time_nowhere_else_has_no_mappers_of_structs() -> None:
    assert files_of(TABLE) == set()


def test_schemas_without_the_id_of_a_user_have_no_mappers_of_structs() -> None:
    users = {name: of for name, of in SLACK.entities["user"].items() if name != "id"}
    table = TOLD.replace('uid = "$id"\n', "")

    assert files_of(table, replace(SLACK, entities={**SLACK.entities, "user": users})) == set()


@pytest.mark.parametrize("name", ["class", "is-bot", "_id", "2fa"])
def test_members_whose_names_python_does_not_take_leave_entries_to_dicts(name: str) -> None:
    users = {**SLACK.entities["user"], name: SLACK.entities["user"]["id"]}

    assert files_of(TOLD, replace(SLACK, entities={**SLACK.entities, "user": users})) == set()
