"""The most memory that a run of `slack-ocsf` takes, as Linux tells it."""

import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import pytest
from map_runs import PLAIN

NEEDS_PROC = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="needs Linux's /proc"
)
MEGABYTE = 1024
_PROGRAM = """
import atexit, re, sys
from pathlib import Path
def tell():
    status = Path("/proc/self/status").read_text()
    print(re.search(r"VmHWM:\\s+(\\d+)", status)[1], file=sys.stderr)
atexit.register(tell)
from slack_ocsf_collector.command import main
main()
"""


def peak_of(
    *arguments: object, before: str = "", statuses: Collection[int] = (0,), **variables: str
) -> int:
    """Run a command, and return the most memory that it took, in KiB.

    Args:
        arguments: Of `slack-ocsf`.
        before: Python that is run first.
        statuses: With which it may end.
        variables: Of the environment.
    """
    result = subprocess.run(
        [sys.executable, "-c", f"{before}\n{_PROGRAM}", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=PLAIN | variables,
        check=False,
        timeout=300,
    )
    assert result.returncode in statuses, result.stderr
    return int(result.stderr.splitlines()[-1])
