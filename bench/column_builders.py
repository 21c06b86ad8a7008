"""Measure ways to make columns of events as JSON; docs/decisions/0018-columns.md chose by it.

Each is given the same events without `unmapped`, as one text for each class, and the same schema.

    .venv/bin/python bench/column_builders.py [EVENTS [ROUNDS]]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING

import arro3.core
import arro3.io
import orjson
import pyarrow as pa
import pyarrow.json

from slack_ocsf import columns, map_event
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.lake.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Callable

Text = bytes


def by_arro3(text: Text, schema: pa.Schema) -> None:
    """arrow-rs, which passes over unknown keys; the count of keys that makes up for it is in."""
    found = arro3.io.read_json(text, arro3.core.Schema.from_arrow(schema), batch_size=1024)
    pa.table(found.read_all())
    text.count(b'":')


def by_pyarrow_json(text: Text, schema: pa.Schema) -> None:
    """Arrow's own reader in C++, which refuses unknown keys."""
    pyarrow.json.read_json(
        pa.BufferReader(text),
        read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(text) + 1),
        parse_options=pyarrow.json.ParseOptions(
            explicit_schema=schema, unexpected_field_behavior="error"
        ),
    )


def by_dicts(text: Text, schema: pa.Schema) -> None:
    """Dicts by orjson, which pyarrow reads in C++; it passes over unknown keys too."""
    pa.array(list(map(orjson.loads, text.splitlines())), pa.struct(list(schema)))


def by_dicts_alone(text: Text, _schema: pa.Schema) -> None:
    """What any builder in Python pays before it begins: the dicts, one at a time."""
    for line in text.splitlines():
        orjson.loads(line)


BUILDERS = (by_arro3, by_pyarrow_json, by_dicts, by_dicts_alone)


def builder_costs(count: int, rounds: int) -> dict[str, float]:
    """Return the CPU time of each way, in microseconds an event; medians, run in turn."""
    texts = _texts(count)
    taken: dict[str, list[float]] = {one.__name__: [] for one in BUILDERS}
    for number in range(rounds + 1):
        for build in BUILDERS:
            spent = _spent(build, texts)
            if number:
                taken[build.__name__].append(spent / count * 1e6)
    return {name: statistics.median(times) for name, times in taken.items()}


def _texts(count: int) -> list[tuple[Text, pa.Schema]]:
    lines: defaultdict[int, list[bytes]] = defaultdict(list)
    for entry in entries(1, count):
        event = map_event(entry)
        event.pop("unmapped", None)
        lines[event["class_uid"]].append(orjson.dumps(event))
    return [(b"\n".join(held), arrow_schema(columns.COLUMNS[uid])) for uid, held in lines.items()]


def _spent(build: Callable[[Text, pa.Schema], None], texts: list[tuple[Text, pa.Schema]]) -> float:
    start = time.process_time()
    for text, schema in texts:
        build(text, schema)
    return time.process_time() - start


def main() -> None:
    """Print the costs."""
    told = [int(word) for word in sys.argv[1:]]
    count, rounds = (*told, *(20_000, 7)[len(told) :])
    for name, cost in builder_costs(count, rounds).items():
        print(f"{cost:6.2f} us  {name}")


if __name__ == "__main__":
    main()
