"""Log, count and serve while a collector runs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.health.health import Health, health_of
from slack_ocsf_collector.health.logs import logger, start_logs
from slack_ocsf_collector.health.memory import remember
from slack_ocsf_collector.health.server import served
from slack_ocsf_collector.settings.secrets import exposure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.settings.settings import Settings


@contextmanager
def watched(settings: Settings) -> Iterator[Health]:
    """Give the observer of a collector.

    At the end it logs what was done, and its metrics are written to `metrics_file`.

    Raises:
        CannotDo: The address of `metrics` cannot be listened at, or `metrics_file` not be written.
    """
    start_logs(settings.log_level)
    health = health_of(settings)
    for warning in exposed(settings):
        logger().warning("secret exposed", fact=warning)
    with served(settings.metrics, health) as address:
        if address:
            logger().info("listening", address=address)
        try:
            yield health
        except BaseException:
            health.tell()
            _write_if_possible(settings, health)
            raise
        else:
            health.tell()
            _write(settings, health)
        finally:
            remember(settings.state, health.rhythms)


def exposed(settings: Settings) -> Iterator[str]:
    """Yield a warning for each file of a secret that everybody can read."""
    for organization in settings.organizations:
        if warning := exposure(organization.token):
            yield warning
    for sink in settings.sinks:
        yield from filter(None, map(exposure, sink.headers.values()))


def _write(settings: Settings, health: Health) -> None:
    if settings.metrics_file is not None:
        health.write_metrics(settings.metrics_file)


def _write_if_possible(settings: Settings, health: Health) -> None:
    """Write them without hiding the failure that ends the run."""
    try:
        _write(settings, health)
    except CannotDo as error:
        logger().error("metrics not written", reason=str(error))
