"""Kill what collects at every call by which it changes anything, and at random moments.

The same harness as in tests/kill, which takes some of the calls; here every one is taken once, the
writes torn half way in turn. Some cases at a time, in processes.

    .venv/bin/python bench/kill.py [--random N] [--processes N] [CASE ...]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

_ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(_ROOT / "tests" / name) for name in ("kill", "collector")]

from fake_slack_server import fake_slack  # noqa: E402 - found where the line above says
from kept import Bucket, Lake, Lines  # noqa: E402 - the same
from killing import Deed, launcher  # noqa: E402 - the same
from moto_s3 import environment, served  # noqa: E402 - the same
from points import (  # noqa: E402 - the same
    Tally,
    collecting,
    kill_at_each,
    kill_at_random,
    kill_beside,
    kills_of,
)
from scenes import BESIDE, ROWS, SCENES  # noqa: E402 - the same
from worlds import (  # noqa: E402 - the same
    GROWING,
    World,
    rows_at_three_moments,
    slack_at_three_moments,
)

if TYPE_CHECKING:
    from kept import Kept
    from points import Scene

_EVENTS = 40
_AMOUNTS = (30, 15)
_SECONDS = (0.02, 0.4)
_MUCH = ("--events", 1500)
_ROWS = ("access", "integration")
_LOOKS = tuple(map(collecting, range(3)))


@dataclass(frozen=True)
class Case:
    """What is killed, and what it writes into.

    Attributes:
        killed: What, as the table says it.
        sinks: Kinds of sinks: `ndjson`, `raw`, `parquet`, `s3`.
        scenes: Each is killed at every call, and at random moments.
        sources: What is read.
        is_followed: Whether those are looks at a log that grows, all with one state.
        beside: Is killed at random calls beside a `collect`.
    """

    killed: str
    sinks: tuple[str, ...]
    scenes: tuple[Scene, ...] = ()
    sources: tuple[str, ...] = ("audit",)
    is_followed: bool = False
    beside: Scene | None = None


_BOTH = ("ndjson", "parquet")
CASES = {
    "ndjson": Case("collect", ("ndjson",), _LOOKS, is_followed=True),
    "parquet": Case("collect", ("parquet",), _LOOKS, is_followed=True),
    "s3": Case("collect", ("s3",), _LOOKS, is_followed=True),
    "several": Case("collect", ("ndjson", "raw", "parquet"), _LOOKS, is_followed=True),
    "backfill": Case("backfill", _BOTH, (SCENES["backfill"], SCENES["backfill first"])),
    "beside": Case("backfill beside `collect`, and that", _BOTH, beside=BESIDE["backfill"]),
    "verify beside": Case("verify beside `collect`, and that", _BOTH, beside=BESIDE["verify"]),
    "rows": Case(
        "collect of access and integration logs",
        ("ndjson",),
        tuple(ROWS.values()),
        _ROWS,
    ),
    "verify": Case("verify that fills both sinks", _BOTH, (SCENES["verify"],)),
    "replay": Case("replay, and collect that rejects", _BOTH, (SCENES["refuse"], SCENES["replay"])),
}
_NAMES = {
    "ndjson": "NDJSON",
    "raw": "NDJSON of untouched entries",
    "parquet": "Parquet in a folder",
    "s3": "Parquet on S3",
}


def _kept(sink: str, folder: Path, address: str) -> Kept:
    match sink:
        case "s3":
            return Bucket(address, "lake")
        case "parquet":
            return Lake(folder / "lake")
        case _:
            return Lines(folder / sink, "raw" if sink == "raw" else "events")


def _world(case: Case, opened: ExitStack) -> World:
    """Return a world whose Slack is that of a case at three moments."""
    folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
    address = opened.enter_context(served()) if "s3" in case.sinks else ""
    starter = launcher(folder, "--lakes", **(environment(address) if address else {}))
    is_audit = "audit" in case.sources
    slack = slack_at_three_moments(_EVENTS) if is_audit else rows_at_three_moments(*_AMOUNTS)
    return World(
        opened.enter_context(slack),
        opened.enter_context(starter),
        tuple(_kept(sink, folder, address) for sink in case.sinks),
        folder / "state",
        case.sources,
    )


def measure(name: str, at_random: int) -> dict[str, Tally]:
    """Return what came of the kills of a case, by where they came."""
    case, found, chance = CASES[name], {}, Random(name)  # noqa: S311 - nothing secret
    with ExitStack() as opened:
        world = _world(case, opened)
        if case.scenes:
            found = {"every call": Tally(), "random moments": Tally()}
        for scene in case.scenes:
            at_calls = kills_of(world, scene, most=sys.maxsize)
            found["every call"] += kill_at_each(world, scene, at_calls)
            if not case.is_followed:
                some = at_random // len(case.scenes)
                deeds = [Deed(within=chance.uniform(*_SECONDS)) for _ in range(some)]
                found["random moments"] += kill_at_each(world, scene, deeds)
        much = _MUCH if case.beside else ()
        growing = opened.enter_context(fake_slack(*GROWING, *much))
        alone = replace(world, servers=(growing,))
        if case.is_followed:
            alone.start_with()
            found["random moments"] = kill_at_random(alone, at_random, chance)
        if case.beside:
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
            other = opened.enter_context(launcher(folder, "--lakes"))
            found["random calls"] = kill_beside(alone, other, case.beside, at_random, chance)
    return found


def _row(case: Case, place: str, tally: Tally) -> str:
    sinks = ", ".join(_NAMES[one] for one in case.sinks)
    found = (tally.kills.total(), len(tally.lost), len(tally.repeated), len(tally.told))
    return f"| {case.killed} | {sinks} | {place} | {' | '.join(map(str, found))} |"


def main() -> None:
    """Run all, and print a table in Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--random", type=int, default=150)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("cases", nargs="*", default=[*CASES], metavar="CASE")
    given = parser.parse_args()
    start, names = time.monotonic(), given.cases
    if unknown := set(names) - CASES.keys():
        parser.error(f"no case is called {unknown} (there are: {', '.join(CASES)})")
    print("| killed | sinks | at | kills | lost | duplicated | runs that then failed |")
    print("|---|---|---|---:|---:|---:|---:|")
    total = Tally()
    with ProcessPoolExecutor(given.processes) as pool:
        tallies = pool.map(measure, names, [given.random] * len(names))
        for name, by_place in zip(names, tallies, strict=True):
            for place, tally in by_place.items():
                print(_row(CASES[name], place, tally), flush=True)
                total += tally
    seconds = time.monotonic() - start
    print(f"\n{total.kills.total()} kills in {seconds:.0f} s, by the call at which:")
    print(", ".join(f"{name} {count}" for name, count in total.kills.most_common()))
    for told in total.told[:3]:
        print(told, file=sys.stderr)


if __name__ == "__main__":
    main()
