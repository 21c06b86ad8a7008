"""Start `slack-ocsf` again and again, each time as a process of its own that may be killed.

Reads one JSON object a line, {"arguments": [...], "mends": bool, "at": N, "deed": N, "error": N,
"scope": "...", "within": seconds or null}, and answers with one. What every start would import is
imported once; a run is a fork of that, with its own standard output and standard error. It is run
by `command.py`, with `calls.c` loaded.

These things differ from the installed command: the quota counts a minute as 0.06 seconds, so that
thousands of starts need not wait for it; a locked state is waited for as long as one second; pages
of rows, and what is refilled in one transaction, are small, and `before` is needed past page 2, so
that a small log has all of it; `calls.c` is armed before the command begins; and a run that does
not mend has a mapping that refuses some entries.
"""

import ctypes
import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from threading import Timer
from typing import BinaryIO, NoReturn
from zlib import crc32

from slack_ocsf_collector import command
from slack_ocsf_collector.collect import recording, refilling, row_reader
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.events import Event
from slack_ocsf_collector.reject import Reject
from slack_ocsf_collector.slack import budget, numbered
from slack_ocsf_collector.state import database

_FOR_ALL = ("httpx", "slack_ocsf", "slack_ocsf_cli.commands")
_FOR_LAKES = ("arro3.io", "obstore.store", "pyarrow.parquet", "slack_ocsf.columns")
_PACKAGES = ("collect", "health", "settings", "sinks", "slack", "state")
_MINUTE = 0.06
_PATIENCE = 1.0
_ROWS = 10
_PAGES = 2
_REFILLED = 5
_REFUSED = 3

_Events = Callable[..., Iterator[Event | Reject]]

calls = ctypes.CDLL(None)
calls.counted.restype = ctypes.c_long
calls.name_of.restype = ctypes.c_char_p


def _child(asked: dict[str, object], output: BinaryIO, told: BinaryIO) -> NoReturn:
    os.setpgid(0, 0)
    os.dup2(output.fileno(), 1)
    os.dup2(told.fileno(), 2)
    if not asked["mends"]:
        recording.events = _some_refused(recording.events)
    sys.argv = ["slack-ocsf", *map(str, asked["arguments"])]  # type: ignore[call-overload]
    calls.arm(
        ctypes.c_long(asked["at"]), asked["deed"], asked["error"], str(asked["scope"]).encode()
    )
    command.main()


def _some_refused(events: _Events) -> _Events:
    """Return a mapping that refuses every third entry, by its id."""

    def made(elements: Iterable[Element], **options: object) -> Iterator[Event | Reject]:
        for one in events(elements, **options):
            if isinstance(one, Event) and crc32(one.entry["id"].encode()) % _REFUSED == 0:
                yield Reject("slack", 1, "it is not known", None, one.entry)
            else:
                yield one

    return made


def _run(asked: dict[str, object]) -> dict[str, object]:
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as told:
        child = os.fork()
        if not child:
            _child(asked, output, told)
        within = asked["within"]
        timer = Timer(float(within), os.kill, (child, signal.SIGKILL)) if within else None
        if timer:
            timer.start()
        _, status = os.waitpid(child, 0)
        if timer:
            timer.cancel()
            timer.join()
        texts = []
        for file in (output, told):
            file.seek(0)
            texts.append(file.read().decode())
    return {
        "status": os.waitstatus_to_exitcode(status),
        "output": texts[0],
        "told": texts[1],
        "calls": [calls.name_of(ctypes.c_long(n + 1)).decode() for n in range(calls.counted())],
    }


def _import_all(*, for_lakes: bool) -> None:
    for module in (*_FOR_ALL, *(_FOR_LAKES if for_lakes else ())):
        importlib.import_module(module)
    for package in (*_PACKAGES, *(["lake"] if for_lakes else [])):
        found = importlib.import_module(f"slack_ocsf_collector.{package}")
        for module in pkgutil.iter_modules(found.__path__, f"{found.__name__}."):
            if for_lakes or not module.name.endswith(".parquet"):
                importlib.import_module(module.name)


def main() -> None:
    budget._MINUTE = _MINUTE
    database._PATIENCE = _PATIENCE
    refilling._AT_ONCE = _REFILLED
    numbered._MOST_PAGES = _PAGES
    for pages in ("access_pages", "integration_pages"):
        setattr(row_reader, pages, partial(getattr(row_reader, pages), count=_ROWS))
    _import_all(for_lakes="--lakes" in sys.argv)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
