"""The loop: read what is due, deliver what is due, wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_ocsf_collector.collect.rest import Rest
from slack_ocsf_collector.failures import (
    CollectorFailed,
    RateLimited,
    SinkFailed,
    StateUnusable,
    raise_one_of,
)
from slack_ocsf_collector.health.logs import logger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_ocsf_collector.collect.delivering import Delivering
    from slack_ocsf_collector.collect.reader import Reader
    from slack_ocsf_collector.health.observer import Observer, Stream
    from slack_ocsf_collector.waiting import Clock

_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 300.0
_SOON, _MOST_TIMES = 60.0, 4
"""Seconds that a run which ends waits for Slack's limit, and how often a log may meet it."""
_IDLE = 1.0
"""Seconds between two looks at what is due."""


class Collector:
    """Reads logs and delivers their events.

    Args:
        readers: Of each log.
        delivering: To all sinks.
        clock: Tells the time, waits, and knows when to stop.
        observer: Is told.
    """

    def __init__(
        self,
        readers: Sequence[Reader],
        delivering: Delivering,
        clock: Clock,
        observer: Observer,
    ) -> None:
        self._readers = readers
        self._delivering = delivering
        self._clock = clock
        self._observer = observer
        self._rests: dict[Stream, Rest[CollectorFailed]] = {
            reader.stream: Rest(_FIRST_PAUSE, _LONGEST_PAUSE) for reader in readers
        }

    def run_once(self) -> None:
        """Read all that is due, and deliver everything.

        Raises:
            CollectorFailed: A log could not be read, or a sink takes nothing; what could be done
                was. Of several, one that somebody has to mend.
            Stopped: Somebody asked to stop.
        """
        while self._turn_all() or self._is_held_up() or self._is_put_off():
            self._delivering.run()
        self._deliver_all()
        unread = [
            rest.failure.of(str(stream))
            for stream, rest in self._rests.items()
            if rest.failure is not None
        ]
        raise_one_of([*unread, *self._delivering.failures()])

    def _deliver_all(self) -> None:
        """Deliver everything, or wait until the process does that delivers."""
        newest, is_told = self._delivering.newest(), False
        while not self._delivering.run(is_last=True):
            if self._delivering.has_delivered(newest):
                break
            if not is_told:
                fact = "what was read is in the state; the running collect delivers it when due"
                logger().info("waiting", reason=fact)
                is_told = True
            self._clock.wait(_IDLE)

    def run(self) -> None:
        """Read and deliver for ever.

        Raises:
            StateUnusable: The state cannot be changed any more.
            Stopped: Somebody asked to stop.
        """
        while True:
            worked = self._turn_all()
            self._delivering.run()
            if not worked:
                self._clock.wait(_IDLE)

    def _is_held_up(self) -> bool:
        """Whether all that more is waited for is another process that delivers."""
        if not self._delivering.is_full() or self._delivering.failures():
            return False
        self._clock.wait(_IDLE)
        return True

    def _is_put_off(self) -> bool:
        """Whether Slack said soon, and that has passed now."""
        now = self._clock.monotonic()
        left = [
            rest.until - now
            for rest in self._rests.values()
            if isinstance(rest.failure, RateLimited) and rest.times < _MOST_TIMES
        ]
        if not left or min(left) > _SOON or self._delivering.is_full():
            return False
        self._clock.wait(max(0.0, min(left)))
        return True

    def _turn_all(self) -> bool:
        """Let each reader read once, and return whether any had something to read."""
        worked = [self._turn(reader) for reader in self._readers]
        return any(worked)

    def _page_is_read(self) -> bool:
        """Deliver what is due, and return whether more would fit."""
        self._delivering.run()
        return not self._delivering.is_full()

    def _turn(self, reader: Reader) -> bool:
        """Let a reader read, unless it rests after a failure or nothing more would fit."""
        rest = self._rests[reader.stream]
        self._clock.check()
        if self._clock.monotonic() < rest.until or self._delivering.is_full():
            return False
        try:
            worked = reader.turn(self._page_is_read)
        except (StateUnusable, SinkFailed):
            raise
        except CollectorFailed as failure:
            self._observer.failed(str(reader.stream), failure)
            seconds = failure.seconds if isinstance(failure, RateLimited) else None
            rest.fail(failure, self._clock.monotonic(), seconds)
            return False
        rest.work()
        return worked
