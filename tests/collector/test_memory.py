"""Memory does not grow with the input."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from map_runs import entry
from peaks import NEEDS_PROC, peak_of

ENTRY = json.dumps(entry(1, details={"text": "x" * 4000, "list": [1] * 100}))
FORMS: dict[str, Callable[[int], str]] = {
    "lines": lambda count: "\n".join([ENTRY] * count),
    "a list in a line": lambda count: "[" + ",".join([ENTRY] * count) + "]",
    "a response in a line": lambda count: '{"entries":[' + ",".join([ENTRY] * count) + '],"ok":1}',
    "broken lines": lambda count: "\n".join([ENTRY, ENTRY[:2500]] * (count // 2)),
    "a response with a quote lost": lambda count: (
        '{"entries":[' + ENTRY[:1] + ENTRY[2:] + "," + ",".join([ENTRY] * count) + '],"ok":1}'
    ),
}


def peak(source: Path, workers: int = 1) -> int:
    """Return the most memory that a run needed, in KiB."""
    options = ("--workers", workers, "--errors", "/dev/null")
    return peak_of("map", "-q", *options, source, statuses=(0, 1))  # 1 when there are rejects


@NEEDS_PROC
@pytest.mark.parametrize("form", FORMS)
def test_twenty_times_the_input_takes_no_more_memory(form: str, tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_text(FORMS[form](500))
    little = peak(source)
    source.write_text(FORMS[form](10_000))
    size = source.stat().st_size // 1024

    much = peak(source)

    assert much - little < 4 * 1024 < size / 5, (little, much, size)


@NEEDS_PROC
def test_more_input_for_workers_takes_no_more_memory(tmp_path: Path) -> None:
    little, much = tmp_path / "little", tmp_path / "much"
    little.write_text(FORMS["lines"](4_000))
    much.write_text(FORMS["lines"](12_000))

    assert peak(much, workers=2) - peak(little, workers=2) < 6 * 1024


@NEEDS_PROC
def test_what_is_compressed_a_thousandfold_takes_no_more_memory(tmp_path: Path) -> None:
    little, much = tmp_path / "little", tmp_path / "much"
    little.write_bytes(gzip.compress(FORMS["lines"](500).encode()))
    much.write_bytes(gzip.compress(FORMS["lines"](10_000).encode()))

    assert peak(much) - peak(little) < 12 * 1024  # a fourth of what it unfolds to
