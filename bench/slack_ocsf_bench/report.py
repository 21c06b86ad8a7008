"""The rows of the benchmark and the page that shows them."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured.

    Attributes:
        what: Its name.
        measured: The figure; None where it was not measured, and `note` says why.
        target: What is wanted.
        at_least: What must be kept.
        unit: Of the three figures.
        more_is_better: Which way is better.
        note: What else is to be known.
    """

    what: str
    measured: float | None
    target: float
    at_least: float
    unit: str
    more_is_better: bool = False
    note: str = ""

    @property
    def is_peer(self) -> bool:
        """Whether it compares another package with one entry of ours."""
        return " against one entry" in self.what.replace(",", "")

    @property
    def is_kept(self) -> bool:
        """Whether the figure is no worse than it must be; true where there is none."""
        if self.measured is None:
            return True
        if self.more_is_better:
            return self.measured >= self.at_least
        return self.measured <= self.at_least


_HEAD = (
    "| what | target | at least | measured | kept | note |",
    "|---|---|---|---|---|---|",
)


def page(rows: list[Row], stages: dict[str, float], command: str, notes: str) -> str:
    """Return the page of a run.

    Args:
        rows: What was measured.
        stages: Microseconds that one entry spends in each stage.
        command: The command that made the page.
        notes: What was tried, in Markdown.
    """
    cpu = f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    lines = [
        "# Benchmarks",
        "",
        f"Written by `{command}` on {datetime.now(UTC):%Y-%m-%d}, on {cpu};",
        f"Python {platform.python_version()}, orjson {version('orjson')}. Load of the machine over",
        f"the 15 minutes before the end: {os.getloadavg()[2]:.1f}.",
        "",
        "`x LIMIT` is the cost against `orjson.loads(line)` and `orjson.dumps(event)` on the same",
        "events: CPU time, in turns in one process, medians of the ratios. All rows are with",
        "`observables`, `unmapped` and every guard. LIMIT writes events that were made before, so",
        "it waits for memory where the mapping does not: with 1,000 of them it was 5.7 to 12 us on",
        "one machine, by what else ran there. With 50, which fit in caches, every ratio to LIMIT",
        "is higher; the chart by class shows that.",
        "",
        *_HEAD,
        *map(_line, rows),
        "",
        "![cost by class](benchmarks-class.svg)",
        "",
        "![cost against peers](benchmarks-peers.svg)",
        "",
        "![cost by size](benchmarks-size.svg)",
        "",
        "## Where the time of one entry goes",
        "",
        "Each stage is run alone over 1,000 entries, so that what one stage leaves in the caches",
        "does not serve the next, as it does in `one entry`.",
        "",
        "| stage | microseconds |",
        "|---|---|",
        *(f"| {name} | {time:.1f} |" for name, time in stages.items()),
        "",
    ]
    return "\n".join(lines) + "\n" + notes


def _line(row: Row) -> str:
    measured = "-" if row.measured is None else f"{row.measured:.2f} {row.unit}"
    kept = "-" if row.measured is None else ("yes" if row.is_kept else "**no**")
    limits = f"{row.target:g} {row.unit} | {row.at_least:g} {row.unit}"
    return f"| {row.what} | {limits} | {measured} | {kept} | {row.note} |"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "processor not known"
