"""`slack-ocsf coverage`: what becomes of a user's own entries, and what is left over."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slack_ocsf_cli import CannotDo, Findings
from slack_ocsf_collector.editions import DEFAULT, edition

if TYPE_CHECKING:
    from slack_ocsf_collector.coverage.result import Coverage

_FILE = click.Path(path_type=Path)


@click.command("coverage", short_help="Tell what becomes of your own entries.")
@click.argument("files", nargs=-1, type=_FILE)
@click.option(
    "--fail-on",
    type=click.Choice(["unknown", "fallback", "reject"]),
    multiple=True,
    help="End with status 1 when there is such an entry. Can be given several times.",
)
@click.option("--ocsf", "version", default=DEFAULT, show_default=True, help="OCSF version.")
@click.option("--redact", is_flag=True, help="Show nothing that may be yours, as told above.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
def coverage_command(
    *, files: tuple[Path, ...], fail_on: tuple[str, ...], version: str, redact: bool, as_json: bool
) -> None:
    """Report what becomes of the Slack audit entries in FILES, or on standard input.

    They are read and mapped as `slack-ocsf map` does, and no event is written. The report has the
    number of entries by action, the class of their events, and whether the action is mapped (the
    table has a line for it), fallback (the table knows it and leaves it to the fallback) or unknown
    (the table does not have it); why entries were rejected; and which fields of the entries stayed
    under `unmapped`, in how many entries, each with the first value as an example. Elements of
    lists are one path, such as details.rules_checked[].id.

    With --redact the report can go into a public issue. It has no values, no names of files (an
    input is told by its number) and no positions. Action names are Slack's: one that the table
    does not have is shown if it is two or more words of lower-case letters, joined by "_" or ".",
    and at most 80 characters; others are <action>. The names of fields can be yours, where an
    object is keyed by ids or handles: one is shown if it is at most 40 characters, and Slack
    documents it or it is two or more words, joined by "_", that occur in names that Slack
    documents; others are <key>.

    Memory stays small: at most 10,000 unknown actions, 1,000 paths of an action and 100,000 paths
    in all are counted, and the report tells when there were more.

    The exit status is 0, 1 for what --fail-on names, and 3 when an input could not be read to its
    end.
    """
    from slack_ocsf_collector.coverage.names import OpenNames, RedactedNames
    from slack_ocsf_collector.coverage.run import coverage_of

    if sys.stdout is None:
        raise CannotDo("standard output is closed")
    names = RedactedNames() if redact else OpenNames()
    report = coverage_of(files or (Path("-"),), names, edition(version))
    _write(report, as_json=as_json)
    if report.unreadable:
        raise CannotDo
    _fail(report, fail_on)


def _write(report: Coverage, *, as_json: bool) -> None:
    from slack_ocsf_collector.coverage.report import as_json as json_report
    from slack_ocsf_collector.coverage.report import as_lines

    lines = [json_report(report)] if as_json else as_lines(report)
    click.echo("\n".join(lines))


def _fail(report: Coverage, fail_on: tuple[str, ...]) -> None:
    """End as findings do when there is an entry of a kind that is not wanted."""
    counts = {state.value: count for state, count in report.states().items()}
    counts["reject"] = report.rejected()
    found = [f"{kind} {counts[kind]:,}" for kind in dict.fromkeys(fail_on) if counts[kind]]
    if found:
        raise Findings(f"found entries that --fail-on names: {', '.join(found)}")
