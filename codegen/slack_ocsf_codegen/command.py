"""The `slack-ocsf-codegen` command."""

from typing import TYPE_CHECKING, NoReturn

from slack_ocsf_cli import run

if TYPE_CHECKING:
    from slack_ocsf_cli.commands import Commands


def main() -> NoReturn:
    """Run the command with the arguments of this process."""
    run(_commands)


def _commands() -> "Commands":
    # imports belong here: they can be long, and Ctrl-C during them ends as it should
    from slack_ocsf_cli.commands import Commands
    from slack_ocsf_codegen.command_breaking import breaking_command
    from slack_ocsf_codegen.command_drift import drift_command
    from slack_ocsf_codegen.command_generate import generate_command
    from slack_ocsf_codegen.command_pull import pull_command

    group = Commands(
        "slack-ocsf-codegen",
        "Generate the mapping package from Slack's schemas, OCSF's schema and mappings.toml.",
    )
    group.add_command(generate_command)
    group.add_command(pull_command)
    group.add_command(drift_command)
    group.add_command(breaking_command)
    return group
