"""What the commands share that work on the past, beside a collector."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from slack_ocsf_collector.collect.assembly import alone, parts
from slack_ocsf_collector.collect.stopping import stopping_clock
from slack_ocsf_collector.health.logs import start_logs
from slack_ocsf_collector.health.silent import Silent
from slack_ocsf_collector.settings.load import load_settings
from slack_ocsf_collector.state.database import check_there

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_ocsf_collector.collect.assembly import Parts
    from slack_ocsf_collector.settings.given import Given


@contextmanager
def beside(given: Mapping[str, Given], *, may_begin: bool = False) -> Iterator[Parts]:
    """Give the parts of the settings to the only command that works on the past with their state.

    Args:
        given: The options of the command line.
        may_begin: Whether a state is made where there is none.

    Raises:
        Misconfigured: A setting is wrong.
        StateUnusable: The state cannot be opened, or another command works on the past with it.
    """
    settings = load_settings(given)
    start_logs(settings.log_level)
    if not may_begin:
        check_there(settings.state)
    with (
        stopping_clock() as clock,
        parts(settings, clock, Silent()) as made,
        alone(settings.state, "past", clock),
    ):
        yield made
