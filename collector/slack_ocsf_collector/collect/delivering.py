"""Deliver what the outbox holds: each batch sealed first, its end committed with the position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_ocsf_collector.collect.rest import Rest
from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.sinks.sink import Batch, Waiting
from slack_ocsf_collector.state import ledger, outbox
from slack_ocsf_collector.state.database import transaction
from slack_ocsf_collector.state.outbox import Progress

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from slack_ocsf_collector.collect.delivery_lock import DeliveryLock
    from slack_ocsf_collector.health.observer import Observer, Stream
    from slack_ocsf_collector.sinks.sink import Sink
    from slack_ocsf_collector.state.outbox import Parcel
    from slack_ocsf_collector.waiting import Clock

_MOST_RECORDS, _MOST_BYTES = 20_000, 64 * 1024 * 1024
"""What one batch holds at the most, but for a parcel that is larger by itself."""
_FULL_RECORDS, _FULL_BYTES = 100_000, 256 * 1024 * 1024
"""What the outbox holds before reading waits."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_BETWEEN_COUNTS = 10.0
"""Seconds between two counts of what the state holds, which take longer the more it is."""


class Delivering:
    """Delivers to all sinks, as long as this process holds the lock.

    Args:
        connection: To the state.
        sinks: Where to.
        lock: Is held by one process of those that share the state.
        clock: Tells the time.
        observer: Is told.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        sinks: Sequence[Sink],
        lock: DeliveryLock,
        clock: Clock,
        observer: Observer,
    ) -> None:
        self._state = connection
        self._sinks = sinks
        self._lock = lock
        self._clock = clock
        self._observer = observer
        self._opened: set[str] = set()
        self._rests: dict[str, Rest[SinkFailed]] = {
            sink.setting.name: Rest(_FIRST_PAUSE, _LONGEST_PAUSE) for sink in sinks
        }
        self._kinds = {sink.setting.carries for sink in sinks}
        self._counted_at: float | None = None
        self._is_tidy = False

    def run(self, *, is_last: bool = False) -> bool:
        """Deliver to each sink what is due, but for those that rest after a failure.

        Args:
            is_last: Whether no more will come, so that everything is due.

        Returns:
            Whether this process is the one that delivers.

        Raises:
            StateUnusable: The state cannot be changed.
            Stopped: Somebody asked to stop.
        """
        if not self._lock.is_held:
            return False
        self._remove_what_all_have()
        is_due = is_last or self.is_full()
        for sink in self._sinks:
            rest = self._rests[sink.setting.name]
            if self._clock.monotonic() >= rest.until or is_last:
                self._deliver(sink, rest, is_last=is_due)
        self._count(is_last=is_last)
        return True

    def is_full(self) -> bool:
        """Whether so much waits that no more should be read."""
        amount, size = self._held()
        return amount >= _FULL_RECORDS or size >= _FULL_BYTES

    def newest(self) -> int:
        """Return the number of the newest parcel that waits for these sinks, 0 without any."""
        return outbox.numbers(self._state, self._kinds)[1]

    def has_delivered(self, number: int) -> bool:
        """Whether all sinks have the parcels up to a number, whichever process delivered them."""
        oldest, _ = outbox.numbers(self._state, self._kinds)
        return not 0 < oldest <= number

    def failures(self) -> list[SinkFailed]:
        """Return why sinks do not take what waits for them."""
        return [rest.failure for rest in self._rests.values() if rest.failure is not None]

    def close(self) -> None:
        """Let go of the sinks and of the lock. Nothing is delivered by it."""
        for sink in self._sinks:
            if sink.setting.name in self._opened:
                sink.close()
        self._lock.release()

    def _held(self) -> tuple[int, int]:
        """How many records wait for these sinks, and their bytes."""
        return outbox.held(self._state, self._kinds)

    def _remove_what_all_have(self) -> None:
        """Remove what only waited for a sink that is no longer in the settings, at the start."""
        if self._is_tidy:
            return
        self._is_tidy = True
        for carries in self._kinds:
            for stream in outbox.streams(self._state, carries):
                with transaction(self._state):
                    outbox.remove_delivered(self._state, stream, carries, self._likes(carries))

    def _count(self, *, is_last: bool) -> None:
        now = self._clock.monotonic()
        if is_last or self._counted_at is None or now - self._counted_at >= _BETWEEN_COUNTS:
            self._counted_at = now
            amount, size = self._held()
            self._observer.kept(records=amount, size=size, ledger=ledger.size(self._state))

    def _deliver(self, sink: Sink, rest: Rest[SinkFailed], *, is_last: bool) -> None:
        name = sink.setting.name
        is_opened = name in self._opened
        try:
            if not is_opened:
                self._open(sink)
            for stream in outbox.streams(self._state, sink.setting.carries):
                while self._deliver_batch(sink, stream, is_last=is_last):
                    self._clock.check()
        except SinkFailed as failure:
            self._observer.failed(name, failure)
            rest.fail(failure, self._clock.monotonic())
            self._opened.discard(name)
        else:
            if not is_opened:
                self._observer.delivered(name, 0, 0)
            rest.work()

    def _open(self, sink: Sink) -> None:
        """Open a sink where it was, and keep where it is now before anything is written."""
        name = sink.setting.name
        position = outbox.position(self._state, name)
        reached = sink.open(position)
        self._opened.add(name)
        if reached != position:
            with transaction(self._state):
                outbox.keep_position(self._state, name, reached)

    def _deliver_batch(self, sink: Sink, stream: Stream, *, is_last: bool) -> bool:
        """Deliver the next batch of a stream, if it is due; return whether it was."""
        name = sink.setting.name
        made = outbox.progress(self._state, name, stream)
        carries = sink.setting.carries
        parcels = outbox.parcels(self._state, stream, carries, name, made.delivered)
        if made.sealed is None or not parcels or parcels[0].number > made.sealed:
            if not parcels or not sink.is_due(self._waiting(parcels, is_last=is_last)):
                return False
            made = self._seal(name, stream, made, parcels)
        those = [one for one in parcels if one.number <= (made.sealed or 0)]
        batch = self._batch(stream, those)
        reached = sink.deliver(batch)
        self._observer.delivered(name, len(batch.records), sum(one.size for one in those))
        with transaction(self._state):
            outbox.keep_position(self._state, name, reached)
            outbox.keep_progress(self._state, name, stream, Progress(those[-1].number, None))
            outbox.remove_delivered(self._state, stream, carries, self._likes(carries))
        return True

    def _seal(
        self, name: str, stream: Stream, made: Progress, parcels: Sequence[Parcel]
    ) -> Progress:
        """Decide what the next batch holds, and write it down."""
        sealed, amount, size = parcels[0].number, 0, 0
        for one in parcels:
            amount, size = amount + one.amount, size + one.size
            if one is not parcels[0] and (
                amount > _MOST_RECORDS or size > _MOST_BYTES or one.team != parcels[0].team
            ):
                break
            sealed = one.number
        progress = Progress(made.delivered, sealed)
        with transaction(self._state):
            outbox.keep_progress(self._state, name, stream, progress)
        return progress

    def _batch(self, stream: Stream, those: Sequence[Parcel]) -> Batch:
        name = those[0].name if len(those) == 1 else outbox.hash_of(one.name for one in those)
        return Batch(
            name=name,
            organization=stream.organization,
            source=stream.source,
            team=those[0].team,
            records=outbox.records_of(self._state, those),
        )

    def _waiting(self, parcels: Sequence[Parcel], *, is_last: bool) -> Waiting:
        passed = self._clock.monotonic() - parcels[0].added_at
        return Waiting(
            records=sum(one.amount for one in parcels),
            size=sum(one.size for one in parcels),
            age=passed if passed >= 0 else float("inf"),  # committed before the machine started
            is_last=is_last,
        )

    def _likes(self, carries: str) -> list[str]:
        """The names of all sinks that carry the same."""
        return [one.setting.name for one in self._sinks if one.setting.carries == carries]
