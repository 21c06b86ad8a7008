"""Several processes write the same bytes as one, and leave nothing behind."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from map_runs import PLAIN, SLACK_OCSF, entry, slack_ocsf
from peaks import NEEDS_PROC

from slack_ocsf import OCSF_VERSION
from slack_ocsf_collector import workers
from slack_ocsf_collector.job import Job
from slack_ocsf_collector.ranges import Range, pieces, ranges

ENTRIES = [json.dumps(entry(number, details={"text": "x" * 400})) for number in range(3000)]
ODD = [
    *ENTRIES[:1300],
    '{"action": "unknown_one", "date_create": 1789981322}',
    '{"date_create": 1789981322}',
    ENTRIES[0][:200],
    "",
    json.dumps(entry(9), indent=2),
    '{"entries": [' + ",".join(ENTRIES[:40]) + "]}",
    "no JSON",
    *ENTRIES[1300:2600],
    ENTRIES[1] + ENTRIES[2],
    ENTRIES[5] + "\r",
]
FORMS: dict[str, Callable[[], bytes]] = {
    "lines": lambda: "\n".join(ENTRIES).encode(),
    "lines with odd ones between": lambda: "\n".join(ODD).encode(),
    "a list": ("[" + ",".join(ENTRIES) + "]").encode,
    "a list over many lines": lambda: json.dumps(
        [json.loads(one) for one in ENTRIES], indent=1
    ).encode(),
    "a response": ('{"entries":[' + ",".join(ENTRIES) + '],"ok":true}').encode,
    "gzip": lambda: gzip.compress("\n".join(ENTRIES).encode()),
    "gzip cut off": lambda: gzip.compress("\n".join(ENTRIES).encode())[:-20],
    "nothing": lambda: b"",
}


def written(folder: Path, workers: int, *options: str) -> tuple[int, bytes, bytes, str]:
    """Return status, events, rejects and summary of a run over two files."""
    events, rejects = folder / f"events{workers}", folder / f"rejects{workers}"
    to = ("--output", events, "--errors", rejects, "--json")
    files = (folder / "first", folder / "second")
    run = slack_ocsf("map", "--workers", str(workers), *to, *options, *files)
    return run.status, events.read_bytes(), rejects.read_bytes(), run.told


@pytest.mark.parametrize("form", FORMS)
def test_two_workers_write_the_bytes_of_one(form: str, tmp_path: Path) -> None:
    (tmp_path / "first").write_bytes(FORMS[form]())
    (tmp_path / "second").write_text("\n".join(ODD[1200:1400]))
    assert written(tmp_path, 2) == written(tmp_path, 1)


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_workers_write_the_same_however_they_start(start: str, tmp_path: Path) -> None:
    source, one, two = tmp_path / "source", tmp_path / "one", tmp_path / "two"
    source.write_text("\n".join(ENTRIES))
    slack_ocsf("map", "--workers", "1", "-q", "--output", one, source)
    arguments = ["map", "--workers", "2", "-q", "--output", str(two), str(source)]
    program = f"""
