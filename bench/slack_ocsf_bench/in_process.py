"""What is measured within one process: the ratios to LIMIT and to Pydantic, and the stages."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import orjson
from pydantic import ValidationError

import slack_ocsf
from slack_ocsf import usual
from slack_ocsf.models import Entry, model_for
from slack_ocsf_bench.line import line_event
from slack_ocsf_bench.report import Row
from slack_ocsf_bench.timing import in_turns
from slack_ocsf_collector.events import events
from slack_ocsf_collector.portable import read
from slack_ocsf_collector.splitting import split
from slack_ocsf_collector.usual import reader
from slack_ocsf_collector.validity import validity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from slack_ocsf_bench.sample import Sample
    from slack_ocsf_collector.events import Check


_ENOUGH = 50


def ratios(sample: Sample, rounds: int) -> list[Row]:
    """Return the rows that are ratios."""
    check = validity(slack_ocsf)
    times = in_turns(
        {
            "limit": lambda: _limit(sample.lines, sample.events),
            "entry": lambda: _mapped(sample.lines),
            "page": lambda: _page(sample.page, None),
            "validated page": lambda: _page(sample.page, check),
            "odd limit": lambda: _limit(sample.odd_lines, sample.odd_events),
            "odd": lambda: _mapped(sample.odd_lines),
            "pydantic": lambda: _pydantic(sample),
        },
        len(sample.lines),
        rounds,
    )
    unit = "x LIMIT"
    size = f"{len(sample.lines)} entries"
    return [
        Row("one entry, line to bytes", times.ratio("entry", "limit"), 1.5, 1.8, unit),
        Row("a saved page", times.ratio("page", "limit"), 1.6, 2.0, unit, note=size),
        Row("a saved page, --validate", times.ratio("validated page", "limit"), 2.3, 3, unit),
        Row(
            "every entry with a new or a mistyped member",
            times.ratio("odd", "odd limit"),
            2.5,
            3,
            unit,
        ),
        Row(
            "Pydantic in and out, against one entry",
            times.ratio("pydantic", "entry"),
            8,
            5,
            "times",
            more_is_better=True,
            note="reads by `Entry`, checks and writes by the class; the mapping not counted",
        ),
    ]


def stages(sample: Sample, rounds: int) -> dict[str, float]:
    """Return the microseconds that one entry takes in each stage, each stage run alone."""
    lines = [line for line in sample.lines if (one := usual.read(line)) and usual.write(one)]
    entries = [orjson.loads(line) for line in lines]
    page = b'{"entries":[' + b",".join(lines) + b"]}"
    times = in_turns(
        {
            "orjson": lambda: _each(orjson.loads, lines),
            "structs": lambda: _each(usual.read, lines),
            "dicts": lambda: _each(read, lines),
            "structs to JSON": lambda: _each(line_event, lines),
            "mapping dicts": lambda: _each(slack_ocsf.map_event, entries),
            "writing": lambda: _each(orjson.dumps, sample.events),
            "page, split": lambda: _each(bool, split(_once(page), "-", read=reader(slack_ocsf))),
            "page": lambda: _page(page, None),
        },
        len(lines),
        rounds,
    )
    found = times.microseconds
    return {
        "`orjson.loads`, for comparison": found("orjson"),
        "reading into structs": found("structs"),
        "mapping and writing structs, `usual.write`": found("structs to JSON") - found("structs"),
        "reading into dicts, where an entry is not usual": found("dicts"),
        "mapping dicts, `map_event`": found("mapping dicts"),
        "`orjson.dumps`": found("writing"),
        "finding the entry in a page": found("page, split") - found("structs"),
        "an entry of a page, all of it": found("page"),
    }


def by_class(sample: Sample, rounds: int) -> list[tuple[str, float]]:
    """Return the cost of one entry in LIMIT, line to bytes, for each class with enough entries.

    They are so few that all is in caches, which serves LIMIT more than the mapping.
    """
    found: dict[str, list[bytes]] = {}
    for line, event in zip(sample.lines, sample.events, strict=True):
        found.setdefault(event["class_name"], []).append(line)
    return sorted(
        (name, _ratio(lines[:_ENOUGH], rounds))
        for name, lines in found.items()
        if len(lines) >= _ENOUGH
    )


def _ratio(lines: list[bytes], rounds: int) -> float:
    # few and made anew: what orjson takes for an event depends most of all on where it lies
    events = [slack_ocsf.map_event(orjson.loads(line)) for line in lines]
    competitors = {"limit": lambda: _limit(lines, events), "entry": lambda: _mapped(lines)}
    return in_turns(competitors, len(lines), rounds).ratio("entry", "limit")


def _limit(lines: list[bytes], events: list[dict[str, Any]]) -> None:
    for line, event in zip(lines, events, strict=True):
        orjson.loads(line)
        orjson.dumps(event)


def _mapped(lines: list[bytes]) -> None:
    for line in lines:
        line_event(line)


def _each(function: Callable[[Any], object], values: Iterable[Any]) -> None:
    """Call a function with each value, and keep nothing of what it returns."""
    for value in values:
        function(value)


def _page(page: bytes, check: Check | None) -> None:
    found = split(_once(page), "-", read=reader(slack_ocsf))
    for _ in events(found, package=slack_ocsf, check=check):
        pass


def _pydantic(sample: Sample) -> None:
    for line, event in zip(sample.lines, sample.events, strict=True):
        with suppress(ValidationError):  # the model of entries is strict, the mapping is not
            Entry.model_validate_json(line)
        model = model_for(event["class_uid"])
        model.model_validate(event).model_dump_json(exclude_none=True)


def _once(page: bytes) -> Iterator[bytes]:
    yield page
