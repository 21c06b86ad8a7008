"""The settings of a collector, checked; made from file, environment and flags by their loader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Source = Literal["audit", "access", "integration"]
Carried = Literal["events", "raw"]
SinkKind = Literal["stdout", "ndjson", "parquet", "http"]


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Where a secret is read from, again whenever it is refused: just one of these is set.

    Attributes:
        variable: Name of an environment variable.
        file: A file that holds the secret alone; blanks around it do not count.
        command: A program and its arguments; the first line of its output is the secret.
    """

    variable: str | None = None
    file: Path | None = None
    command: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """One Slack organisation to collect from.

    Attributes:
        name: What files, streams and metrics call it: `[a-z0-9-]+`.
        token: Where its user token comes from.
        sources: Which of its logs to collect.
        api_url: Base of `/audit/v1`; `https`, or loopback.
        web_url: Base of `/api/team.accessLogs`; likewise.
        oldest: Unix seconds from which the first run collects; None is when it starts.
        page_size: Entries asked for in a request of audit logs, 1 to 9,999.
        requests_per_minute: This collector's share of Slack's 50 a minute for the organisation.
        team: Id of the organisation or workspace, `E...` or `T...`, where it must be told.
    """

    name: str
    token: SecretSource
    sources: tuple[Source, ...] = ("audit",)
    api_url: str = "https://api.slack.com"
    web_url: str = "https://slack.com"
    oldest: int | None = None
    page_size: int = 1000
    requests_per_minute: int = 30
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """When a collector reads, all in seconds.

    Attributes:
        poll: Between two looks for new entries.
        settle: How old an entry is before its window is read the first time.
        reread: How old when it is read the second time, for what was published late.
        slow_reread: How old when it is read the last time.
        silence: Without any new entry for this long, an alarm is raised; None takes it from the
            organisation's own rhythm.
    """

    poll: int = 60
    settle: int = 60
    reread: int = 900
    slow_reread: int = 86_400
    silence: int | None = None


@dataclass(frozen=True, slots=True)
class SinkSetting:
    """One place that events, or untouched entries, are delivered to.

    Attributes:
        kind: What sort of place.
        target: A folder or URL; empty for standard output.
        carries: OCSF events, or Slack's entries as they came.
        options: What the kind of sink takes besides, as written.
        headers: For `http`: names of headers and where their values come from.
    """

    kind: SinkKind
    target: str = ""
    carries: Carried = "events"
    options: Mapping[str, str | int | bool] = field(default_factory=dict)
    headers: Mapping[str, SecretSource] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What logs and the state call it; holds no secret."""
        return f"{self.carries}:{self.kind}:{self.target}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a collector is told.

    Attributes:
        state: Folder of the state, for one collector alone.
        organizations: Where to collect.
        sinks: Where to deliver.
        ocsf: Version of OCSF of the events.
        timing: When to read.
        metrics: Address of `/metrics`, `/healthz` and `/readyz`, `HOST:PORT`; None for none.
        metrics_file: Where `--once` writes its metrics, in Prometheus' text format; None for none.
        log_level: The least important messages that are logged.
    """

    state: Path
    organizations: tuple[Organization, ...]
    sinks: tuple[SinkSetting, ...]
    ocsf: str = "1.5.0"
    timing: Timing = field(default_factory=Timing)
    metrics: str | None = None
    metrics_file: Path | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
