"""The options of every command that works with a collector's settings."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from slack_ocsf_collector.settings.given import Given

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PREFIX = "SLACK_OCSF_"

_OPTIONS: dict[str, tuple[str, str]] = {
    "config": ("FILE", "Settings, in TOML; what options say counts more."),
    "organization": ("NAME", "Only this one of the file; without a file, what to call it."),
    "token_file": ("FILE", "Holds the token; otherwise the variable SLACK_OCSF_TOKEN does."),
    "source": ("LOG", "audit, access or integration; can be repeated."),
    "state": ("DIR", "Keeps what was read and delivered; for one collector alone."),
    "oldest": ("TIME", "Where a first run starts: 30d, a date, or Unix seconds; else now."),
    "sink": ("SPEC", "stdout, ndjson:DIR, parquet:DIR-OR-URL or http:URL; can be repeated."),
    "raw": ("SPEC", "Likewise, for Slack's entries as they came."),
    "ocsf": ("VERSION", "Of the events."),
    "page_size": ("N", "Entries in a request, 1 to 9999."),
    "requests_per_minute": ("N", "Of Slack's 50 for the organisation, 1 to 50."),
    "team": ("ID", "Of the organisation or workspace, where Slack wants it told."),
    "api_url": ("URL", "Where /audit/v1 is."),
    "web_url": ("URL", "Where /api is."),
    "poll": ("TIME", "Between two looks for new entries: 60, 5m."),
    "settle": ("TIME", "Age of entries when they are read first."),
    "reread": ("TIME", "Age when they are read again, for late ones."),
    "slow_reread": ("TIME", "Age when they are read the last time."),
    "silence": ("TIME", "Without new entries for so long, health is bad."),
    "metrics": ("HOST:PORT", "Serve /metrics, /healthz, /readyz and /livez here."),
    "metrics_file": ("FILE", "Write the metrics here at the end of --once."),
    "log_level": ("LEVEL", "debug, info, warning or error."),
}
_REPEATED = ("source", "sink", "raw")


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of settings, as its argument `given`: {name: Given}.

    Each has the variable `SLACK_OCSF_NAME`, the same for all commands. Their values are texts:
    `load_settings` checks them with all else, so that all mistakes are told at once.
    """

    @wraps(command)
    def with_given(**values: Any) -> Any:  # noqa: ANN401 - whatever the command takes and returns
        context = click.get_current_context()
        said = {name: values.pop(name) for name in _OPTIONS}
        return command(given=_given(context, said), **values)

    for name in reversed(_OPTIONS):
        metavar, purpose = _OPTIONS[name]
        with_given = click.option(
            flag(name),
            name,
            metavar=metavar,
            help=purpose,
            multiple=name in _REPEATED,
            envvar=f"{_PREFIX}{name.upper()}",
        )(with_given)
    return with_given


def flag(name: str) -> str:
    """Return the flag of an option, such as `--page-size`."""
    return f"--{name.replace('_', '-')}"


def variables() -> list[str]:
    """Return the variables of all options."""
    return [f"{_PREFIX}{name.upper()}" for name in _OPTIONS]


def _given(context: click.Context, said: Mapping[str, Any]) -> dict[str, Given]:
    given: dict[str, Given] = {}
    for name, value in said.items():
        values = value if isinstance(value, tuple) else (value,)
        if value is None or not values:
            continue
        is_variable = context.get_parameter_source(name) is ParameterSource.ENVIRONMENT
        place = f"{_PREFIX}{name.upper()}" if is_variable else flag(name)
        given[name] = Given(place, values)
    return given