import sys
from slack_ocsf_collector import command, workers
sys.argv += {arguments!r}
workers.START = {start!r}
command.main()
"""

    subprocess.run([sys.executable, "-c", program], check=True)

    assert two.read_bytes() == one.read_bytes()


def test_ranges_are_whole_lines_and_together_the_file(tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_text("\n".join(ENTRIES))
    found = list(ranges(source))
    assert len(found) > 2
    assert [one.start for one in found] == [0, *(one.end for one in found[:-1])]
    assert found[-1].end == source.stat().st_size
    text = source.read_bytes()
    assert all(text[one.end - 2 : one.end] == b"}\n" for one in found[:-1])


def test_pieces_of_a_range_are_whole_lines_and_together_the_range(tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_text("\n".join(ENTRIES))
    for one in ranges(source):
        found = list(pieces(one))
        assert len(found) > 2
        text = source.read_bytes()[one.start : one.end]
        assert b"\n".join(found).split(b"\n") == text.removesuffix(b"\n").split(b"\n")
        assert all(json.loads(line) for piece in found for line in piece.split(b"\n"))


@pytest.mark.parametrize("half", [b'{"a": "' + b"x" * 70_000, b'{"a": {}'])
def test_no_more_than_a_range_is_read_of_a_file_that_has_grown(tmp_path: Path, half: bytes) -> None:
    source = tmp_path / "entries"
    source.write_bytes(b'{"a": 1}\n' * 7281 + half)
    (one,) = ranges(source)
    with source.open("ab") as file:
        file.write(b'"}\n' + b'{"a": 1}\n' * 20_000)

    assert b"\n".join(pieces(one)) == b'{"a": 1}\n' * 7281 + half


@pytest.mark.skipif(workers.START != "fork", reason="only forks have what is patched here")
def test_a_file_that_is_left_early_has_no_part_still_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, begun, ended = tmp_path / "source", tmp_path / "begun", tmp_path / "ended"
    source.write_text("\n".join([f"[{ENTRIES[0]}]", *ENTRIES]))
    begun.mkdir()
    ended.mkdir()

    def slowly(one: Range) -> Iterator[bytes]:
        (begun / str(one.start)).touch()
        while len(list(begun.iterdir())) < 2:
            time.sleep(0.01)
        if one.start:
            time.sleep(0.5)
        yield from pieces(one)
        (ended / str(one.start)).touch()

    monkeypatch.setattr(workers, "pieces", slowly)
    with workers.workers(Job(OCSF_VERSION), 2) as processes:
        assert list(processes.parts(source)) == []
        assert {each.name for each in ended.iterdir()} == {
            each.name for each in begun.iterdir() if each.name != "0"
        }


def test_what_is_not_cut_into_lines_is_no_range(tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_text(",".join(ENTRIES))
    assert list(ranges(source)) == []


def test_two_workers_validate_and_keep_raw_data_as_one_does(tmp_path: Path) -> None:
    (tmp_path / "first").write_text("\n".join(ODD[1290:1310]))
    (tmp_path / "second").write_text("")
    options = ("--validate", "--raw-data", "--ocsf", "1.3.0")
    assert written(tmp_path, 2, *options) == written(tmp_path, 1, *options)


def test_standard_input_takes_one_process() -> None:
    run = slack_ocsf("map", "--workers", "2", "-q", given="\n".join(ENTRIES[:3]).encode())
    assert [event["metadata"]["uid"] for event in run.events] == ["entry-0", "entry-1", "entry-2"]


def test_a_file_as_standard_input_takes_one_process(tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_text("\n".join(ENTRIES[:3]))
    with source.open("rb") as file:
        command = [SLACK_OCSF, "map", "--workers", "2", "-q"]
        written = subprocess.run(command, stdin=file, env=PLAIN, capture_output=True, check=True)
    assert written.stdout.count(b"\n") == 3


def children(process: int) -> set[int]:
    """Return the processes that a process has started."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return set(map(int, listed.split()))


def runs(process: int) -> bool:
    """Whether a process is there and not just waiting to be reaped."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


INTERRUPTED = """
import os, signal, sys
from importlib.metadata import entry_points
from multiprocessing.process import BaseProcess

start, started = BaseProcess.start, []

def start_and_interrupt(process):
    start(process)
    started.append(process)
    if len(started) == 2:
        os.kill(os.getpid(), signal.SIGINT)

BaseProcess.start = start_and_interrupt
(command,) = entry_points(group="console_scripts", name="slack-ocsf")
command.load()()
"""


def test_ctrl_c_while_the_workers_start_ends_them(tmp_path: Path) -> None:
    source = tmp_path / "first"
    source.write_text("\n".join(ENTRIES))
    command = ["map", "-q", "--workers", "2", "-o", tmp_path / "events", source]
    program = [sys.executable, "-c", INTERRUPTED, *command]
    done = subprocess.run(program, env=PLAIN, capture_output=True, check=False, timeout=60)

    assert done.returncode == 130


@contextmanager
def long_run(folder: Path, **place: str) -> Iterator[subprocess.Popen[bytes]]:
    """Give a run of two workers that has begun to write and will not end for seconds."""
    source = folder / "first"
    with source.open("w") as file:
        for _ in range(40):
            file.write("\n".join(ENTRIES) + "\n")
    command = [SLACK_OCSF, "map", "-q", "--workers", "2", "-o", folder / "events", source]
    with subprocess.Popen(command, env=PLAIN | place, stderr=subprocess.PIPE) as process:
        while not (any(folder.glob(".events.*.part")) and len(children(process.pid)) == 2):
            assert process.poll() is None
            time.sleep(0.01)
        yield process


@NEEDS_PROC
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_the_workers_and_leaves_no_event_file(
    number: signal.Signals, tmp_path: Path
) -> None:
    between = tmp_path / "between"
    between.mkdir()
    with long_run(tmp_path, TMPDIR=str(between)) as process:
        started = children(process.pid)
        os.kill(process.pid, number)
    deadline = time.monotonic() + 30
    while any(map(runs, started)):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert not (tmp_path / "events").exists()
    assert not any(between.iterdir())
    if number is signal.SIGINT:
        assert not any(tmp_path.glob(".events.*.part"))


@NEEDS_PROC
def test_a_worker_that_is_killed_ends_the_run_with_an_error_and_no_event_file(
    tmp_path: Path,
) -> None:
    with long_run(tmp_path) as process:
        os.kill(min(children(process.pid)), signal.SIGKILL)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (
        3,
        b"error: a worker process ended before its time; try --workers 1\n",
    )
    assert not any(tmp_path.glob("*events*"))
