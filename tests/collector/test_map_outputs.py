"""Where events and rejects go, and what is left when a run does not end well."""

import gzip
import json
import os
import signal
import stat
import subprocess
from pathlib import Path

import pytest
from map_runs import PLAIN, SLACK_OCSF, entry, ids, json_lines, slack_ocsf
from test_map_forms import COMPRESSIONS

LINES = json_lines([entry(number) for number in range(3)])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "entries"
    path.write_bytes(LINES)
    return path


def test_output_to_a_file_is_what_standard_output_would_get(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "events"

    run = slack_ocsf("map", source, "--output", target)

    assert (run.status, run.output) == (0, b"")
    assert target.read_bytes() == slack_ocsf("map", source).output


def test_the_output_named_by_a_dash_is_standard_output(source: Path) -> None:
    assert len(slack_ocsf("map", source, "-o", "-").events) == 3


def test_the_files_have_variables(source: Path, tmp_path: Path) -> None:
    target, errors = tmp_path / "events", tmp_path / "errors"

    slack_ocsf("map", source, SLACK_OCSF_MAP_OUTPUT=str(target), SLACK_OCSF_MAP_ERRORS=str(errors))

    assert (target.read_bytes().count(b"\n"), errors.read_bytes()) == (3, b"")


def test_a_file_that_was_there_is_replaced_with_its_rights_kept(
    source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "events"
    target.write_text("old\n")
    target.chmod(0o640)

    slack_ocsf("map", source, "-o", target)

    assert target.read_bytes().count(b"\n") == 3
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_stays_a_link(source: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "events", tmp_path / "link"
    target.write_text("old\n")
    link.symlink_to(target)

    slack_ocsf("map", source, "-o", link)

    assert link.is_symlink()
    assert target.read_bytes().count(b"\n") == 3


def test_a_device_is_written_and_not_replaced(source: Path) -> None:
    run = slack_ocsf("map", source, "-o", "/dev/null")

    assert run.status == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_rejects_do_not_keep_the_output_back(tmp_path: Path) -> None:
    target = tmp_path / "events"

    run = slack_ocsf("map", "-o", target, given=b"oops\n" + LINES)

    assert (run.status, target.read_bytes().count(b"\n")) == (1, 3)


def test_a_directory_that_is_not_there_is_told(source: Path, tmp_path: Path) -> None:
    run = slack_ocsf("map", source, "-o", tmp_path / "nowhere" / "events")

    assert run.status == 3
    assert run.told == f"error: {tmp_path}/nowhere/events: No such file or directory\n"


@pytest.mark.parametrize("option", ["--output", "--errors"])
def test_an_input_is_not_overwritten(option: str, source: Path, tmp_path: Path) -> None:
    other_name = tmp_path / "link"
    other_name.hardlink_to(source)

    run = slack_ocsf("map", source, option, other_name)

    assert (run.status, source.read_bytes()) == (2, LINES)
    assert run.told.endswith(f"error: {option} {other_name} is also an input\n")


def test_standard_input_is_not_overwritten(source: Path) -> None:
    with source.open("rb") as stream:
        result = subprocess.run(
            [SLACK_OCSF, "map", "-o", source], stdin=stream, check=False, capture_output=True
        )

    assert (result.returncode, source.read_bytes()) == (2, LINES)


def test_an_input_is_not_appended_to(source: Path) -> None:
    with source.open("ab") as stream:
        result = subprocess.run(
            [SLACK_OCSF, "map", source], stdout=stream, stderr=subprocess.PIPE, check=False
        )

    assert (result.returncode, source.read_bytes()) == (2, LINES)


def test_events_and_rejects_need_two_files(source: Path, tmp_path: Path) -> None:
    run = slack_ocsf("map", source, "-o", tmp_path / "x", "--errors", tmp_path / "." / "x")

    assert run.status == 2


def test_rejects_do_not_go_to_standard_output(source: Path) -> None:
    assert slack_ocsf("map", source, "--errors", "-").status == 2


@pytest.mark.parametrize("kind", ["missing", "directory"])
def test_an_input_that_cannot_be_opened_is_told_and_the_others_are_mapped(
    kind: str, source: Path, tmp_path: Path
) -> None:
    bad, fact = {
        "missing": (tmp_path / "missing", "No such file or directory"),
        "directory": (tmp_path, "Is a directory"),
    }[kind]

    run = slack_ocsf("map", bad, source, "--json")

    assert (run.status, len(run.events), run.summary["unreadable"]) == (3, 3, 1)
    assert run.told.startswith(f"error: {bad}: {fact}\n")


def test_without_any_input_the_output_is_left_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "events"
    target.write_text("old\n")

    run = slack_ocsf("map", tmp_path / "missing", "-o", target)

    assert (run.status, target.read_text()) == (3, "old\n")


MANY = json_lines([entry(number, details={"text": os.urandom(3000).hex()}) for number in range(99)])


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_what_a_truncated_input_still_says_is_written(compression: str, tmp_path: Path) -> None:
    whole = COMPRESSIONS[compression](MANY)
    target = tmp_path / "events"

    run = slack_ocsf("map", "-o", target, given=whole[: len(whole) * 2 // 3])

    assert run.status == 3
    assert "error: standard input: it ends in the middle of its compressed data\n" in run.told
    assert 0 < target.read_bytes().count(b"\n") < 99


@pytest.mark.parametrize("behind", [b"garbage", gzip.compress(b"{}", mtime=0)[:20]])
def test_what_stands_behind_compressed_data_is_not_passed_over(behind: bytes) -> None:
    run = slack_ocsf("map", given=gzip.compress(LINES) + behind)

    assert (run.status, len(run.events)) == (3, 3)


def test_damaged_compressed_data_is_told() -> None:
    whole = bytearray(gzip.compress(LINES))
    whole[-8:-4] = b"oops"  # the checksum

    run = slack_ocsf("map", given=bytes(whole))

    assert (run.status, len(run.events)) == (3, 3)
    assert "error: standard input: damaged: " in run.told


def killed_while_writing(tmp_path: Path, number: signal.Signals) -> tuple[int, Path]:
    """Start a run that waits for more input, and send it a signal when some is mapped."""
    target = tmp_path / "events"
    with subprocess.Popen(
        [SLACK_OCSF, "map", "-o", target], stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=PLAIN
    ) as process:
        assert process.stdin is not None
        process.stdin.write(LINES)
        process.stdin.flush()
        while not any(part.stat().st_size for part in tmp_path.glob(".events.*.part")):
            assert process.poll() is None
        process.send_signal(number)
        process.communicate(timeout=30)
    return process.returncode, target


def test_ctrl_c_leaves_no_file(tmp_path: Path) -> None:
    status, _ = killed_while_writing(tmp_path, signal.SIGINT)

    assert (status, list(tmp_path.iterdir())) == (130, [])


def test_termination_leaves_no_file(tmp_path: Path) -> None:
    status, _ = killed_while_writing(tmp_path, signal.SIGTERM)

    assert (status, list(tmp_path.iterdir())) == (143, [])


def test_a_killed_run_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    _, target = killed_while_writing(tmp_path, signal.SIGKILL)

    assert not target.exists()


def test_ctrl_c_leaves_whole_lines_on_standard_output(tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_bytes(LINES * 20_000)
    with subprocess.Popen(
        [SLACK_OCSF, "map", source],
        bufsize=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=PLAIN,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.read(50_000)
        process.send_signal(signal.SIGINT)
        rest, told = process.communicate(timeout=30)

    assert (process.returncode, told) == (130, b"interrupted\n")
    assert [json.loads(line)["class_uid"] for line in (first + rest).splitlines()]


def test_events_come_as_soon_as_their_entries() -> None:
    with subprocess.Popen(
        [SLACK_OCSF, "map"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=PLAIN
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in LINES.splitlines(keepends=True):
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["class_uid"] == 3002
        process.stdin.close()


def test_head_ends_a_run_quietly(tmp_path: Path) -> None:
    source, told = tmp_path / "entries", tmp_path / "told"
    source.write_bytes(LINES * 2000)
    command = f"{SLACK_OCSF} map {source} 2>{told} | head -n 1"

    result = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, check=False, env=PLAIN, timeout=30
    )

    assert json.loads(result.stdout)["class_uid"] == 3002
    assert told.read_text() == ""


def test_output_arrives_with_unbuffered_streams(source: Path) -> None:
    assert ids(slack_ocsf("map", source, PYTHONUNBUFFERED="1")) == ["entry-0", "entry-1", "entry-2"]
