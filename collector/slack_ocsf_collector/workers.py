"""Map in several processes: each takes ranges of a file, and writes what comes of one to a file.

The files are joined in the order of the ranges, so that output, rejects and summary are the same
bytes as with one process. A few ranges are on their way at a time, so that neither memory nor what
is kept on disk grows with the input; and as many files are there, each written again and again
from its beginning, since to make one and to delete it takes longer than to write it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from concurrent import futures
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.events import Event
from slack_ocsf_collector.interrupts import uninterrupted
from slack_ocsf_collector.output import Lines
from slack_ocsf_collector.portable import is_json
from slack_ocsf_collector.ranges import Range, pieces, ranges
from slack_ocsf_collector.splitting import may_be_response, plain_lines
from slack_ocsf_collector.tally import Counts, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from slack_ocsf_collector.job import Job
    from slack_ocsf_collector.reader import Reader
    from slack_ocsf_collector.reject import Reject

#: How processes start. A fork has its modules at once, and nothing has a thread before it; on
#: other systems, libraries of the system itself may have.
START = "fork" if sys.platform == "linux" else "spawn"


class _NotPlain(Exception):
    """A range holds something else than lines of an element each."""


@dataclass(frozen=True, slots=True)
class Part:
    """What came of a range.

    Attributes:
        range: The range.
        events: The file that begins with the events, as JSON lines.
        length: How many bytes these are.
        rejects: The elements of which no event was made; lines are counted from the range's first.
        counts: What to add to the tally; each line of the range is an entry.
    """

    range: Range
    events: Path
    length: int
    rejects: list[Reject]
    counts: Counts


class Workers:
    """Processes that make events."""

    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        self._pool = pool
        self._most = 2 * count

    def parts(self, path: Path) -> Iterator[Part]:
        """Yield what comes of a file, range by range, up to one that is more than plain lines.

        The file of a part may be written again when the next part is asked for.

        Raises:
            CannotDo: A process ended before its time.
        """
        coming: deque[Future[Part | None]] = deque()
        waiting = ranges(path)
        files = cycle(range(self._most))
        try:
            while True:
                while len(coming) < self._most and (one := next(waiting, None)):
                    coming.append(self._pool.submit(_map, one, next(files)))
                part = coming.popleft().result() if coming else None
                if part is None:
                    return
                yield part
        except BrokenProcessPool as error:
            raise CannotDo("a worker process ended before its time; try --workers 1") from error
        finally:
            futures.wait(coming)  # they write to files that the next input's parts need


@contextmanager
def workers(job: Job, count: int) -> Iterator[Workers]:
    """Start processes, and end them with the block."""
    context = get_context(START)
    with TemporaryDirectory(prefix="slack-ocsf-") as folder:
        begin = (job, Path(folder))
        pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=begin)
        try:
            with uninterrupted():  # else it may leave processes that nobody ends
                pool.submit(_start)
            yield Workers(pool, count)
        finally:
            pool.shutdown(cancel_futures=True)


def _start() -> None:
    """Do nothing: the first task has the processes started."""


class _Worker:
    """What a process maps with, once it has begun."""

    job: Job
    mapping: Callable[[Iterable[Element]], Iterator[Event | Reject]]
    read: Reader
    folder: Path


def _begin(job: Job, folder: Path) -> None:
    """Leave Ctrl-C to the process that writes, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # by which a pool ends those that are left
    Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    _Worker.job = job
    _Worker.mapping = staticmethod(job.mapping())
    _Worker.read = job.reader()
    _Worker.folder = folder


def _end_with_parent(folder: Path) -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        rmtree(folder, ignore_errors=True)
        os._exit(1)


def _map(one: Range, file: int) -> Part | None:
    try:
        return _part(one, _Worker.folder / str(file))
    except (OSError, _NotPlain):
        return None


def _part(one: Range, events: Path) -> Part:
    tally = Tally(_Worker.job.package())
    rejects: list[Reject] = []
    events.touch()
    with events.open("r+b") as stream:
        to = Lines(stream, str(events))
        for outcome in _Worker.mapping(_elements(one)):
            tally.add(outcome)
            if isinstance(outcome, Event):
                to.add(outcome.json)
            else:
                rejects.append(outcome)
        to.flush()
        length = stream.tell()
    return Part(one, events, length, rejects, tally.counts())


def _elements(one: Range) -> Iterator[Element]:
    source, number = str(one.path), 0
    for piece in pieces(one):
        lines = plain_lines(piece)
        if not lines:
            raise _NotPlain
        for raw in lines:
            value = _Worker.read.one(raw)
            if (value is None and not is_json(raw)) or may_be_response(raw, value):
                raise _NotPlain
            yield Element(source, number, raw, is_line=True, value=value)
            number += 1
