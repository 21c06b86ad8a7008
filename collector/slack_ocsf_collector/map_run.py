"""One run of `slack-ocsf map`, from its inputs to its outputs."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.compression import Unreadable
from slack_ocsf_collector.inputs import STANDARD, Watched, opened
from slack_ocsf_collector.output import growing_file, standard_output, whole_file
from slack_ocsf_collector.progress import progress
from slack_ocsf_collector.reading import elements
from slack_ocsf_collector.reject import Reject, printable
from slack_ocsf_collector.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader

    from slack_ocsf_collector.events import Event
    from slack_ocsf_collector.job import Job
    from slack_ocsf_collector.lake.parts import Lake
    from slack_ocsf_collector.output import Lines


class Events(Protocol):
    """Takes the events of a run."""

    def add(self, event: Any) -> None:  # noqa: ANN401 - what the job makes for it
        """Take one, as the run's job makes them."""

    def flush(self) -> None:
        """Write what is waiting, as far as that is worth it while more may come."""


@dataclass(frozen=True, slots=True)
class EventLines:
    """Events as JSON lines."""

    lines: Lines

    def add(self, event: Event) -> None:
        """Take an event."""
        self.lines.add(event.json)

    def flush(self) -> None:
        """Write what is waiting."""
        self.lines.flush()


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a run writes.

    Attributes:
        events: Takes the events.
        rejects: Takes the rejects; None is standard error.
        say: Writes a line to standard error, beside the progress bar.
        advance: Moves the progress bar by a number of bytes read.
    """

    events: Events
    rejects: Lines | None
    say: Callable[[str], None]
    advance: Callable[[int], None]

    def reject(self, reject: Reject) -> None:
        """Write a reject."""
        if self.rejects is None:
            self.say(f"{click.style('rejected:', fg='yellow')} {reject.as_text()}")
        else:
            self.rejects.add(reject.as_json())

    def flush(self) -> None:
        """Write what is still waiting."""
        self.events.flush()
        if self.rejects is not None:
            self.rejects.flush()


@contextmanager
def outputs(
    inputs: tuple[Path, ...], output: Path | Lake | None, errors: Path | None
) -> Iterator[Outputs]:
    """Open the outputs of a run.

    Args:
        inputs: What will be read, for the progress bar.
        output: Where the events go; None or "-" is standard output.
        errors: Where the rejects go; None is standard error.

    Raises:
        CannotDo: One cannot be written.
    """
    to_file = output not in (None, STANDARD)
    with ExitStack() as stack:
        events = stack.enter_context(_event_output(output))
        rejects = stack.enter_context(growing_file(errors)) if errors else None
        bar = stack.enter_context(progress(inputs, to_file=to_file))
        yield Outputs(events, rejects, bar.say, bar.advance)


@contextmanager
def _event_output(output: Path | Lake | None) -> Iterator[Events]:
    if output is None or output == STANDARD:
        with standard_output() as lines:
            yield EventLines(lines)
    elif isinstance(output, Path):
        with whole_file(output) as lines:
            yield EventLines(lines)
    else:
        from slack_ocsf_collector.lake.files import lake_files

        with lake_files(output) as files:
            yield files


def map_inputs(inputs: tuple[Path, ...], to: Outputs, job: Job, count: int = 1) -> Tally:
    """Map the entries of all inputs, and tell which of them could not be read to their end.

    Args:
        inputs: Paths; "-" is standard input.
        to: Where the events and rejects go.
        job: How to map them.
        count: How many processes make events; 1 is this one alone.

    Raises:
        CannotDo: No input could be opened, or an output cannot be written.
    """
    tally = Tally(job.package())
    with _mapping(job, count, to, tally) as map_stream:
        are_opened = False
        for path in inputs:
            try:
                with opened(path) as stream:
                    are_opened = True
                    map_stream(stream, path)
            except Unreadable as error:
                tally.unreadable += 1
                name = "standard input" if path == STANDARD else printable(str(path))
                to.say(f"{click.style('error:', fg='red', bold=True)} {name}: {error}")
        if not are_opened:
            raise CannotDo
    return tally


@contextmanager
def _mapping(
    job: Job, count: int, to: Outputs, tally: Tally
) -> Iterator[Callable[[BufferedReader, Path], None]]:
    """Give what maps an input, here or, as far as that can be, in other processes."""
    lines = to.events.lines if isinstance(to.events, EventLines) else None
    mapping = job.mapping_for_tables() if lines is None else job.mapping()
    read = job.reader()

    def map_here(stream: BufferedReader, path: Path, line: int = 1) -> None:
        watched = Watched(stream, before=to.flush, after=to.advance)
        for outcome in mapping(elements(watched, str(path), line, read)):
            tally.add(outcome)
            if isinstance(outcome, Reject):
                to.reject(outcome)
            else:
                to.events.add(outcome)

    if count == 1 or lines is None:
        yield map_here
        return
    from slack_ocsf_collector.workers import workers

    with workers(job, count) as processes:

        def map_there(stream: BufferedReader, path: Path) -> None:
            start, line = 0, 1
            for part in processes.parts(path):
                tally.merge(part.counts)
                lines.copy(part.events, part.length)
                for reject in part.rejects:
                    to.reject(replace(reject, line=line + reject.line))
                to.advance(part.range.end - start)
                start, line = part.range.end, line + part.counts.entries
            stream.seek(start)
            map_here(stream, path, line)

        yield map_there
