"""A coverage report for programs and for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from slack_ocsf_collector.coverage.result import State
from slack_ocsf_collector.reject import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slack_ocsf_collector.coverage.result import Coverage, Left, RejectReason

_MEANINGS = {
    State.UNKNOWN: "the table does not have the action",
    State.FALLBACK: "the table leaves the action to the fallback",
    State.MAPPED: "the table has a line for the action",
}
_WITHHELD = (
    "Redacted: no values, no file names; <key> and <action> stand for names that may be yours."
)


def as_json(report: Coverage) -> str:
    """Return the report as a line of JSON."""
    return json.dumps(
        {
            "ocsf_version": report.ocsf_version,
            "mapping_version": report.mapping_version,
            "redacted": report.is_redacted,
            "entries": sum(report.states().values()) + report.rejected(),
            "states": report.states(),
            "rejects": report.rejected(),
            "unreadable": report.unreadable,
            "actions": [
                {
                    "action": one.action,
                    "class": one.class_name,
                    "state": one.state,
                    "entries": one.entries,
                    "unmapped": list(map(_left_as_dict, one.unmapped)),
                }
                for one in report.actions
            ],
            "reject_reasons": list(map(_reason_as_dict, report.rejects)),
            "unmapped": list(map(_left_as_dict, report.unmapped())),
            "beyond_limits": {
                "actions": report.uncounted.actions,
                "paths": report.uncounted.paths,
            },
        }
    )


def as_lines(report: Coverage) -> Iterator[str]:
    """Yield the report as lines for a terminal."""
    yield from _totals(report)
    yield from _actions(report)
    yield from _rejects(report)
    yield from _unmapped(report)
    yield from _beyond_limits(report)


def _left_as_dict(left: Left) -> dict[str, object]:
    known: dict[str, object] = {"path": left.path, "entries": left.entries}
    return known if left.example is None else known | {"example": json.loads(left.example)}


def _reason_as_dict(one: RejectReason) -> dict[str, object]:
    known: dict[str, object] = {"path": one.path, "reason": one.reason, "entries": one.entries}
    return known if one.first is None else known | {"first": one.first}


def _totals(report: Coverage) -> Iterator[str]:
    events = sum(report.states().values())
    rejected = report.rejected()
    entries = events + rejected
    yield _title(f"{entries:,} {'entry' if entries == 1 else 'entries'}")
    counts = [
        *((count, state.value, _MEANINGS[state]) for state, count in report.states().items()),
        (rejected, "rejected", "no event can be made of the entry"),
    ]
    yield from _table((f"{count:,}", name, meaning) for count, name, meaning in counts)
    if report.unreadable:
        yield _warning(f"Inputs not read to their end: {report.unreadable:,}")
    yield f"Mapping {report.mapping_version}, OCSF {report.ocsf_version}"
    if report.is_redacted:
        yield _WITHHELD


def _actions(report: Coverage) -> Iterator[str]:
    if report.actions:
        yield ""
        yield _title("Actions")
        yield from _table(
            (f"{one.entries:,}", one.state.value, one.class_name, printable(one.action))
            for one in report.actions
        )


def _rejects(report: Coverage) -> Iterator[str]:
    if report.rejects:
        yield ""
        yield _title("Rejects")
        yield from _table(
            (
                f"{one.entries:,}",
                printable(f"{one.path}: {one.reason}" if one.path else one.reason),
                f"first at {one.first}" if one.first else "",
            )
            for one in report.rejects
        )


def _unmapped(report: Coverage) -> Iterator[str]:
    everything = report.unmapped()
    if not everything:
        return
    yield ""
    yield _title("Left in unmapped, of all actions")
    yield from _paths(everything)
    for one in report.actions:
        if one.unmapped:
            yield ""
            yield _title(f"Left in unmapped, of {printable(one.action)} ({one.entries:,})")
            yield from _paths(one.unmapped)


def _beyond_limits(report: Coverage) -> Iterator[str]:
    if report.uncounted.actions or report.uncounted.paths:
        yield ""
    if report.uncounted.actions:
        entries = f"{report.uncounted.actions:,}"
        yield _warning(f"Too many unknown actions to tell apart; entries in (others): {entries}")
    if report.uncounted.paths:
        times = f"{report.uncounted.paths:,}"
        yield _warning(f"Too many paths to count them all; left out above: {times} times a path")


def _paths(left: Iterable[Left]) -> Iterator[str]:
    return _table((f"{one.entries:,}", one.path, printable(one.example or "")) for one in left)


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows with their columns aligned, the first one, a number, to the right."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for first, *others in cells:
        padded = (cell.ljust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join(["", first.rjust(widths[0]), *padded]).rstrip()


def _title(text: str) -> str:
    return click.style(text, bold=True)


def _warning(text: str) -> str:
    return click.style(text, fg="yellow")
