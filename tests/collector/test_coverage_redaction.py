"""A redacted report has nothing of the user's, and keeps what is Slack's."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from map_runs import Run, entry, json_lines, slack_ocsf

import slack_ocsf as package
from slack_ocsf_collector.coverage.count import CoverageCount
from slack_ocsf_collector.coverage.names import RedactedNames
from slack_ocsf_collector.reject import Reject

CANARY = "canary"
EVENTS = Path(__file__).parent.parent / "events"
KEYS = [
    "canary",
    "CANARY",
    "U0CANARY",
    "canary1",
    "canary_key",
    "user_canary",
    "canary_user",
    "channel-canary",
    "canary.user",
    "user canary",
    'user"canary',
    "user_id\ncanary",
    "user_id_canary_" * 5,
    "user_canary_id",
    "_canary",
    "canary@example.com",
]


def redacted_json(*arguments: str | Path, given: bytes) -> Run:
    return slack_ocsf("coverage", "--redact", "--json", *arguments, given=given)


def redacted(*arguments: str | Path, given: bytes = b"") -> tuple[Run, Run]:
    """Return runs that report as lines and as JSON."""
    return (
        slack_ocsf("coverage", "--redact", *arguments, given=given),
        redacted_json(*arguments, given=given),
    )


def everything(*arguments: str | Path, given: bytes = b"") -> str:
    """Return all that both runs write."""
    runs = redacted(*arguments, given=given)
    assert all(run.output for run in runs)
    return "".join(run.output.decode() + run.told for run in runs)


def actions(report: Run) -> list[dict[str, Any]]:
    """Return the actions of a report as JSON."""
    found: list[dict[str, Any]] = json.loads(report.output)["actions"]
    return found


def paths(given: dict[str, object]) -> dict[str, int]:
    """Return the paths in the redacted report of one entry, and their entries."""
    run = redacted_json(given=json_lines([given]))
    return {one["path"]: one["entries"] for one in json.loads(run.output)["unmapped"]}


def tainted(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return JSON with a canary in every value."""
    if isinstance(value, dict):
        return {name: tainted(member) for name, member in value.items()}
    if isinstance(value, list):
        return [tainted(member) for member in value]
    return f"{CANARY} {value}"


def test_no_value_is_in_a_redacted_report() -> None:
    written = [json.loads(source.read_bytes()) for source in sorted(EVENTS.glob("*.json"))]
    known = {"date_create": 5}
    given = [{**tainted(one), "action": one["action"], **known} for one in written]

    shown = everything(given=json_lines(given))

    assert f"\n{len(given)} entries\n" in f"\n{shown}"
    assert CANARY not in shown


def test_the_same_values_are_in_a_report_that_is_not_redacted() -> None:
    run = slack_ocsf("coverage", given=json_lines([entry(1, details={"text": CANARY})]))

    assert CANARY in run.output.decode()


def test_a_value_of_each_type_is_left_out() -> None:
    details = {"new_value": 987654321, "previous_value": 0.987654321, "reason": ["987654321"]}

    assert "987654321" not in everything(given=json_lines([entry(1, details=details)]))


def at_every_place(key: str) -> list[dict[str, object]]:
    """Return entries that have a key at each place there is."""
    keyed: dict[str, object] = {key: {key: [{key: 1}]}}
    person = {"type": "user", "user": {"id": "W1", **keyed}, **keyed}
    return [
        entry(1, **keyed),
        entry(2, actor=person),
        entry(3, entity=person),
        entry(4, context={"location": keyed, **keyed}),
        entry(5, details=keyed),
        entry(6, details={"arguments": [[keyed]], "inviter": person}),
        entry(7, entity={"type": key, **keyed}),
    ]


@pytest.mark.parametrize("key", KEYS)
def test_no_key_that_could_be_data_is_in_a_redacted_report(key: str) -> None:
    report = redacted_json(given=json_lines(at_every_place(key)))

    assert CANARY not in (report.output.decode() + report.told).lower()
    assert json.loads(report.output)["entries"] == 7
    assert report.output.count(b"<key>.<key>[].<key>") >= 7


def test_the_same_keys_are_in_a_report_that_is_not_redacted() -> None:
    report = slack_ocsf("coverage", given=json_lines(at_every_place(CANARY)))

    assert report.output.count(b"canary.canary[].canary") >= 7


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("T0FJELL", id="id"),
        pytest.param("ida_lindqvist", id="name"),
        pytest.param("mark", id="name that is a word of Slack's"),
        pytest.param("_".join(["user"] * 12), id="too many of Slack's words"),
    ],
)
def test_an_object_keyed_by_the_users_names_is_one_path(key: str) -> None:
    details = {"team": {key: {"name": "a"}, "U123": {"name": "b"}}}

    found = paths(entry(1, details=details))

    assert {path: found[path] for path in found if path.startswith("details.")} == {
        "details.team.<key>.name": 1
    }


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("who_can_post", id="documented"),
        pytest.param("client_ja3_fingerprint", id="documented, with a digit"),
        pytest.param("private_channel_name", id="made of words of documented names"),
        pytest.param("workflow_v2", id="a kind of entity"),
    ],
)
def test_a_key_of_slacks_own_words_is_shown(key: str) -> None:
    assert f"details.team.{key}" in paths(entry(1, details={"team": {key: None}}))


