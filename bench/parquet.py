"""Measure what Parquet costs: events as JSON to files of a lake, against the floor of any mapper.

The floor, LIMIT, is parsing an entry and writing a ready event with orjson. Both are run in turn
in one process; CPU time, medians.

    .venv/bin/python bench/parquet.py [EVENTS [ROUNDS]]
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import orjson

from slack_ocsf import columns, map_event
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.lake.layout import Layout
from slack_ocsf_collector.lake.objects import objects
from slack_ocsf_collector.lake.table import Tables
from slack_ocsf_collector.sinks.sink import Batch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Cost(NamedTuple):
    """CPU time of one event, in microseconds: of LIMIT, of tables alone, of files."""

    limit: float
    tables: float
    files: float
    bytes_of_json: float
    bytes_of_parquet: float


def parquet_cost(lines: Sequence[bytes], rounds: int = 7) -> Cost:
    """Measure the events of some entries.

    Args:
        lines: The entries, as JSON.
        rounds: How often each is run; the first round is not counted.
    """
    events = [map_event(orjson.loads(line)) for line in lines]
    records = tuple(map(orjson.dumps, events))
    made = Tables(columns.COLUMNS)
    batch = Batch("0" * 32, "", "audit", "", records)
    files: list[int] = []

    def limit() -> None:
        for line, event in zip(lines, events, strict=True):
            orjson.loads(line)
            orjson.dumps(event)

    def to_tables() -> None:
        for _ in made.of(records):
            pass

    def to_files() -> None:
        files[:] = [len(one.body) for one in objects(batch, made, Layout())]

    taken: list[list[float]] = [[], [], []]
    for number in range(rounds + 1):
        for times, run in zip(taken, (limit, to_tables, to_files), strict=True):
            spent = _spent(run)
            if number:
                times.append(spent / len(records) * 1e6)
    sizes = sum(map(len, records)), sum(files)
    return Cost(*map(statistics.median, taken), *(size / len(records) for size in sizes))


def _spent(run: Callable[[], None]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print the costs."""
    told = [int(word) for word in sys.argv[1:]]
    count, rounds = (*told, *(30_000, 7)[len(told) :])
    cost = parquet_cost([orjson.dumps(entry) for entry in entries(1, count)], rounds)
    print(f"{count:,} events of {cost.bytes_of_json:,.0f} bytes, {rounds} rounds")
    print(f"LIMIT   {cost.limit:6.2f} us")
    for name, spent in (("tables", cost.tables), ("files", cost.files)):
        print(f"{name:<7} {spent:6.2f} us  {spent / cost.limit:.2f} x LIMIT")
    print(f"{cost.bytes_of_parquet:,.0f} bytes of Parquet an event")


if __name__ == "__main__":
    main()
