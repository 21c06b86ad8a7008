"""What is measured of whole commands: memory, start-up, and whether cost grows with size."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from slack_ocsf_bench.report import Row

if TYPE_CHECKING:
    from slack_ocsf_bench.sample import Sample

_BIN = Path(sys.executable).parent
_MAP = [str(_BIN / "slack-ocsf"), "map", "-q"]
_START_ROUNDS = 7
_FEW = 10_000
_FILE_ROUNDS = 3


def stream_costs(sample: Sample, entries: int) -> tuple[list[Row], list[tuple[str, float]]]:
    """Return memory and flatness of `slack-ocsf map` on streams of up to that many entries.

    With them come the microseconds of an event by the size of the stream, start-up taken off.
    """
    short = [(_streamed(sample, 0), _streamed(sample, _FEW)) for _ in range(_START_ROUNDS)]
    bare = median(none[0] for none, _ in short)
    costs = {_FEW: (median(some[0] for _, some in short) - bare) / _FEW}
    memory = few_memory = max(some[1] for _, some in short)
    while (size := min(max(costs) * 10, entries)) not in costs:
        spent, memory = _streamed(sample, size)
        costs[size] = (spent - bare) / size
    growth = costs[max(costs)] / costs[_FEW] - 1
    note = f"{_FEW:,} to {entries:,} entries through a pipe, start-up taken off"
    grown = f"{entries:,} entries through a pipe; {few_memory:.0f} MB with {_FEW:,}"
    rows = [
        Row("peak memory of `slack-ocsf map`", memory, 40, 60, "MB", note=grown),
        Row("growth of the cost of an event", growth * 100, 10, 15, "%", note=note),
    ]
    return rows, [(f"{size:,} entries", cost * 1e6) for size, cost in sorted(costs.items())]


def workers_rows(sample: Sample, entries: int) -> list[Row]:
    """Return how much faster two workers are than one, on a file of that many entries."""
    blocks = entries // len(sample.lines)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "entries.jsonl"
        block = b"".join(line + b"\n" for line in sample.lines)
        installed = _installed(folder)
        source.write_bytes(block)
        _file_to_file(source, "2", installed)  # by which all modules are compiled
        with source.open("wb") as file:
            for _ in range(blocks):
                file.write(block)
        runs = [
            [_file_to_file(source, count, installed) for count in ("1", "2")]
            for _ in range(_FILE_ROUNDS)
        ]
    work = median(two[1] / one[1] for one, two in runs)
    note = (
        f"{blocks * len(sample.lines):,} entries, wall time;"
        f" two together take {work:.2f} times the CPU time of one"
    )
    return [
        Row(
            "two workers against one, file to file",
            median(one[0] / two[0] for one, two in runs),
            1.9,
            1.6,
            "times",
            more_is_better=True,
            note=note,
        )
    ]


def start_rows(sample: Sample) -> list[Row]:
    """Return how long starting takes."""
    with TemporaryDirectory() as folder:
        one = Path(folder) / "one.json"
        one.write_bytes(sample.lines[0])
        cached = _installed(folder)
        bare = _wall([sys.executable, "-c", "pass"], cached)
        package = _wall([sys.executable, "-c", "import slack_ocsf.mapping"], cached)
        whole = _wall([*_MAP, str(one)], cached)
        generate = [str(_BIN / "slack-ocsf-codegen"), "generate", "--check"]
        generated = _wall(generate, cached, rounds=1)
    return [
        Row("import of the mapping over bare Python", (package - bare) * 1000, 40, 80, "ms"),
        Row("`slack-ocsf map` on one entry", whole * 1000, 150, 250, "ms"),
        Row("`slack-ocsf-codegen generate`, all actions", generated, 3, 6, "s"),
    ]


def _installed(folder: str) -> dict[str, str]:
    """Return an environment in which modules are compiled once, as an installer does it."""
    cached = {**os.environ, "PYTHONPYCACHEPREFIX": f"{folder}/cache"}
    cached.pop("PYTHONDONTWRITEBYTECODE", None)
    return cached


def _streamed(sample: Sample, entries: int) -> tuple[float, float]:
    """Return the CPU seconds and the peak memory in MB of a run."""
    block = b"".join(line + b"\n" for line in sample.lines)
    with Popen(_MAP, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL) as process:  # noqa: S603 - our own command
        stdin = process.stdin
        if stdin is None:
            raise AssertionError("it has a pipe")
        for _ in range(entries // len(sample.lines)):
            stdin.write(block)
        stdin.flush()
        status = Path(f"/proc/{process.pid}/status").read_text()
        peak = re.search(r"VmHWM:\s+(\d+)", status)
        stdin.close()
        spent = _cpu_seconds(process)
    if peak is None:
        raise RuntimeError("the system tells no peak of memory")
    return spent, int(peak[1]) / 1024


def _file_to_file(source: Path, workers: str, environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds and the CPU seconds of `slack-ocsf map` and its processes.

    The events go to a new file: to replace one of a run before takes as long as deleting that.
    """
    events = source.with_name("events")
    command = [*_MAP, "--workers", workers, "-o", str(events), str(source)]
    begin = perf_counter()
    with Popen(command, env=environment, stdout=DEVNULL, stderr=DEVNULL) as process:  # noqa: S603 - our own command
        spent = _cpu_seconds(process)
    seconds = perf_counter() - begin
    events.unlink()
    return seconds, spent


def _cpu_seconds(process: Popen[bytes]) -> float:
    """Wait for the end of a run, and return what it and its own processes took."""
    _, code, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    if process.returncode:
        raise RuntimeError(f"slack-ocsf map ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def _wall(command: list[str], environment: dict[str, str], rounds: int = _START_ROUNDS) -> float:
    """Return the median of the seconds that a command takes after a first run."""
    times = []
    for _ in range(rounds + 1):
        begin = perf_counter()
        with Popen(command, stdout=DEVNULL, stderr=DEVNULL, env=environment) as process:  # noqa: S603 - our own commands
            code = process.wait()
        if code:
            raise RuntimeError(f"{command} ended with {code}")
        times.append(perf_counter() - begin)
    return median(times[1:])
