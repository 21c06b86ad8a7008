"""Map in several processes: one splits the inputs and writes, the others make events.

Batches of elements go out and come back in their order, so that output, rejects and summary are
the same bytes as with one process, whatever form the input has. A few batches are on their way at
a time, so that memory does not grow with the input.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.compression import Unreadable
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.events import Event
from slack_ocsf_collector.tally import Counts, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from slack_ocsf_collector.job import Job
    from slack_ocsf_collector.reject import Reject

    Texts = list[tuple[str, int, list[bytes], bool]]

_BATCH_BYTES = 512 * 1024
_OVERHEAD = 500


@dataclass(frozen=True, slots=True)
class Mapped:
    """What came of a batch.

    Attributes:
        events: The events as JSON lines, without the end of the last one.
        rejects: The elements of which no event was made.
        counts: What to add to the tally.
    """

    events: bytes
    rejects: list[Reject]
    counts: Counts


class Workers:
    """Processes that make events."""

    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        self._pool = pool
        self._most = 2 * count

    def mapped(self, elements: Iterable[Element]) -> Iterator[Mapped]:
        """Yield what comes of elements, batch by batch, in their order.

        Raises:
            CannotDo: A process ended before its time.
            Unreadable: As `elements` does, after all that comes before.
        """
        failures: list[Unreadable] = []
        coming: deque[Future[Mapped]] = deque()
        try:
            for batch in _batches(elements, failures):
                coming.append(self._pool.submit(_map, batch))
                if len(coming) > self._most:
                    yield coming.popleft().result()
            while coming:
                yield coming.popleft().result()
        except BrokenProcessPool as error:
            raise CannotDo("a worker process ended before its time; try --workers 1") from error
        for failure in failures:
            raise failure


@contextmanager
def workers(job: Job, count: int) -> Iterator[Workers]:
    """Start processes, and end them with the block."""
    context = get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(job,))
    try:
        yield Workers(pool, count)
    finally:
        pool.shutdown(cancel_futures=True)


def _batches(elements: Iterable[Element], failures: list[Unreadable]) -> Iterator[Texts]:
    """Yield elements in batches, lines that follow each other as one; a failure is the end."""
    batch: Texts = []
    lines: list[bytes] = []
    next_line, size = 0, 0
    try:
        for source, line, raw, is_line, _ in elements:
            if not is_line or line != next_line or not batch:
                lines = []
                batch.append((source, line, lines, is_line))
            lines.append(raw)
            next_line = line + 1 if is_line else 0
            size += len(raw) + _OVERHEAD
            if size > _BATCH_BYTES:
                yield batch
                batch, size = [], 0
    except Unreadable as error:
        failures.append(error)
    if batch:
        yield batch


class _Worker:
    """What a process maps with, once it has begun."""

    job: Job
    mapping: Callable[[Iterable[Element]], Iterator[Event | Reject]]


def _begin(job: Job) -> None:
    """Leave Ctrl-C to the process that writes, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _Worker.job = job
    _Worker.mapping = staticmethod(job.mapping())


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _map(batch: Texts) -> Mapped:
    tally = Tally(_Worker.job.package())
    lines: list[bytes] = []
    rejects: list[Reject] = []
    for outcome in _Worker.mapping(_elements(batch)):
        tally.add(outcome)
        if isinstance(outcome, Event):
            lines.append(outcome.json)
        else:
            rejects.append(outcome)
    return Mapped(b"\n".join(lines), rejects, tally.counts())


def _elements(batch: Texts) -> Iterator[Element]:
    for source, first, texts, is_line in batch:
        for line, raw in enumerate(texts, first):
            yield Element(source, line, raw, is_line)
