"""`slack-ocsf-codegen drift`: what changed at Slack or in OCSF, and what it would break."""

from dataclasses import replace
from pathlib import Path

import click

from slack_ocsf_cli import Findings
from slack_ocsf_codegen.command_failures import failures_of_a_command
from slack_ocsf_codegen.drift.comparison import compare_ocsf, compare_slack
from slack_ocsf_codegen.drift.findings import Report, SlackDrift
from slack_ocsf_codegen.drift.inputs import (
    Vendored,
    load_vendored,
    read_actions_file,
    read_schemas_file,
)
from slack_ocsf_codegen.drift.json import as_json
from slack_ocsf_codegen.drift.report import markdown
from slack_ocsf_codegen.ocsf_versions import find_ocsf
from slack_ocsf_codegen.pull.slack import SLACK, fetch_answers

_file = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("drift")
@click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="Folder that holds mappings.toml (and schemas/, if it has its own).  [default: here]",
)
@click.option("--url", help="What comes before /actions.", show_default=SLACK)
@click.option("--actions", type=_file, help="An answer of /actions; Slack is not asked then.")
@click.option("--schemas", type=_file, help="An answer of /schemas; Slack is not asked then.")
@click.option(
    "--ocsf",
    "version",
    metavar="VERSION",
    help="Compare with this OCSF version; alone, Slack is not asked.",
)
@click.option("--json", "in_json", is_flag=True, help="Write the report as JSON.")
def drift_command(  # noqa: PLR0913 - one parameter for each option
    project: Path,
    url: str | None,
    actions: Path | None,
    schemas: Path | None,
    version: str | None,
    *,
    in_json: bool,
) -> None:
    """Report what changed at Slack or in another OCSF version; exit with 1 if anything did."""
    if url and (actions or schemas):
        raise click.UsageError("give --url, or files with --actions and --schemas, not both")
    with failures_of_a_command():
        vendored = load_vendored(project)
        slack = None
        if url or actions or schemas or not version:
            slack = _against_slack(vendored, url or SLACK, actions, schemas)
        ocsf = compare_ocsf(vendored, find_ocsf(project, version)) if version else None
    report = Report(slack, ocsf)
    click.echo(as_json(report) if in_json else markdown(report), nl=False)
    if report.found:
        raise Findings


def _against_slack(
    vendored: Vendored, url: str, actions: Path | None, schemas: Path | None
) -> SlackDrift:
    """Compare with files, what they do not hold being as vendored; without files, with Slack."""
    if not (actions or schemas):
        return compare_slack(vendored, fetch_answers(url), url)
    answers = vendored.answers
    if actions:
        answers = replace(answers, actions=read_actions_file(actions))
    if schemas:
        answers = replace(answers, schemas=read_schemas_file(schemas))
    origin = " with ".join(str(file) for file in (actions, schemas) if file)
    return compare_slack(vendored, answers, origin)
