"""A backfill of all organisations of the settings, with its progress."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.collect.assembly import follower, slack_client, window_reader
from slack_ocsf_collector.collect.backfill_reader import BackfillReader
from slack_ocsf_collector.collect.collector import Collector
from slack_ocsf_collector.collect.windows import walks
from slack_ocsf_collector.health.logs import logger
from slack_ocsf_collector.health.observer import Stream
from slack_ocsf_collector.settings.moments import shown
from slack_ocsf_collector.slack.page import Window
from slack_ocsf_collector.state import walkers

if TYPE_CHECKING:
    from slack_ocsf_collector.collect.assembly import Parts
    from slack_ocsf_collector.collect.backfill_reader import Done
    from slack_ocsf_collector.settings.settings import Organization
    from slack_ocsf_collector.waiting import Clock

_BETWEEN_TELLINGS = 5.0
_MINUTE = 60.0
_LATER = {
    "settle": "what is later, the collector reads by itself",
    "slow_reread": "what is later, the collector has still to read again (see --slow-reread)",
}


class _Progress:
    """Logs how far the backfill of an organisation is, and how long the rest will take."""

    def __init__(self, organization: Organization, clock: Clock) -> None:
        self._organization = organization
        self._clock = clock
        self._began_at = clock.monotonic()
        self._told_at = self._began_at

    def tell(self, done: Done) -> None:
        """Log it, now and then, and at the end."""
        now = self._clock.monotonic()
        if done.seconds_left and now - self._told_at < _BETWEEN_TELLINGS:
            return
        self._told_at = now
        pace = max(
            (now - self._began_at) / done.requests, _MINUTE / self._organization.requests_per_minute
        )
        logger().info(
            "backfill",
            organization=self._organization.name,
            reached=done.reached,
            percent=100 * done.seconds // max(1, done.seconds + done.seconds_left),
            requests=done.requests,
            requests_left=done.requests_left,
            seconds_left=round(pace * done.requests_left),
        )


def past(made: Parts, oldest: int, latest: int | None, walker: str) -> dict[Organization, Window]:
    """Return the stretch of each organisation that a walker of its collector has left behind.

    Where none has started yet, it is put where it will start, so that nothing is left between.

    Raises:
        Misconfigured: No organisation has an audit log, or the stretch is empty for all.
    """
    found: dict[Organization, Window] = {}
    ends: list[int] = []
    for organization in made.settings.organizations:
        if "audit" not in organization.sources:
            continue
        stream = Stream(organization.name, "audit")
        if walkers.load(made.state, stream, walker) is None:
            with slack_client(made, organization, "backfill") as client:
                follower(made, organization, client, once=False).start()
        reached = walkers.watermarks(made.state, stream)[walker]
        end = reached if latest is None else min(reached, latest)
        ends.append(end)
        if oldest <= end:
            found[organization] = Window(oldest, end)
    if not found:
        raise Misconfigured(_empty(ends, latest, walker))
    return found


def _empty(ends: list[int], latest: int | None, walker: str) -> str:
    """Say why there is nothing to work on."""
    if not ends:
        return "no organisation of the settings has the source audit"
    if max(ends) == latest:
        return "--to lies before --from"
    return f"--from must not be later than {shown(max(ends))}: {_LATER[walker]}"


def backfill(made: Parts, oldest: int, latest: int | None) -> None:
    """Read what was never read of a stretch, and deliver it.

    Raises:
        Misconfigured: There is no such stretch.
        CollectorFailed: A log could not be read, or a sink takes nothing; what could be done was.
        Stopped: Somebody asked to stop.
    """
    stretches = past(made, oldest, latest, "settle")
    last = walks(made.settings.timing, once=False)[-1]
    with ExitStack() as opened:
        readers = []
        for organization, stretch in stretches.items():
            client = opened.enter_context(slack_client(made, organization, "backfill"))
            reader = window_reader(made, organization, client)
            progress = _Progress(organization, made.clock)
            readers.append(BackfillReader(reader, stretch, last, progress.tell))
            logger().info(
                "backfill begins",
                organization=organization.name,
                oldest=stretch.oldest,
                latest=stretch.latest,
                log_seconds=readers[-1].seconds_left(),
            )
        Collector(readers, made.delivering, made.clock, made.observer).run_once()
