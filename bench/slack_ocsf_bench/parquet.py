"""What Parquet costs: entries to files of a lake.

    PYTHONPATH=bench .venv/bin/python -m slack_ocsf_bench.parquet [ENTRIES [ROUNDS]]

prints it alone.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import orjson

import slack_ocsf
from slack_ocsf import cells, columns, map_event
from slack_ocsf_bench.report import Row
from slack_ocsf_bench.timing import in_turns
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.events import Event
from slack_ocsf_collector.lake.held_lines import HeldLines
from slack_ocsf_collector.lake.layout import Layout
from slack_ocsf_collector.lake.objects import objects
from slack_ocsf_collector.lake.table import Tables
from slack_ocsf_collector.lined_events import TableLine, lined_events
from slack_ocsf_collector.logs import AUDIT

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
    held: defaultdict[int, HeldLines] = defaultdict(HeldLines)

    def limit() -> None:
        for line, event in zip(lines, events, strict=True):
            orjson.loads(line)
            orjson.dumps(event)

    def mapped() -> None:
        in_json: list[bytes] = []
        elements = (Element("-", 1, line) for line in lines)
        for event in lined_events(elements, slack_ocsf, AUDIT, cells):
            if isinstance(event, TableLine):
                held[event.class_uid].add(event.text, event.unmapped)
            elif isinstance(event, Event):
                in_json.append(event.json)
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
