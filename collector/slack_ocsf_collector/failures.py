"""Why a collector cannot go on, by what somebody must do about it.

    CannotDo                3
    +-- SlackRefused
    |   +-- TokenRefused   10  the token: missing, revoked, of the wrong kind
    |   +-- ScopeMissing   11  the token lacks a scope, or its user the role
    |   +-- PlanMissing    12  the organisation's plan has no such log
    +-- RateLimited        13  Slack or our own budget says later
    +-- SlackUnreachable   14  network, time-outs, errors of Slack's servers
    +-- AnswerViolated     15  Slack answered what the request cannot be answered with
    +-- SinkFailed         16  a sink does not take events
    +-- StateUnusable      17  the state is locked, corrupt, or cannot be written

Each class is also a class of health, by its `kind`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from slack_ocsf_cli import CannotDo

if TYPE_CHECKING:
    from collections.abc import Iterable


class CollectorFailed(CannotDo):
    """A foreseen failure of a collector; `kind` names its class in logs, metrics and health."""

    kind: ClassVar[str]
    passes: ClassVar[bool] = False
    """Whether it may pass by itself, with nobody to do anything about it."""

    def of(self, part: str) -> Self:
        """Return it, with the part that fails, such as `acme/audit`, before its message."""
        self.args = (f"{part}: {self}",)
        return self


class SlackRefused(CollectorFailed):
    """Slack answered with an error that asking again does not cure."""

    kind = "refused"


class TokenRefused(SlackRefused):
    """The token is missing, wrong, revoked, or not a user token."""

    exit_code = 10
    kind = "auth"


class ScopeMissing(SlackRefused):
    """The token lacks a scope, or its user is not the owner of the organisation."""

    exit_code = 11
    kind = "scope"


class PlanMissing(SlackRefused):
    """The plan of the organisation does not include the log."""

    exit_code = 12
    kind = "plan"


class RateLimited(CollectorFailed):
    """Slack says later.

    Attributes:
        seconds: How long to wait, bounded.
    """

    exit_code = 13
    kind = "rate"
    passes = True

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class SlackUnreachable(CollectorFailed):
    """The network, a time-out, or an error of Slack's servers: worth asking again."""

    exit_code = 14
    kind = "network"
    passes = True


class AnswerViolated(CollectorFailed):
    """An answer that cannot be one: outside of its window, a cursor twice, no JSON."""

    exit_code = 15
    kind = "protocol"


class CursorRefused(CollectorFailed):
    """Slack no longer knows a cursor: the window is to be read from its beginning."""

    exit_code = 15
    kind = "cursor"
    passes = True


class SinkFailed(CollectorFailed):
    """A sink does not take events: full, read-only, down."""

    exit_code = 16
    kind = "sink"


class StateUnusable(CollectorFailed):
    """The state is locked by another collector, corrupt, or cannot be written."""

    exit_code = 17
    kind = "state"


def raise_one_of(failed: Iterable[CollectorFailed]) -> None:
    """Raise the first of several that somebody must do something about, else the first.

    Raises:
        CollectorFailed: There is one.
    """
    for failure in sorted(failed, key=lambda one: one.passes):
        raise failure
