"""End a collector in good order when somebody asks for it."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from slack_ocsf_collector.waiting import Stopped, SystemClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopping_clock() -> Iterator[SystemClock]:
    """Give the clock that a signal stops; a second signal ends the program at once.

    When the block ends because of a signal, the program ends as any of ours does by it.
    """
    clock = SystemClock()
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    came: list[int] = []

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        restore()
        clock.stop()

    for number in _SIGNALS:
        signal.signal(number, stop)
    try:
        yield clock
    except Stopped:
        if not came:
            raise
    finally:
        restore()
    if came:
        signal.raise_signal(came[0])
