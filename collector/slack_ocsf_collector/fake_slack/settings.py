"""How the server is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from slack_ocsf_collector.fake_slack.paging import Habits
from slack_ocsf_collector.fake_slack.publishing import Lateness

if TYPE_CHECKING:
    from slack_ocsf_collector.fake_slack.audit import End
    from slack_ocsf_collector.fake_slack.rate import RetryAfter
    from slack_ocsf_collector.fake_slack.spreading import Span


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server is set up.

    Attributes:
        span: What the audit log holds at the start.
        seed: Decides all that is invented.
        rate: New audit entries in each second, on average.
        lateness: Of some of them.
        habits: How long pages are.
        end: How the last page of the audit log says so.
        token: The one that is accepted.
        per_minute: Requests under /audit/v1; 0 for no limit.
        web_per_minute: Requests to each method of the Web API; 0 for no limit.
        retry_after: How Retry-After is written.
        logins: Rows of team.accessLogs at the start.
        login_rate: Logins in each second, on average: most make a row grow.
        changes: Rows of team.integrationLogs.
    """

    span: Span
    seed: int = 0
    rate: float = 0.0
    lateness: Lateness = field(default_factory=Lateness)
    habits: Habits = field(default_factory=Habits)
    end: End = "empty"
    token: str = "xoxp-fake"  # noqa: S105 - of a server that is none of Slack's
    per_minute: int = 50
    web_per_minute: int = 20
    retry_after: RetryAfter = "seconds"
    logins: int = 250
    login_rate: float = 0.0
    changes: int = 120
