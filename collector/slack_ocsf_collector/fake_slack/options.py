"""Options of the command that are more than a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from slack_ocsf_collector.fake_slack.faults import Fault
    from slack_ocsf_collector.fake_slack.publishing import Lateness


def read_lateness(_context: click.Context, _option: click.Parameter, text: str) -> Lateness:
    """Read SHARE:SECONDS or SHARE:FROM-TO.

    Raises:
        click.BadParameter: It is neither.
    """
    from slack_ocsf_collector.fake_slack.publishing import Lateness

    share, _, seconds = text.partition(":")
    least, dash, most = seconds.partition("-")
    try:
        lateness = Lateness(float(share), float(least), float(most if dash else least))
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not SHARE:SECONDS or SHARE:FROM-TO") from error
    if not (0 <= lateness.share <= 1 and 0 <= lateness.least <= lateness.most):
        raise click.BadParameter(f"{text!r}: a share is from 0 to 1, and seconds do not fall")
    return lateness


def read_faults(
    _context: click.Context, _option: click.Parameter, texts: tuple[str, ...]
) -> list[Fault]:
    """Read faults.

    Raises:
        click.BadParameter: One of them is none.
    """
    from slack_ocsf_collector.fake_slack.faults import fault_of

    try:
        return [fault_of(text) for text in texts]
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
