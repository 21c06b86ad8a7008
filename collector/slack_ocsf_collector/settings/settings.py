"""The settings of a collector, checked; made from file, environment and flags by `load`.

What a value may be stands here, beside it: pydantic reads the annotations.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - the same
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field

from slack_ocsf_collector.editions import DEFAULT
from slack_ocsf_collector.settings.forms import address, base_url, one_source

Source = Literal["audit", "access", "integration"]
Carried = Literal["events", "raw"]
SinkKind = Literal["stdout", "ndjson", "parquet", "http"]
LogLevel = Literal["debug", "info", "warning", "error"]

_STRICT = ConfigDict(extra="forbid", strict=True)
_Url = Annotated[str, AfterValidator(base_url)]
_Text = Annotated[str, Field(min_length=1)]
_Seconds = Annotated[int, Field(ge=0, le=366 * 86_400)]


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Where a secret is read from, again whenever it is refused: just one of these is set.

    Attributes:
        variable: Name of an environment variable.
        file: A file that holds the secret alone; blanks around it do not count.
        command: A program and its arguments; the first line of its output is the secret.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    variable: _Text | None = None
    file: Path | None = None
    command: Annotated[tuple[_Text, ...], Field(min_length=1)] | None = None


_Secret = Annotated[SecretSource, AfterValidator(one_source)]


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

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    name: Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    token: _Secret
    sources: Annotated[tuple[Source, ...], Field(min_length=1)] = ("audit",)
    api_url: _Url = "https://api.slack.com"
    web_url: _Url = "https://slack.com"
    oldest: Annotated[int, Field(ge=0)] | None = None
    page_size: Annotated[int, Field(ge=1, le=9_999)] = 1_000
    requests_per_minute: Annotated[int, Field(ge=1, le=50)] = 30
    team: Annotated[str, Field(pattern=r"^[ET][A-Z0-9]+$")] | None = None


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

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    poll: Annotated[int, Field(ge=1, le=86_400)] = 60
    settle: _Seconds = 60
    reread: _Seconds = 900
    slow_reread: _Seconds = 86_400
    silence: Annotated[int, Field(ge=60)] | None = None


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

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    kind: SinkKind
    target: str = ""
    carries: Carried = "events"
    options: Mapping[str, str | int | bool] = field(default_factory=dict)
    headers: Mapping[str, _Secret] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What logs and the state call it; without a URL's query, which could hold a secret."""
        return f"{self.carries}:{self.kind}:{self.target.partition('?')[0]}"


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
    ocsf: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")] = DEFAULT
    timing: Timing = field(default_factory=Timing)
    metrics: Annotated[str, AfterValidator(address)] | None = None
    metrics_file: Path | None = None
    log_level: LogLevel = "info"
