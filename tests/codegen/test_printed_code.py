"""What the printed mappers of small tables do: literals and names survive the printing."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from slack_ocsf_codegen.formatting import formatted
from slack_ocsf_codegen.ir import Plan, Slack
from slack_ocsf_codegen.render import render
from slack_ocsf_codegen.writing import write
from small_table import SLACK, TABLE, plan

PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
from slack_ocsf import map_event
print(json.dumps([map_event(entry) for entry in json.load(sys.stdin)]))
"""


def package(folder: Path, checked: Plan) -> None:
    """Write the mappers of a plan."""
    modules = render(checked, "slack_ocsf").items()
    write(folder, formatted({f"generated/slack_ocsf/{path}": text for path, text in modules}))


def mapped(folder: Path, table: str, *actions: str, slack: Slack = SLACK) -> list[dict[str, Any]]:
    """Return the events that the package of a table makes of bare entries of these actions."""
    package(folder, plan(table, slack))
    entries = [{"action": action, "date_create": 1700000000} for action in actions]
    done = subprocess.run(
        [sys.executable, "-ISB", "-W", "error", "-c", PROGRAM, folder / "generated"],
        input=json.dumps(entries),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    events: list[dict[str, Any]] = json.loads(done.stdout)
    return events


def with_line(key: str, line: str) -> str:
    """Return the small table with another line for a key."""
    lines = [line if text.startswith(key) else text for text in TABLE.splitlines()]
    return "\n".join(lines) + "\n"


def with_actions(lines: Mapping[str, str]) -> tuple[str, Slack]:
    """Return the small table with more lines of users, and the Slack that has these actions."""
    names = (*SLACK.categories["user"], *lines)
    slack = replace(SLACK, categories={**SLACK.categories, "user": names})
    text = "\n".join(f'"{action}" = {line}' for action, line in lines.items())
    return TABLE.replace("[action.user]\n", f"[action.user]\n{text}\n"), slack


@pytest.mark.parametrize(
    "text",
    [
        'quotes " and \' and """',
        "backslashes \\ \\n \\N{BULLET}",
        "braces {x} {{ x }} {% x %} and %s",
        "lines\nand\ttabs\r",
        "größe 😀 \u2028 \u202e \x7f",
        "# no comment",
    ],
)
def test_text_of_any_characters_survives(text: str, tmp_path: Path) -> None:
    literal = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    line = f'user_login = {{ to = "authentication.logon", status_detail = {literal} }}'
    (event,) = mapped(tmp_path, with_line("user_login", line), "user_login")
    assert event["status_detail"] == text


def test_text_of_any_characters_survives_in_a_sentence(tmp_path: Path) -> None:
    line = 'message = { text = "\\"{$action}\\" {{x}} [[y]] \\\\ \'z\'" }'
    (event,) = mapped(tmp_path, with_line("message", line), "user_login")
    assert event["message"] == "\"user_login\" {x} [y] \\ 'z'"


def test_literals_keep_their_types(tmp_path: Path) -> None:
    place = 'src_endpoint = { name = "x", location = { city = "x", lat = 1.5 } }'
    line = f'user_login = {{ to = "authentication.logon", count = 2, is_mfa = true, {place} }}'
    (event,) = mapped(tmp_path, with_line("user_login", line), "user_login")
    assert (event["count"], event["is_mfa"]) == (2, True)
    assert event["src_endpoint"]["location"]["lat"] == 1.5


def test_names_of_activities_that_differ_in_spelling_alone_stay_apart(tmp_path: Path) -> None:
    names = {"a1": "Role Change", "a2": "Role-Change", "a3": "role change", "a4": "ROLE CHANGE"}
    table, slack = with_actions(
        {
            action: f'{{ to = "authentication.other", activity_name = "{name}" }}'
            for action, name in names.items()
        }
    )
    events = mapped(tmp_path, table, *names, slack=slack)
    assert [event["activity_name"] for event in events] == list(names.values())


def test_texts_of_other_that_differ_in_spelling_alone_stay_apart(tmp_path: Path) -> None:
    texts = {"a1": "Half Done", "a2": "half-done", "a3": "half done"}
    table, slack = with_actions(
        {
            action: f'{{ to = "authentication.logon", status = {{ other = "{text}" }} }}'
            for action, text in texts.items()
        }
    )
    events = mapped(tmp_path, table, *texts, slack=slack)
    assert [(event["status_id"], event["status"]) for event in events] == [
        (99, text) for text in texts.values()
    ]


def test_actions_that_differ_in_a_dot_alone_have_functions_of_their_own(tmp_path: Path) -> None:
    sessions = {
        "pref.one_x": {"uid": "1"},
        "pref_one.x": {"uid": "2", "issuer": "i"},
        "pref.one.x": {"uid": "3", "uid_alt": "a"},
    }
    table, slack = with_actions(
        {
            action: '{ to = "authentication.logon", session = { '
            + ", ".join(f'{name} = "{value}"' for name, value in session.items())
            + " } }"
            for action, session in sessions.items()
        }
    )
    events = mapped(tmp_path, table, *sessions, slack=slack)
    assert [event["session"] for event in events] == list(sessions.values())


def test_two_events_share_no_list(tmp_path: Path) -> None:
    line = 'user_login = { to = "authentication.logon", metadata.labels = ["x"] }'
    package(tmp_path, plan(with_line("user_login", line)))
    program = PROGRAM.partition("print")[0] + (
        "entry = json.load(sys.stdin)\n"
        "map_event(entry)['metadata']['labels'].append('y')\n"
        "print(json.dumps(map_event(entry)['metadata']['labels']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-ISB", "-c", program, tmp_path / "generated"],
        input='{"action": "user_login", "date_create": 1700000000}',
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(done.stdout) == ["x"]
