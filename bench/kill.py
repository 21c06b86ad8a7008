"""Kill a collector at every call by which it changes anything, into each kind of sink.

The same harness as in tests/kill, which takes some of the calls; here every one is taken once, the
writes torn half way in turn, and then random moments. Three sinks at a time, in processes.

    .venv/bin/python bench/kill.py [RANDOM]
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

_ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(_ROOT / "tests" / name) for name in ("kill", "collector")]

from fake_slack_server import fake_slack  # noqa: E402 - found where the line above says
from killing import launcher  # noqa: E402 - the same
from moto_s3 import environment, served  # noqa: E402 - the same
from points import Tally, calls, kill_at_each, kill_at_random, kills  # noqa: E402 - the same
from worlds import GROWING, Bucket, Lake, Lines, World, slack_at_three_moments  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVENTS = 40
_RANDOM = 150
_SINKS = {"ndjson": "NDJSON", "parquet": "Parquet, folder", "s3": "Parquet, S3"}


@contextmanager
def _world(sink: str) -> Iterator[World]:
    with (
        tempfile.TemporaryDirectory() as name,
        slack_at_three_moments(_EVENTS) as servers,
        served() as address,
        launcher(Path(name), "--lakes", **environment(address)) as starter,
    ):
        folder = Path(name)
        if sink == "s3":
            kept = Bucket(address, "lake")
        else:
            kept = (Lines if sink == "ndjson" else Lake)(folder / "out")
        yield World(servers, starter, kept, folder / "state")


def measure(sink: str, at_random: int) -> tuple[Tally, Tally]:
    """Return what came of kills at every call, and of kills at random moments."""
    with _world(sink) as world, fake_slack(*GROWING) as growing:
        at_calls = Tally()
        for moment in range(len(world.servers)):
            world.start_with_runs_at(moment)
            names = calls(world, moment)
            at_calls += kill_at_each(world, moment, kills(names, most=len(names)))
        alone = replace(world, servers=(growing,))
        alone.start_with_runs_at(0)
        return at_calls, kill_at_random(alone, at_random, Random(sink))  # noqa: S311 - no secret


def main() -> None:
    """Run all, and print a table in Markdown."""
    at_random = int(sys.argv[1]) if len(sys.argv) > 1 else _RANDOM
    start = time.monotonic()
    with ProcessPoolExecutor(len(_SINKS)) as pool:
        tallies = list(pool.map(measure, _SINKS, [at_random] * len(_SINKS)))
    print("| sink | killed at | kills | lost | duplicated | runs that then failed |")
    print("|---|---|---:|---:|---:|---:|")
    for name, (at_calls, random) in zip(_SINKS.values(), tallies, strict=True):
        for where, tally in (("every call", at_calls), ("random moments", random)):
            found = (tally.kills.total(), len(tally.lost), len(tally.repeated), len(tally.told))
            print(f"| {name} | {where} | {' | '.join(map(str, found))} |")
    total = sum((tally for pair in tallies for tally in pair), Tally())
    print(
        f"\n{total.kills.total()} kills in {time.monotonic() - start:.0f} s, by the call at which:"
    )
    print(", ".join(f"{name} {count}" for name, count in total.kills.most_common()))


if __name__ == "__main__":
    main()
