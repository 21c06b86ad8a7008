"""What is written is whole when a signal comes."""

import signal
import threading
from collections.abc import Iterator

import pytest

from slack_ocsf_collector.interrupts import uninterrupted


@pytest.fixture
def sigint_ignored() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


def strike(number: signal.Signals) -> None:
    """Do as `slack_ocsf_cli.run` does when a signal comes."""
    handler = signal.getsignal(signal.SIGINT)
    assert callable(handler)
    handler(number, None)


def struck(*signals: signal.Signals) -> tuple[int, bool]:
    """Return how many signals a block outlived, and whether it was interrupted."""
    outlived = 0
    try:
        with uninterrupted():
            for number in signals:
                strike(number)
                outlived += 1
    except KeyboardInterrupt:
        return outlived, True
    return outlived, False


def test_ctrl_c_waits_for_the_end_of_the_block() -> None:
    assert struck(signal.SIGINT) == (1, True)


def test_a_second_ctrl_c_ends_the_block() -> None:
    assert struck(signal.SIGINT, signal.SIGINT, signal.SIGINT) == (1, True)


@pytest.mark.usefixtures("sigint_ignored")
def test_where_sigint_is_ignored_sigterm_still_waits() -> None:
    assert struck(signal.SIGTERM) == (1, True)


@pytest.mark.usefixtures("sigint_ignored")
def test_where_sigint_is_ignored_it_stays_so() -> None:
    assert struck(signal.SIGINT, signal.SIGINT) == (2, False)
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN


def test_a_thread_that_is_not_the_main_one_leaves_signals_alone() -> None:
    seen = []

    def write() -> None:
        with uninterrupted():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()

    assert seen == [signal.getsignal(signal.SIGINT)]
