"""Memory does not grow with the input."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from map_runs import PLAIN, entry

PEAK = """
import atexit, re, sys
from pathlib import Path
def tell():
    status = Path("/proc/self/status").read_text()
    print(re.search(r"VmHWM:\\s+(\\d+)", status)[1], file=sys.stderr)
atexit.register(tell)
from slack_ocsf_collector.command import main
main()
"""
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
    options = ("--workers", str(workers), "--errors", "/dev/null")
    result = subprocess.run(
        [sys.executable, "-c", PEAK, "map", "-q", *options, str(source)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=PLAIN,
        check=False,
        timeout=60,
    )
    return int(result.stderr.splitlines()[-1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peaks are read from /proc")
@pytest.mark.parametrize("form", FORMS)
def test_twenty_times_the_input_takes_no_more_memory(form: str, tmp_path: Path) -> None:
    source = tmp_path / "entries"
    source.write_text(FORMS[form](500))
    little = peak(source)
    source.write_text(FORMS[form](10_000))
    size = source.stat().st_size // 1024

    much = peak(source)

    assert much - little < 4 * 1024 < size / 5, (little, much, size)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peaks are read from /proc")
def test_more_input_for_workers_takes_no_more_memory(tmp_path: Path) -> None:
    little, much = tmp_path / "little", tmp_path / "much"
    little.write_text(FORMS["lines"](4_000))
    much.write_text(FORMS["lines"](12_000))

    assert peak(much, workers=2) - peak(little, workers=2) < 6 * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peaks are read from /proc")
def test_what_is_compressed_a_thousandfold_takes_no_more_memory(tmp_path: Path) -> None:
    little, much = tmp_path / "little", tmp_path / "much"
    little.write_bytes(gzip.compress(FORMS["lines"](500).encode()))
    much.write_bytes(gzip.compress(FORMS["lines"](10_000).encode()))

    assert peak(much) - peak(little) < 12 * 1024  # a fourth of what it unfolds to
