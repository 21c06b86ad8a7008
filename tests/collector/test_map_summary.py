"""What `slack-ocsf map` tells on standard error, and its options for events."""

import json
import os
import pty
import subprocess
from pathlib import Path
from types import SimpleNamespace

import orjson
from map_runs import PLAIN, SLACK_OCSF, entry, json_lines
from map_runs import slack_ocsf as command

import slack_ocsf

MIXED = json_lines(
    [
        entry(1),
        entry(2),
        entry(3, action="file_downloaded"),
        entry(4, action="sauna_booked"),
        entry(5, action="sauna_booked"),
        {"action": "user_login"},
    ]
)


def test_the_summary_counts_classes_unknown_actions_and_rejects() -> None:
    assert command("map", given=MIXED).told.splitlines()[1:] == [
        "6 entries, 5 events",
        "  2  Authentication",
        "  2  Base Event",
        "  1  File Hosting Activity",
        "unknown actions, so Base Event: sauna_booked 2",
        "1 reject",
    ]


def test_json_makes_the_summary_one_object() -> None:
    assert command("map", "--json", given=MIXED).summary == {
        "ocsf_version": slack_ocsf.OCSF_VERSION,
        "mapping_version": slack_ocsf.MAPPING_VERSION,
        "entries": 6,
        "events": {"Base Event": 2, "Authentication": 2, "File Hosting Activity": 1},
        "unknown_actions": {"sauna_booked": 2},
        "not_yet_mapped": 0,
        "rejects": 1,
        "unreadable": 0,
    }


def test_actions_that_the_table_leaves_to_the_fallback_are_counted_apart() -> None:
    from slack_ocsf_collector.element import Element
    from slack_ocsf_collector.events import events
    from slack_ocsf_collector.tally import Tally

    package = SimpleNamespace(**vars(slack_ocsf) | {"NOT_YET_MAPPED": {"sauna_booked"}})
    tally = Tally(package)
    for outcome in events([Element("-", 1, json_lines([entry(1, action="sauna_booked")]))]):
        tally.add(outcome)

    assert "not in the table yet, so Base Event: 1" in list(tally.as_lines())


def test_ocsf_names_the_version_of_the_events() -> None:
    (event,) = command("map", "--ocsf", "1.3.0", "--validate", given=json_lines([entry(1)])).events

    assert event["metadata"]["version"] == "1.3.0"


def test_a_version_without_a_package_is_a_mistake_of_usage() -> None:
    run = command("map", "--ocsf", "9.9.9", given=json_lines([entry(1)]))

    assert run.status == 2
    assert "no mapping for OCSF 9.9.9 is installed (there: 1.3.0, 1.5.0)" in run.told


def test_raw_data_too_long_for_a_version_is_left_out() -> None:
    long = json_lines([entry(1, details={"note": "x" * 70_000})])

    (event,) = command("map", "--ocsf", "1.3.0", "--raw-data", "--validate", given=long).events

    assert "raw_data" not in event


def test_quiet_leaves_the_summary_out() -> None:
    assert command("map", "--quiet", "--json", given=json_lines([entry(1)])).told == ""


def test_many_unknown_actions_are_counted_as_others() -> None:
    entries = [entry(number, action=f"sauna_{number}") for number in range(1200)]

    unknown = command("map", "--json", given=json_lines(entries)).summary["unknown_actions"]

    assert (len(unknown), unknown["(others)"]) == (1001, 200)


def test_an_unknown_action_cannot_do_anything_to_a_terminal() -> None:
    run = command("map", given=json_lines([entry(1, action="\x1b[2J" + "x" * 10_000)]))

    assert r"\x1b[2Jxxx" in run.told
    assert len(run.told) < 300


def test_raw_data_keeps_the_text_of_the_entry() -> None:
    text = json.dumps(entry(1), indent=1).replace("1789981323", "1789981323.0")

    (event,) = command("map", "--raw-data", given=f" [{text} ,\n 5]".encode()).events

    assert event["raw_data"] == text


def test_raw_data_is_valid() -> None:
    assert command("map", "--raw-data", "--validate", given=json_lines([entry(1)])).status == 0


def test_without_raw_data_the_text_is_not_kept() -> None:
    assert "raw_data" not in command("map", given=json_lines([entry(1)])).events[0]


def test_validate_lets_valid_events_through() -> None:
    given = json_lines([entry(1), entry(2, action="sauna_booked")])

    assert command("map", "--validate", given=given).output == command("map", given=given).output


def test_validate_rejects_what_its_class_does_not_allow() -> None:
    from slack_ocsf_collector.validity import validity

    event = slack_ocsf.map_event(entry(1)) | {"user": {"uid": 5}, "surplus": 1}

    found = validity(slack_ocsf)(orjson.dumps(event))

    assert found is not None
    reason, path = found
    assert reason.startswith("its event is no valid Authentication: ")
    assert path == "user.uid"


def test_what_validate_finds_is_a_reject_with_the_place_in_the_event() -> None:
    from slack_ocsf_collector.element import Element
    from slack_ocsf_collector.events import events
    from slack_ocsf_collector.reject import Reject

    element = Element("file", 9, json.dumps(entry(1)).encode())

    (outcome,) = events([element], check=lambda _json: ("its event is wrong", "user.uid"))

    assert outcome == Reject("file", 9, "its event is wrong", "user.uid", entry(1))


def test_map_does_not_import_the_models_without_validate() -> None:
    unused = {"pydantic", "slack_ocsf.models", "slack_ocsf.checks", "backports.zstd", "gzip"}
    code = (
        f"UNUSED = {unused!r}\n"
        "import sys; sys.argv = ['slack-ocsf', 'map', '-q', '/dev/null']\n"
        "from slack_ocsf_collector.command import main\n"
        "try: main()\n"
        "finally: print(UNUSED & set(sys.modules))"
    )
    result = subprocess.run(
        [str(Path(SLACK_OCSF).with_name("python")), "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stdout == "set()\n"


def on_a_terminal(*arguments: str, standard_output: bool = False) -> str:
    """Return what a run writes when standard error is a terminal, and perhaps output as well."""
    ours, theirs = pty.openpty()
    subprocess.run(
        [SLACK_OCSF, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs if standard_output else subprocess.DEVNULL,
        stderr=theirs,
        env=PLAIN | {"TERM": "xterm"},
        check=False,
        timeout=30,
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 100_000):
            shown += piece
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    return shown.decode()


def test_a_terminal_gets_a_progress_bar(tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_bytes(MIXED)

    shown = on_a_terminal("map", str(source))

    assert "mapping  [" in shown
    assert "100%" in shown


def test_no_progress_bar_runs_through_events_on_the_same_terminal(tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_bytes(json_lines([entry(1)]))

    assert "mapping" not in on_a_terminal("map", str(source), standard_output=True)


def test_what_is_no_terminal_gets_no_progress_bar(tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_bytes(json_lines([entry(1)]))

    assert "mapping" not in command("map", source).told


def test_a_closed_standard_output_is_told() -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", f"{SLACK_OCSF} map >&- </dev/null"],
        capture_output=True,
        text=True,
        env=PLAIN,
        check=False,
    )

    assert result.returncode == 3
    assert "standard output is closed" in result.stderr


def test_a_closed_standard_input_is_told() -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", f"{SLACK_OCSF} map <&-"],
        capture_output=True,
        text=True,
        env=PLAIN,
        check=False,
    )

    assert (result.returncode, result.stderr) == (3, "error: standard input: it is closed\n")
