"""What cannot be an event costs itself alone, and is told with its place."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from map_runs import Run, entry, ids, json_lines, slack_ocsf

from slack_ocsf_collector.events import Event, events
from slack_ocsf_collector.reading import elements

GOOD = json_lines([entry(1)])


def mapped(tmp_path: Path, given: bytes, *options: str) -> tuple[Run, list[dict[str, Any]]]:
    """Map a file, and return its rejects as well."""
    source, errors = tmp_path / "entries", tmp_path / "errors"
    source.write_bytes(given)
    run = slack_ocsf("map", source, "--errors", errors, *options)
    return run, [json.loads(line) for line in errors.read_bytes().splitlines()]


def test_a_reject_has_source_line_reason_path_and_entry(tmp_path: Path) -> None:
    _, rejects = mapped(tmp_path, GOOD + b'\n{"action": "user_login"}\n' + GOOD)

    assert rejects == [
        {
            "source": str(tmp_path / "entries"),
            "line": 3,
            "reason": "is missing",
            "path": "date_create",
            "entry": {"action": "user_login"},
        }
    ]


@pytest.mark.parametrize(
    ("given", "reason", "text"),
    [
        (b"oops", "not JSON: Expecting value: line 1 column 1 (char 0)", "oops"),
        (b'{"a":1', "not JSON: Expecting ',' delimiter: line 1 column 7 (char 6)", '{"a":1'),
        (b'{"a": "\xff\xfe"}', "not UTF-8: byte 0xff at 7", '{"a": "\\xff\\xfe"}'),
        (b"\x00\x01\x7f", "not JSON: Expecting value: line 1 column 1 (char 0)", "\x00\x01\x7f"),
    ],
)
def test_what_is_no_json_is_kept_as_text(
    given: bytes, reason: str, text: str, tmp_path: Path
) -> None:
    _, (reject,) = mapped(tmp_path, given)

    assert (reject["reason"], reject["path"], reject["entry"]) == (reason, None, text)


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        ({"date_create": 5}, "action", "is missing"),
        ({"action": 7, "date_create": 5}, "action", "is no string"),
        ({"action": "a"}, "date_create", "is missing"),
        ({"action": "a", "date_create": "soon"}, "date_create", "is no time since 1970"),
        ({"entries": {"a": 1}}, "action", "is missing"),
    ],
)
def test_what_is_no_entry_is_kept_as_it_is(
    given: dict[str, object], path: str, reason: str, tmp_path: Path
) -> None:
    _, (reject,) = mapped(tmp_path, json.dumps(given).encode())

    assert (reject["path"], reject["reason"], reject["entry"]) == (path, reason, given)


@pytest.mark.parametrize("given", ["text", 5, None, True, [1, {}]])
def test_what_is_no_object_is_kept_as_it_is(given: object, tmp_path: Path) -> None:
    _, (reject,) = mapped(tmp_path, json.dumps([given]).encode())

    assert (reject["reason"], reject["entry"]) == ("the entry is no object", given)


def test_a_reject_of_what_json_cannot_hold_can_be_written(tmp_path: Path) -> None:
    _, (reject,) = mapped(tmp_path, b'{"a": [NaN, "\\ud800", 18446744073709551616]}')

    assert reject["entry"] == {"a": ["NaN", "\\ud800", "18446744073709551616"]}


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_rejects_are_status_1_and_the_run_goes_on(tmp_path: Path, quiet: tuple[str, ...]) -> None:
    run, rejects = mapped(tmp_path, b"[]5\n" + GOOD + b"oops\n{}\n" + GOOD, *quiet)

    assert (run.status, len(run.events), len(rejects)) == (1, 2, 3)


def test_without_rejects_the_file_of_errors_is_empty(tmp_path: Path) -> None:
    (tmp_path / "errors").write_text("of an earlier run\n")

    run, rejects = mapped(tmp_path, GOOD)

    assert (run.status, rejects) == (0, [])


def test_without_a_file_rejects_are_a_line_each_on_standard_error() -> None:
    run = slack_ocsf("map", "--quiet", given=GOOD + b"oops\n[5]\n")

    assert run.told == (
        "rejected: -:2: not JSON: Expecting value: line 1 column 1 (char 0): oops\n"
        "rejected: -:3: the entry is no object: 5\n"
    )


def test_a_reject_cannot_do_anything_to_a_terminal() -> None:
    run = slack_ocsf("map", "--quiet", given=b'\x1b[2Joops\n{"a": "\\u001b]0;x\\u0007\\u202e"}\n')

    assert run.told.count("\n") == 2
    assert run.told.replace("\n", "").isprintable()


def test_a_long_reject_is_cut_on_standard_error_only(tmp_path: Path) -> None:
    given = b'{"a": "' + b"x" * 5000 + b'"}'

    assert len(slack_ocsf("map", "--quiet", given=given).told) < 300
    assert mapped(tmp_path, given)[1][0]["entry"] == {"a": "x" * 5000}


ONE, TWO = (json.dumps(entry(number)).encode() for number in (1, 2))
TALL = json.dumps([entry(1), entry(2)], indent=2).encode()


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(ONE + b"\n" + TWO[:90] + b"\n" + TWO, id="line cut off in a string"),
        pytest.param(ONE + b"\n" + TWO[:-1] + b"\n" + TWO, id="line without its last bracket"),
        pytest.param(ONE + b"\n" + TWO[:4] + TWO[5:] + b"\n" + TWO, id="line without a quote"),
        pytest.param(ONE + b"\n" + TWO + b"}\n" + TWO, id="line with a bracket too many"),
        pytest.param(ONE + b"\n" + TWO.replace(b"}", b"", 1) + b"\n" + TWO, id="bracket lost"),
        pytest.param(
            ONE + b"\n" + TWO.replace(b": [", b": (", 1) + b"\n" + TWO, id="bracket changed"
        ),
        pytest.param(b"[" + ONE + b"," + ONE[:-9] + b"," + TWO + b"]", id="element cut off"),
        pytest.param(
            b"[" + ONE + b"," + ONE + b"," + ONE[1:] + b"," + TWO + b"]",
            id="element without its first bracket",
        ),
        pytest.param(
            b'{"entries":[' + ONE + b"," + ONE.replace(b"}", b"}}", 1) + b"," + TWO + b"]}",
            id="element with a bracket too many",
        ),
        pytest.param(
            b'{"entries":[' + ONE + b"," + ONE.replace(b'": "', b'": ', 1) + b"," + TWO + b"]}",
            id="element without a quote",
        ),
        pytest.param(TALL[:-5] + b",\n" + TALL[2:].replace(b'"id"', b'"id', 1), id="tall list"),
    ],
)
def test_reading_goes_on_behind_what_is_broken(given: bytes, tmp_path: Path) -> None:
    run, rejects = mapped(tmp_path, given)

    assert rejects
    assert ids(run)[0] == "entry-1"
    assert ids(run)[-1] == "entry-2"


def leaves(value: object) -> int:
    if isinstance(value, dict):
        return sum(leaves(member) for member in value.values())
    return sum(leaves(member) for member in value) if isinstance(value, list) else 1


def test_no_event_is_made_of_a_part_of_an_entry() -> None:
    for cut in range(1, len(ONE)):
        for damaged in (ONE[:cut] + b"}" + ONE[cut:], ONE[:cut] + ONE[cut + 1 :], ONE[:cut]):
            for given in (damaged, damaged + b"\n" + TWO, b"[" + damaged + b"," + TWO + b"]"):
                mapped = [
                    outcome.entry
                    for outcome in events(elements(io.BytesIO(given), "-"))
                    if isinstance(outcome, Event)
                ]

                assert {leaves(one) for one in mapped} <= {leaves(entry())}, given
