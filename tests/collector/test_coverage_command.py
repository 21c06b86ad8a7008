"""What `slack-ocsf coverage` reports of entries, and how it ends."""

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from map_runs import PLAIN, SLACK_OCSF, entry, json_lines
from map_runs import slack_ocsf as command

import slack_ocsf

DETAILS = {"rules_checked": [{"id": "R1"}, {"id": "R2"}], "quokka": None}
MIXED = json_lines(
    [
        entry(1, action="sauna_booked", details={"from": "19:00"}),
        entry(2, details=DETAILS),
        entry(3, details={"quokka": 5}),
        entry(4, action="file_downloaded", details=None),
        {"action": "user_login"},
        {"action": "user_login"},
    ]
)


def reported(*arguments: str | Path, given: bytes = MIXED) -> dict[str, Any]:
    """Return the report of a run, as JSON."""
    found: dict[str, Any] = json.loads(
        command("coverage", "--json", *arguments, given=given).output
    )
    return found


def left(report: dict[str, Any], action: str) -> dict[str, tuple[int, object]]:
    """Return the entries and the example of each path that was left of an action."""
    (found,) = (one for one in report["actions"] if one["action"] == action)
    return {one["path"]: (one["entries"], one["example"]) for one in found["unmapped"]}


def test_the_report_has_the_totals() -> None:
    report = reported()

    assert {name: report[name] for name in ("entries", "states", "rejects", "unreadable")} == {
        "entries": 6,
        "states": {"unknown": 1, "fallback": 0, "mapped": 3},
        "rejects": 2,
        "unreadable": 0,
    }


def test_the_report_names_the_versions_it_is_of() -> None:
    report = reported()

    assert report["ocsf_version"] == slack_ocsf.OCSF_VERSION
    assert report["mapping_version"] == slack_ocsf.MAPPING_VERSION


def test_each_action_has_its_count_class_and_state_with_unknown_ones_first() -> None:
    names = ("action", "class", "state", "entries")

    assert [tuple(one[name] for name in names) for one in reported()["actions"]] == [
        ("sauna_booked", "Base Event", "unknown", 1),
        ("user_login", "Authentication", "mapped", 2),
        ("file_downloaded", "File Hosting Activity", "mapped", 1),
    ]


