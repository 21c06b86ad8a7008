"""`slack-ocsf demo` shows what `map` does, by the same path."""

import ipaddress
import json
import re
from collections import Counter
from pathlib import Path

from lake_reading import lake_events
from map_runs import slack_ocsf

ENTRIES = slack_ocsf("demo", "--entries").output


def test_the_demo_shows_an_entry_its_event_the_summary_and_what_to_run_next() -> None:
    run = slack_ocsf("demo")

    assert (run.status, run.told) == (0, "")
    for part in (
        "Slack audit entry\n{",
        "OCSF event\n{",
        "12 entries, 12 events",
        "slack-ocsf map",
    ):
        assert part in run.output.decode()


def test_the_event_shown_is_the_one_that_map_makes_of_the_entry_shown() -> None:
    shown = slack_ocsf("demo").output.decode()
    entry, event = re.findall(r"^\{\n.*?^\}", shown, re.DOTALL | re.MULTILINE)

    (mapped,) = slack_ocsf("map", given=json.dumps(json.loads(entry)).encode()).events

    assert json.loads(event) == mapped


def test_a_wide_terminal_shows_both_side_by_side() -> None:
    shown = slack_ocsf("demo", COLUMNS="200").output.decode()

    assert re.match(r"Slack audit entry +\| OCSF event\n\{ +\| \{\n", shown)
    assert max(len(line) for line in shown.splitlines()) <= 200


def test_the_demo_is_coloured_only_when_that_is_wanted() -> None:
    assert "\x1b[" not in slack_ocsf("demo").output.decode()
    assert "\x1b[" in slack_ocsf("demo", FORCE_COLOR="1").output.decode()


def test_the_entries_of_the_demo_map_to_valid_events() -> None:
    run = slack_ocsf("map", "--validate", "--json", given=ENTRIES)

    assert (run.status, run.summary["entries"], run.summary["rejects"]) == (0, 12, 0)
    assert len(run.summary["events"]) >= 8
    assert list(run.summary["unknown_actions"]) == ["sauna_booked"]


def test_the_people_and_addresses_of_the_demo_are_invented() -> None:
    text = ENTRIES.decode()
    addresses = {json.loads(line)["context"]["ip_address"] for line in text.splitlines()}

    assert set(re.findall(r"@([\w.-]+)", text)) == {"example.com"}
    assert all(ipaddress.ip_address(address).is_private for address in addresses)


def test_head_ends_the_demo_quietly() -> None:
    import subprocess

    from map_runs import PLAIN, SLACK_OCSF

    result = subprocess.run(
        ["/bin/sh", "-c", f"{SLACK_OCSF} demo | head -n 1"],
        capture_output=True,
        env=PLAIN,
        check=False,
    )

    assert (result.stdout, result.stderr) == (b"Slack audit entry\n", b"")


def test_the_collecting_demo_brings_the_same_events_into_files_and_lake(tmp_path: Path) -> None:
    run = slack_ocsf("demo", "--collect", tmp_path / "demo")

    lines = (tmp_path / "demo" / "ndjson").glob("*.ndjson*")
    in_files = [json.loads(line) for file in lines for line in file.read_text().splitlines()]
    in_lake = lake_events(tmp_path / "demo" / "lake")
    assert (run.status, json.loads(run.told)["event"]) == (0, "collected")
    assert len(in_files) > 3000
    assert Counter(one["metadata"]["uid"] for one in in_files) == Counter(
        one["metadata"]["uid"] for one in in_lake
    )
    assert "Web Resources Activity" in run.output.decode()


def test_the_collecting_demo_leaves_a_folder_alone_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")

    run = slack_ocsf("demo", "--collect", tmp_path)

    assert run.status == 3
    assert "holds something already" in run.told
