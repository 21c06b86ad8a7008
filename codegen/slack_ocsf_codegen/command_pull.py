"""`slack-ocsf-codegen pull`: refresh what is vendored in schemas/."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from slack_ocsf_codegen.command_failures import failures_of_a_command
from slack_ocsf_codegen.pull import ocsf as pull_ocsf
from slack_ocsf_codegen.pull import slack as pull_slack

_project = click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="Folder whose schemas/ is refreshed.  [default: here]",
)


@click.group("pull")
def pull_command() -> None:
    """Refresh the vendored schemas; on any failure they stay as they were."""


@pull_command.command("slack")
@_project
@click.option(
    "--url", default=pull_slack.SLACK, show_default=True, help="What comes before /actions."
)
@click.option(
    "--force", is_flag=True, help="Take answers that lack more than half of what is here."
)
def slack(project: Path, url: str, *, force: bool) -> None:
    """Fetch Slack's actions and entity schemas; neither needs a token."""
    today = datetime.now(UTC).date()
    schemas = project / "schemas"
    _pulled(lambda: pull_slack.pull(schemas, url, today=today, force=force))


@pull_command.command("ocsf")
@click.argument("version")
@_project
def ocsf(version: str, project: Path) -> None:
    """Cut the slice of OCSF VERSION from the official export in the ocsf-json-schema package."""
    today = datetime.now(UTC).date()
    _pulled(lambda: pull_ocsf.pull(project / "schemas", version, today=today))


def _pulled(pull: Callable[[], object]) -> None:
    """Print what a pull changed."""
    with failures_of_a_command():
        click.echo(str(pull()))