def test_rejects_are_counted_by_reason_with_the_place_of_the_first(tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_bytes(MIXED + b"oops\n{}\nnone\n")

    assert reported(source)["reject_reasons"] == [
        {
            "path": None,
            "reason": "not JSON: Expecting value",
            "entries": 2,
            "first": f"{source}:7",
        },
        {
            "path": "date_create",
            "reason": "is missing",
            "entries": 2,
            "first": f"{source}:5",
        },
        {
            "path": "action",
            "reason": "is missing",
            "entries": 1,
            "first": f"{source}:8",
        },
    ]


def test_paths_left_in_unmapped_are_counted_by_entry_with_the_first_value() -> None:
    found = left(reported(), "user_login")

    assert found["details.rules_checked[].id"] == (1, "R1")
    assert found["details.quokka"] == (2, None)


def test_paths_of_an_action_are_those_of_its_events() -> None:
    (event,) = command("map", given=json_lines([entry(1, details=DETAILS)])).events
    given = json_lines([entry(1, details=DETAILS)])

    steps = {path.split(".")[0] for path in left(reported(given=given), "user_login")}

    assert steps == set(event["unmapped"])


def test_paths_of_all_actions_are_added_up() -> None:
    report = reported()
    (entity,) = (one for one in report["unmapped"] if one["path"] == "entity.type")

    assert entity["entries"] == sum(
        left(report, one["action"])["entity.type"][0] for one in report["actions"]
    )


@pytest.mark.parametrize(
    ("details", "path", "example"),
    [
        ({"quokka": {}}, "details.quokka", {}),
        ({"quokka": []}, "details.quokka", []),
        ({"quokka": [[1], [2]]}, "details.quokka[][]", 1),
        ({"a.b": 1}, 'details."a.b"', 1),
        ({"": 1}, 'details.""', 1),
        ({"U123": 1}, "details.U123", 1),
        ({"ö\x1b[2J": 1}, r'details."\u00f6\u001b[2J"', 1),
        ({"x" * 5000: 1}, "details." + "x" * 100, 1),
        ({"quokka": "ö" * 5000}, "details.quokka", "ö" * 60 + "..."),
    ],
)
def test_a_path_is_written_so_that_it_can_be_read(
    details: object, path: str, example: object
) -> None:
    report = reported(given=json_lines([entry(1, details=details)]))

    assert left(report, "user_login")[path] == (1, example)


def test_a_path_of_a_hundred_levels_is_cut() -> None:
    details: object = 1
    for _ in range(90):
        details = {"quokkas": details}

    report = reported(given=json_lines([entry(1, details=details)]))

    assert max(len(path) for path in left(report, "user_login")) == 503


def test_the_report_is_readable_in_a_terminal() -> None:
    lines = command("coverage", given=MIXED).output.decode().splitlines()

    for line in (
        "6 entries",
        "  1  unknown   the table does not have the action",
        "  0  fallback  the table leaves the action to the fallback",
        "  3  mapped    the table has a line for the action",
        "  2  rejected  no event can be made of the entry",
        "  1  unknown  Base Event             sauna_booked",
        "  2  mapped   Authentication         user_login",
        "  2  date_create: is missing  first at -:5",
        "Left in unmapped, of all actions",
        "Left in unmapped, of user_login (2)",
    ):
        assert line in lines


def test_nothing_in_the_entries_can_do_anything_to_a_terminal() -> None:
    given = json_lines(
        [
            entry(1, action="\x1b[2J", details={"\x1b[3J": "\x1b[4J\u202e"}),
            entry(2, action="\x1b[2J" + "x" * 10_000),
        ]
    )

    shown = command("coverage", given=given).output.decode()

    assert shown.replace("\n", "").isprintable()
    assert max(map(len, shown.splitlines())) < 300


def test_no_entries_are_a_report_too() -> None:
    run = command("coverage", given=b"")

    assert (run.status, run.output.decode().splitlines()[0]) == (0, "0 entries")


def test_all_inputs_are_one_report(tmp_path: Path) -> None:
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    plain.write_bytes(MIXED)
    packed.write_bytes(gzip.compress(MIXED))

    assert reported(plain, packed, "-")["entries"] == 18


def test_findings_alone_are_status_0() -> None:
    assert command("coverage", given=MIXED).status == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["unknown"], "unknown 1"),
        (["reject"], "reject 2"),
        (["reject", "fallback", "unknown"], "reject 2, unknown 1"),
    ],
)
def test_fail_on_what_was_found_is_status_1_after_the_report(options: list[str], told: str) -> None:
    run = command("coverage", *(f"--fail-on={option}" for option in options), given=MIXED)

    assert run.status == 1
    assert run.output == command("coverage", given=MIXED).output
    assert run.told == f"error: found entries that --fail-on names: {told}\n"


@pytest.mark.parametrize("option", ["unknown", "fallback", "reject"])
def test_fail_on_what_was_not_found_is_status_0(option: str) -> None:
    given = json_lines([entry(1)])

    assert command("coverage", f"--fail-on={option}", given=given).status == 0


def test_several_kinds_to_fail_on_stand_in_one_variable() -> None:
    run = command("coverage", given=MIXED, SLACK_OCSF_COVERAGE_FAIL_ON="fallback reject")

    assert run.status == 1


def test_another_kind_to_fail_on_is_status_2() -> None:
    assert command("coverage", "--fail-on=sauna", given=MIXED).status == 2


def test_an_input_that_ends_early_is_status_3_after_the_report_of_the_rest(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.write_bytes(MIXED)
    cut.write_bytes(gzip.compress(MIXED)[:-9])

    run = command("coverage", "--json", "--fail-on=unknown", cut, whole)

    report = json.loads(run.output)
    assert (run.status, report["entries"], report["unreadable"]) == (3, 12, 1)
    assert run.told == f"error: {cut}: it ends in the middle of its compressed data\n"


def test_without_any_input_that_is_there_status_3_has_no_report(tmp_path: Path) -> None:
    run = command("coverage", tmp_path / "missing")

    assert (run.status, run.output) == (3, b"")
    assert run.told == f"error: {tmp_path / 'missing'}: No such file or directory\n"


def test_a_closed_standard_output_is_status_3() -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", f"{SLACK_OCSF} coverage >&- </dev/null"],
        capture_output=True,
        text=True,
        env=PLAIN,
        check=False,
    )

    assert (result.returncode, result.stderr) == (3, "error: standard output is closed\n")


def test_head_ends_the_report_quietly() -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", f"{SLACK_OCSF} coverage | head -n 1"],
        input=MIXED,
        capture_output=True,
        env=PLAIN,
        check=False,
    )

    assert (result.stdout, result.stderr) == (b"6 entries\n", b"")
