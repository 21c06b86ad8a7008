"""The `slack-ocsf` command."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from slack_ocsf_cli import run

if TYPE_CHECKING:
    from slack_ocsf_cli.commands import Commands


def commands() -> Commands:
    """Build the command. What its parts need is imported when they run."""
    from slack_ocsf_cli.commands import Commands
    from slack_ocsf_collector.collect.backfill_command import backfill_command
    from slack_ocsf_collector.collect.collect_command import collect_command
    from slack_ocsf_collector.collect.replay_command import replay_command
    from slack_ocsf_collector.collect.status_command import status_command
    from slack_ocsf_collector.collect.verify_command import verify_command
    from slack_ocsf_collector.coverage.command import coverage_command
    from slack_ocsf_collector.demo_command import demo_command
    from slack_ocsf_collector.doctor.command import doctor_command
    from slack_ocsf_collector.explain.actions_command import actions_command
    from slack_ocsf_collector.explain.command import explain_command
    from slack_ocsf_collector.fake_slack.command import fake_slack_command
    from slack_ocsf_collector.map_command import map_command
    from slack_ocsf_collector.settings.check_command import config_group

    group = Commands("slack-ocsf", "Turn Slack audit logs into OCSF events.")
    group.add_command(map_command)
    group.add_command(collect_command)
    group.add_command(backfill_command)
    group.add_command(verify_command)
    group.add_command(replay_command)
    group.add_command(status_command)
    group.add_command(explain_command)
    group.add_command(actions_command)
    group.add_command(coverage_command)
    group.add_command(demo_command)
    group.add_command(fake_slack_command)
    group.add_command(config_group)
    group.add_command(doctor_command)
    return group


def main() -> NoReturn:
    """Run `slack-ocsf` with the arguments of this process."""
    run(commands)
