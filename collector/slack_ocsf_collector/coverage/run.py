"""One run of `slack-ocsf coverage`, from its inputs to its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.compression import Unreadable
from slack_ocsf_collector.coverage.count import CoverageCount
from slack_ocsf_collector.events import events
from slack_ocsf_collector.inputs import Watched, opened
from slack_ocsf_collector.progress import progress
from slack_ocsf_collector.reading import elements
from slack_ocsf_collector.usual import reader

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from slack_ocsf_collector.coverage.names import Names
    from slack_ocsf_collector.coverage.result import Coverage


def coverage_of(inputs: tuple[Path, ...], names: Names, package: ModuleType) -> Coverage:
    """Map the entries of all inputs, count them, and tell which inputs could not be read.

    Args:
        inputs: Paths; "-" is standard input.
        names: Decides what the report, and what is told, shows.
        package: The generated package that maps.

    Raises:
        CannotDo: No input could be opened.
    """
    count = CoverageCount(names, package)
    read = reader(package)
    are_opened = False
    with progress(inputs, to_file=True) as bar:
        for number, path in enumerate(inputs, 1):
            try:
                with opened(path) as stream:
                    are_opened = True
                    watched = Watched(stream, before=lambda: None, after=bar.advance)
                    found = elements(watched, str(path), read=read)
                    for outcome in events(found, package=package):
                        count.add(outcome)
            except Unreadable as error:
                count.unreadable += 1
                told = names.failure(number, path, error)
                bar.say(f"{click.style('error:', fg='red', bold=True)} {told}")
    if not are_opened:
        raise CannotDo
    return count.report()
