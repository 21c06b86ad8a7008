"""`slack-ocsf replay`: map rejected entries again, after the mapping was mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slack_ocsf_cli import Findings
from slack_ocsf_collector.settings.options import settings_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.settings.given import Given


@click.command("replay", short_help="Map rejected entries again, and deliver them.")
@click.option(
    "--entries", "as_entries", is_flag=True, help="Write what is left untouched, to be looked at."
)
@settings_options
def replay_command(*, given: Mapping[str, Given], as_entries: bool) -> None:
    """Map the entries again of which no event could be made, and deliver those that become one.

    They wait in the state for a slack-ocsf that can map them. Those that are left are written with
    their reasons, as JSON lines; the exit status is 1 when there are any.
    """
    import orjson

    from slack_ocsf_collector.collect.beside import beside
    from slack_ocsf_collector.collect.replaying import replay
    from slack_ocsf_collector.health.logs import logger

    with beside(given) as made:
        replayed = replay(made)
        made.delivering.run(is_last=True)
        for stream, letter in replayed.left:
            told = {"stream": str(stream), "id": letter.id, "reason": letter.reason}
            click.echo(letter.raw if as_entries else orjson.dumps({**told, "path": letter.path}))
        logger().info("replayed", mapped=replayed.mapped, left=len(replayed.left))
        for failure in made.delivering.failures():
            raise failure
    if replayed.left:
        raise Findings
