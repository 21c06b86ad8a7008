"""Run `slack-ocsf` in processes that end at a chosen moment, or whose disk fails at one."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path

import pytest
from map_runs import PLAIN

_HERE = Path(__file__).parent


class Act(IntEnum):
    """What happens at a call, as `calls.c` numbers it."""

    COUNT = 0
    KILL = 1
    TEAR = 2  # a write gets half way, then SIGKILL; other calls as KILL
    TERMINATE = 3  # SIGTERM
    FAIL_ONCE = 4
    FAIL_ON = 5  # this call and all later ones


@dataclass(frozen=True)
class Deed:
    """What happens to a run.

    `at` is the number of a call that changes something outside of the process, from 1; only calls
    on paths that contain `scope` count. `error` is for FAIL_*. `within` seconds, SIGKILL comes.
    """

    deed: Act = Act.KILL
    at: int = 1 << 40
    error: int = 0
    scope: str = ""
    within: float | None = None


@dataclass(frozen=True)
class Ended:
    """How a run ended; `status` is -N for signal N, `calls` the names of those that counted."""

    status: int
    output: str
    told: str
    calls: list[str]


class Launcher:
    """Starts runs one after the other."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(
        self, arguments: Sequence[object], deed: Deed | None = None, *, mends: bool = True
    ) -> Ended:
        """Run `slack-ocsf` with these arguments to its end.

        Unless it `mends`, every third entry, by its id, is one that it cannot map.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        arguments = [*map(str, arguments)]
        asked = {"arguments": arguments, "mends": mends, **asdict(deed or Deed())}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


@contextmanager
def launcher(folder: Path, *options: str, **variables: str) -> Iterator[Launcher]:
    """Give a launcher; `--lakes` makes it import what Parquet needs. Compiles into the folder."""
    command = [sys.executable, str(_HERE / "launcher.py"), *options]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(folder, variables),
    ) as process:
        yield Launcher(process)
        assert process.stdin is not None
        process.stdin.close()


def _environment(folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    given = {
        "LD_PRELOAD": str(_compiled(folder)),
        "SLACK_OCSF_TOKEN": "xoxp-fake",
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # the other one has a thread, which no fork keeps
    }
    return PLAIN | given | variables


def _compiled(folder: Path) -> Path:
    """Compile `calls.c`; where that cannot be, skip."""
    compiler = shutil.which("cc")
    if not sys.platform.startswith("linux") or compiler is None:
        pytest.skip("the kill tests need Linux and a C compiler")
    library = folder / "calls.so"
    source = _HERE / "calls.c"
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    subprocess.run([compiler, *options, "-o", library, source, "-ldl"], check=True)
    return library
