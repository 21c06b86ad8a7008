"""The options `--from` and `--to` of commands that work on a past stretch of time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from slack_ocsf_collector.settings.moments import unix_seconds

if TYPE_CHECKING:
    from collections.abc import Callable


def stretch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--from` and `--to`: Unix seconds, as its arguments `begin` and `end`."""
    start = click.option(
        "--from",
        "begin",
        metavar="TIME",
        required=True,
        callback=_moment,
        help="Begin of the stretch: a date, a time, Unix seconds, or an age such as 30d.",
    )
    to = click.option(
        "--to", "end", metavar="TIME", callback=_moment, help="Its end; as late as can be without."
    )
    return start(to(command))


def _moment(_context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    try:
        return unix_seconds(value, time.time())
    except ValueError as error:
        raise click.BadParameter(f"{value!r}: {error}", param=parameter) from None
