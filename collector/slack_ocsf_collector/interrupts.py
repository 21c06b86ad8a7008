"""Let Ctrl-C wait while a line is half written."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let a first Ctrl-C wait for the end of the block. A second one ends the block at once.

    The same for SIGTERM, which `slack_ocsf_cli.run` hands to the handler of SIGINT. No signal
    interrupts a thread that is not the main one.
    """
    handler = signal.getsignal(signal.SIGINT)
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or handler not in (signal.default_int_handler, signal.SIG_IGN):
        yield
        return
    is_waiting = False

    def wait(number: int, _frame: object) -> None:
        nonlocal is_waiting
        if number == signal.SIGINT and handler == signal.SIG_IGN:
            return
        if is_waiting:
            raise KeyboardInterrupt
        is_waiting = True

    signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if is_waiting:
        raise KeyboardInterrupt
