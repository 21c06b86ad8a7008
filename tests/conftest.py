"""What all tests rely on."""

import signal


def pytest_configure() -> None:
    """Hear SIGINT, as tests that send it expect of what they start.

    A shell that runs the tests behind `&` has it ignored, and what is ignored is inherited.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
