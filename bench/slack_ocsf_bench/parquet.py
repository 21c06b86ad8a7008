"""What Parquet costs: entries to files of a lake.

    PYTHONPATH=bench .venv/bin/python -m slack_ocsf_bench.parquet [ENTRIES [ROUNDS]]

prints it alone.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import orjson

from slack_ocsf import cells, columns, map_event, usual
from slack_ocsf_bench.line import line_event
from slack_ocsf_bench.report import Row
from slack_ocsf_bench.timing import in_turns
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.lake.held_lines import HeldLines
from slack_ocsf_collector.lake.layout import Layout
from slack_ocsf_collector.lake.objects import objects
from slack_ocsf_collector.lake.table import Tables
from slack_ocsf_collector.line_of_json import LineOfJson

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

_SEED = 1


def parquet_row(count: int = 50_000, rounds: int = 9) -> Row:
    """Return what an entry costs from its line to a Parquet file, in batches of `count`."""
    lines = [orjson.dumps(entry) for entry in entries(_SEED, count)]
    events = [map_event(orjson.loads(line)) for line in lines]
    records = list(map(orjson.dumps, events))
    tables = Tables(columns.COLUMNS, cells)
    of_json = LineOfJson(cells)
    held: defaultdict[int, HeldLines] = defaultdict(HeldLines)

    def limit() -> None:
        for line, event in zip(lines, events, strict=True):
            orjson.loads(line)
            orjson.dumps(event)

    def mapped() -> None:
        in_json: list[bytes] = []
        for line in lines:
            entry = usual.read(line)
            made = entry and cells.write(entry)
            if made:
                held[made.class_uid].add(made.text, made.unmapped)
                continue
            json = line_event(line)
            of_json_too = of_json.line(json, orjson.loads(line)["action"])
            if of_json_too:
                held[of_json_too[0]].add(*of_json_too[1])
            else:
                in_json.append(json)
        files(tables.of(in_json, held))
        for one in held.values():
            one.clear()

    def files(made: Iterable[tuple[int, pa.Table]]) -> int:
        return sum(len(one.body) for one in objects(made, Layout(), "0" * 32))

    competitors = {"limit": limit, "mapped": mapped, "files": lambda: files(tables.of(records))}
    times = in_turns(competitors, count, rounds)
    files_alone = times.ratio("files", "limit")
    size = files(tables.of(records)) / count
    note = (
        f"{count:,} entries a batch, {size:.0f} bytes of Parquet an event;"
        f" from the event's JSON on it is {files_alone:.2f} x LIMIT"
    )
    ratio = times.ratio("mapped", "limit")
    return Row("entry to Parquet", ratio, 2.5, 3.2, "x LIMIT", note=note)


def main() -> None:
    """Print the row."""
    row = parquet_row(*map(int, sys.argv[1:]))
    print(f"{row.what}: {row.measured:.2f} {row.unit}; {row.note}")


if __name__ == "__main__":
    main()
