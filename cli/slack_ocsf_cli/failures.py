"""What a command raises when it does not end well."""

from typing import ClassVar


class Failed(Exception):
    """A foreseen end, told to the user as `error: <message>` without a traceback.

    Args:
        message: Place, fact and likely remedy; empty when the output said it already.
    """

    exit_code: ClassVar[int]

    def __init__(self, message: str = "") -> None:
        super().__init__(message)


class Findings(Failed):
    """The command did its work and found something: rejects, drift, stale files."""

    exit_code = 1


class Misconfigured(Failed):
    """The command was called wrongly, or a file that steers it is wrong."""

    exit_code = 2


class CannotDo(Failed):
    """Something outside stopped the command: network, unreadable input, full disk."""

    exit_code = 3
