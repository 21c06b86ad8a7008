"""Measure ways to make columns of events as JSON; docs/decisions/0018-columns.md chose by it.

Each is given the same events without `unmapped`, as one text for each class, and the same schema.

    .venv/bin/python bench/column_builders.py [EVENTS [ROUNDS]]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import arro3.core
import arro3.io
import orjson
import pyarrow as pa
import pyarrow.json

from slack_ocsf import columns, map_event
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.lake.schema import arrow_schema
from slack_ocsf_collector.lake.whole import is_all_of

if TYPE_CHECKING:
    from collections.abc import Callable


class Lines(NamedTuple):
    """Events of one class, a line each."""

    text: bytes
    columns: columns.Columns
    schema: pa.Schema


def by_arro3(lines: Lines) -> None:
    """arrow-rs, which passes over unknown keys; the proof that it did not is in."""
    schema = arro3.core.Schema.from_arrow(lines.schema)
    found = pa.table(arro3.io.read_json(lines.text, schema, batch_size=1024).read_all())
    assert is_all_of(found, lines.columns, lines.text)  # noqa: S101 - it costs what is measured


def by_pyarrow_json(lines: Lines) -> None:
    """Arrow's own reader in C++, which refuses unknown keys."""
    pyarrow.json.read_json(
        pa.BufferReader(lines.text),
        read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(lines.text) + 1),
        parse_options=pyarrow.json.ParseOptions(
            explicit_schema=lines.schema, unexpected_field_behavior="error"
        ),
    )


def by_dicts(lines: Lines) -> None:
    """Dicts by orjson, which pyarrow reads in C++; it passes over unknown keys too."""
    pa.array(list(map(orjson.loads, lines.text.splitlines())), pa.struct(list(lines.schema)))


def by_dicts_alone(lines: Lines) -> None:
    """What any builder in Python pays before it begins: the dicts, one at a time."""
    for line in lines.text.splitlines():
        orjson.loads(line)


BUILDERS = (by_arro3, by_pyarrow_json, by_dicts, by_dicts_alone)


def builder_costs(count: int, rounds: int) -> dict[str, float]:
    """Return the CPU time of each way, in microseconds an event; medians, run in turn."""
    events = _lines(count)
    taken: dict[str, list[float]] = {one.__name__: [] for one in BUILDERS}
    for number in range(rounds + 1):
        for build in BUILDERS:
            spent = _spent(build, events)
            if number:
                taken[build.__name__].append(spent / count * 1e6)
    return {name: statistics.median(times) for name, times in taken.items()}


def _lines(count: int) -> list[Lines]:
    lines: defaultdict[int, list[bytes]] = defaultdict(list)
    for entry in entries(1, count):
        event = map_event(entry)
        event.pop("unmapped", None)
        lines[event["class_uid"]].append(orjson.dumps(event) + b"\n")
    known = columns.COLUMNS
    return [
        Lines(b"".join(held), known[uid], arrow_schema(known[uid])) for uid, held in lines.items()
    ]


def _spent(build: Callable[[Lines], None], events: list[Lines]) -> float:
    start = time.process_time()
    for lines in events:
        build(lines)
    return time.process_time() - start


def main() -> None:
    """Print the costs."""
    told = [int(word) for word in sys.argv[1:]]
    count, rounds = (*told, *(20_000, 7)[len(told) :])
    for name, cost in builder_costs(count, rounds).items():
        print(f"{cost:6.2f} us  {name}")


if __name__ == "__main__":
    main()