@pytest.mark.parametrize(
    "action",
    [
        "CANARY_used",
        "canary",
        "canary_2",
        "canary used",
        "canary_" * 20 + "used",
        "user_canary\x1b[2J",
        "canary@example.com",
        "canary_used\n",
        "u_canary_",
    ],
)
def test_an_action_that_is_not_written_as_slack_writes_them_is_not_shown(action: str) -> None:
    given = json_lines([entry(1, action=action)])
    report = redacted_json(given=given)

    assert CANARY not in report.output.decode().lower()
    assert [one["action"] for one in actions(report)] == ["<action>"]


@pytest.mark.parametrize("action", ["sauna_booked", "pref.sauna_temperature", "user_login"])
def test_an_action_that_is_known_or_written_as_slack_writes_them_is_shown(action: str) -> None:
    report = redacted_json(given=json_lines([entry(1, action=action)]))

    assert [one["action"] for one in actions(report)] == [action]


def test_every_action_of_the_table_is_shown() -> None:
    known = package.ACTIONS | package.NOT_YET_MAPPED

    assert {RedactedNames().action(action) for action in known} == known


def test_actions_that_are_not_shown_are_one() -> None:
    given = json_lines([entry(1, action="A"), entry(2, action="B"), entry(3)])
    report = redacted_json(given=given)

    assert [(one["action"], one["entries"]) for one in actions(report)] == [
        ("<action>", 2),
        ("user_login", 1),
    ]


@pytest.mark.parametrize(
    "given",
    [
        b"canary\n",
        b'{"canary\n',
        b'{"action": "\\canary"}\n',
        b'"canary"\n',
        b'{"action": "user_login", "date_create": "canary"}\n',
        b'{"action": {"canary": "canary"}, "date_create": 5}\n',
        b'{"canary": "canary"}\n',
        b'{"action": "canary\xff"}\n',
    ],
)
def test_a_reject_shows_nothing_of_its_entry(given: bytes) -> None:
    shown = everything(given=given)

    assert '"rejects": 1' in shown
    assert CANARY not in shown
    assert "0xff" not in shown


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("not JSON: Expecting value: line 1 column 9 (char 8)", "not JSON: Expecting value"),
        ("not UTF-8: byte 0xff at 12", "not UTF-8"),
        ("is no time since 1970", "is no time since 1970"),
        ("a fault, please report it: KeyError: 'canary'", "a fault, please report it: KeyError"),
    ],
)
def test_a_reason_is_told_without_what_it_quotes(told: str, reason: str) -> None:
    count = CoverageCount(RedactedNames(), package)
    count.add(Reject("canary", 7, told, "details.canary.id", {"canary": "canary"}))

    (found,) = count.report().rejects

    assert (found.path, found.reason, found.first) == ("details.<key>.id", reason, None)


def test_a_redacted_report_names_no_file(tmp_path: Path) -> None:
    source = tmp_path / "canary.ndjson"
    source.write_bytes(json_lines([entry(1)]) + b"oops\n")
    folder, missing = tmp_path / "canary", tmp_path / "canary-missing"
    folder.mkdir()

    shown = everything(source, folder, missing)

    assert CANARY not in shown
    assert str(tmp_path) not in shown
    assert "error: input 2: Is a directory\nerror: input 3: No such file or directory" in shown


def test_what_is_told_of_a_damaged_file_quotes_nothing_of_it(tmp_path: Path) -> None:
    source = tmp_path / "packed"
    source.write_bytes(gzip.compress(json_lines([entry(1)])) + b"canary")
    open_run = slack_ocsf("coverage", source)

    runs = redacted(source)

    assert "b'ca'" in open_run.told
    assert [run.told for run in runs] == ["error: input 1: damaged\n"] * 2


def test_a_redacted_report_says_that_it_is() -> None:
    lines, as_json = redacted(given=json_lines([entry(1)]))

    assert "Redacted: no values, no file names" in lines.output.decode()
    assert json.loads(as_json.output)["redacted"] is True


def test_nothing_of_the_written_entries_is_in_their_redacted_report() -> None:
    sources = sorted(EVENTS.glob("*.json"))
    values = {text for source in sources for text in texts(json.loads(source.read_bytes()))}
    theirs = {text for text in values if not text.replace("_", "").islower() and len(text) > 3}

    shown = everything(*sources)

    assert len(theirs) > 100
    assert {text for text in theirs if text in shown} == set()


def texts(value: object) -> set[str]:
    """Return the strings among the values, but not the action."""
    if isinstance(value, dict):
        return {text for key, part in value.items() if key != "action" for text in texts(part)}
    if isinstance(value, list):
        return {text for part in value for text in texts(part)}
    return {value} if isinstance(value, str) else set()
