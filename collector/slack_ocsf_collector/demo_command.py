"""`slack-ocsf demo`: a few entries of an invented organization, mapped and shown."""

from __future__ import annotations

import io
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from slack_ocsf_collector.events import Event
    from slack_ocsf_collector.tally import Tally

_NEXT = """\
Next:
  slack-ocsf demo --entries > entries.ndjson    these entries, as JSON lines
  slack-ocsf map entries.ndjson                 their events, as JSON lines
  slack-ocsf map --help                         all that it reads and writes
  slack-ocsf demo --collect DIR                 the collector, on a Slack that is no Slack"""


@click.command("demo", short_help="Show what `map` does, on built-in entries.")
@click.option("--entries", is_flag=True, help="Write the built-in entries as JSON lines instead.")
@click.option(
    "--collect",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Collect from the fake Slack into this folder, which is not there yet, instead.",
)
def demo_command(*, entries: bool, folder: Path | None) -> None:
    """Map built-in Slack audit entries, and show one of them before and after.

    The people, organizations and addresses in them are invented. With --collect, the fake Slack
    is started, its logs are collected into files of JSON lines and a lake of Parquet files, and
    DuckDB is asked what is there.
    """
    if folder is not None:
        from slack_ocsf_collector.collect_demo import show_collecting

        show_collecting(folder)
        return
    from slack_ocsf_collector.editions import edition
    from slack_ocsf_collector.events import Event, events
    from slack_ocsf_collector.reading import elements
    from slack_ocsf_collector.tally import Tally
    from slack_ocsf_collector.usual import reader

    raw = files("slack_ocsf_collector").joinpath("demo.json").read_bytes()
    package = edition()
    found = elements(io.BytesIO(raw), "demo.json", read=reader(package))
    outcomes = list(events(found, package=package))
    mapped = [outcome for outcome in outcomes if isinstance(outcome, Event)]
    if entries:
        _write_entries(mapped)
        return
    tally = Tally(package)
    for outcome in outcomes:
        tally.add(outcome)
    _show(mapped[0], tally)


def _write_entries(mapped: list[Event]) -> None:
    import orjson

    from slack_ocsf_collector.output import standard_output

    with standard_output() as lines:
        for event in mapped:
            lines.add(orjson.dumps(event.entry))


def _show(event: Event, tally: Tally) -> None:
    from slack_ocsf_collector.before_and_after import before_and_after

    for line in before_and_after(event.entry, event.body):
        click.echo(line)
    click.echo()
    for line in tally.as_lines():
        click.echo(line)
    click.echo(f"\n{_NEXT}")
