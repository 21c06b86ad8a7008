"""`slack-ocsf map`: entries in, events out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slack_ocsf_cli import CannotDo, Findings
from slack_ocsf_collector.editions import DEFAULT

if TYPE_CHECKING:
    from slack_ocsf_collector.tally import Tally

_FILE = click.Path(path_type=Path)


@click.command("map", short_help="Map Slack audit entries to OCSF events.")
@click.argument("files", nargs=-1, type=_FILE)
@click.option(
    "--source",
    type=click.Choice(["audit", "access", "integration"]),
    help="The log that the input is of. Without it each entry or row is told by its members.",
)
@click.option("--output", "-o", type=_FILE, help="Write the events here, not to standard output.")
@click.option(
    "--to", "target", help="Write the events into this lake: a folder or s3://, gs://, az://."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["ndjson", "parquet"]),
    default="ndjson",
    show_default=True,
    help="JSON lines for --output, or Parquet files for --to.",
)
@click.option("--region", default="global", show_default=True, help="Partition of the lake.")
@click.option("--account", default="", help="Partition of the lake.  [default: external_slack]")
@click.option("--errors", type=_FILE, help="Write what cannot be an event here, as JSON lines.")
@click.option("--ocsf", "version", default=DEFAULT, show_default=True, help="OCSF version.")
@click.option("--raw-data", is_flag=True, help="Keep the text of each entry as raw_data.")
@click.option("--validate", is_flag=True, help="Check each event against its class.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that map files of JSON lines; without it one for each core if these are large.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Write the summary, on standard error, as JSON."
)
@click.option("--quiet", "-q", is_flag=True, help="Write no summary.")
def map_command(  # noqa: PLR0913 - one for each option
    *,
    files: tuple[Path, ...],
    source: str | None,
    output: Path | None,
    target: str | None,
    form: str,
    region: str,
    account: str,
    errors: Path | None,
    version: str,
    raw_data: bool,
    validate: bool,
    workers: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Map the Slack audit entries in FILES, or on standard input, to OCSF events.

    Entries come as JSON lines, JSON lists, or saved responses of /logs, plain or compressed with
    gzip or zstd; which of these is told by their content. Events are JSON lines. The name "-" is
    standard input or output.

    Rows of team.accessLogs and team.integrationLogs are mapped, too, also between entries. A row
    has no id of Slack's: its event gets one that is derived from the row.

    What cannot be an event is told on standard error, or written to the file of --errors; then
    the exit status is 1. It is 3 when an input could not be read to its end. What is written
    with --output appears there when it is complete. Standard input is mapped in one process, and
    so is all that goes to a lake; files may be in several, which changes nothing of what is
    written.

    With --to and --format parquet they become a lake: Parquet files in the layout of Amazon
    Security Lake, each of one class and day, named for what they hold, so that the same run
    again adds nothing.
    """
    from slack_ocsf_collector.job import Job
    from slack_ocsf_collector.logs import Log
    from slack_ocsf_collector.map_run import map_inputs, outputs
    from slack_ocsf_collector.overwriting import refuse_overwriting
    from slack_ocsf_collector.worker_count import workers_for

    inputs = files or (Path("-"),)
    refuse_overwriting(inputs, output, errors)
    if (form == "parquet") != (target is not None):
        raise click.UsageError("--format parquet and --to go together")
    if target is not None and output is not None:
        raise click.UsageError("--output and --to are both given: the events go to one place")
    job = Job(version, Log(source) if source else None, raw_data, validate)
    package = job.package()
    to_lake = None
    if target is not None:
        from slack_ocsf_collector.lake.parts import lake

        to_lake = lake(target, package, region=region, account=account)
    with outputs(inputs, to_lake or output, errors) as to:
        tally = map_inputs(inputs, to, job, workers_for(inputs, workers))
    if not quiet:
        _tell(tally, as_json=as_json)
    if tally.unreadable:
        raise CannotDo
    if tally.rejects:
        raise Findings


def _tell(tally: Tally, *, as_json: bool) -> None:
    import json

    lines = [json.dumps(tally.as_dict())] if as_json else tally.as_lines()
    for line in lines:
        click.echo(line, err=True)
