"""Measure, write docs/benchmarks.md, and exit with 1 when a figure is worse than it must be."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from slack_ocsf_bench.commands import start_rows, stream_costs, workers_rows
from slack_ocsf_bench.in_process import by_class, ratios, stages
from slack_ocsf_bench.peers import peer_rows
from slack_ocsf_bench.plots import bars
from slack_ocsf_bench.report import page
from slack_ocsf_bench.sample import sample

_NOTES = Path(__file__).parent / "notes.md"


def main() -> int:
    """Run the benchmark."""
    parser = ArgumentParser(prog="python -m slack_ocsf_bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=31, help="rounds of each ratio")
    parser.add_argument("--entries", type=int, default=10_000_000, help="entries of the stream")
    parser.add_argument(
        "--file-entries", type=int, default=1_000_000, help="entries of the file for workers"
    )
    parser.add_argument("--page", type=Path, default=Path("docs/benchmarks.md"))
    parser.add_argument("--command", default="make bench", help="what the page says made it")
    options = parser.parse_args()
    entries = sample(1000)
    in_process = ratios(entries, options.rounds)
    peers = peer_rows(options.rounds)
    # Not before: where pyarrow is loaded, LIMIT takes less, and no process that writes JSON has it.
    from slack_ocsf_bench.parquet import parquet_row

    streamed, sizes = stream_costs(entries, options.entries)
    rows = [
        *in_process,
        parquet_row(),
        *peers,
        *workers_rows(entries, options.file_entries),
        *streamed,
        *start_rows(entries),
    ]
    against = [(row.what.partition(" against")[0], row.measured) for row in rows if row.is_peer]
    charts = {
        "class": bars(
            "Cost of one entry by class, 50 entries in caches, in LIMIT",
            by_class(sample(4000), options.rounds),
            "x LIMIT",
            mark=1,
        ),
        "peers": bars(
            "Cost against ours",
            [("slack-ocsf", 1.0), *((name, one) for name, one in against if one is not None)],
            "times",
        ),
        "size": bars("CPU time of an event by the size of the stream", sizes, "us"),
    }
    for name, chart in charts.items():
        options.page.with_name(f"benchmarks-{name}.svg").write_text(chart)
    spent = stages(entries, options.rounds)
    text = page(rows, spent, options.command, _NOTES.read_text())
    options.page.write_text(text)
    sys.stdout.write(text)
    return 0 if all(row.is_kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
