"""Logs on standard error: JSON lines, or coloured ones on a terminal. No secret gets through.

An entry's content is logged nowhere above `debug`: messages hold names, numbers and times.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import structlog

from slack_ocsf_cli import colour
from slack_ocsf_cli.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from structlog.typing import EventDict, Processor, WrappedLogger

    from slack_ocsf_collector.settings.settings import LogLevel

    Renderer = Callable[[WrappedLogger, str, EventDict], str | bytes]


def start_logs(level: LogLevel, stream: TextIO | None = None) -> None:
    """Let all logs of this process be written from now on.

    Args:
        level: The least important that are.
        stream: Where to; None for standard error.
    """
    to = stream or sys.stderr
    is_for_people = to.isatty()
    structlog.configure(
        processors=_processors(_console() if is_for_people else _json()),
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(to),
        cache_logger_on_first_use=False,
    )
    logging.captureWarnings(capture=True)
    logging.root.handlers = [_Passing(logging.WARNING)]


def logger() -> Any:  # noqa: ANN401 - structlog has no type for what its configuration makes
    """Return a logger: `logger().info("window read", stream="acme/audit", rows=12)`."""
    return structlog.get_logger()


class _Passing(logging.Handler):
    """Passes on what libraries warn of; nothing less: at `debug` some show headers."""

    def emit(self, record: logging.LogRecord) -> None:
        logger().warning(record.getMessage(), library=record.name)


def _processors(renderer: Renderer) -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _hide,
        _line(renderer),
    ]


def _json() -> Renderer:
    return structlog.processors.JSONRenderer(default=str)


def _console() -> Renderer:
    return structlog.dev.ConsoleRenderer(
        colors=colour() is not False, exception_formatter=structlog.dev.plain_traceback
    )


def _line(renderer: Renderer) -> Processor:
    """Return what renders an event; a second look catches what only rendering made a text."""

    def render(log: WrappedLogger, method: str, event: EventDict) -> str:
        return redacted(str(renderer(log, method, event)))

    return render


def _hide(_log: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {redacted(name): _without_secrets(value) for name, value in event.items()}


def _without_secrets(value: Any) -> Any:  # noqa: ANN401 - whatever is logged
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, bytes | BaseException):
        return redacted(str(value))
    if isinstance(value, dict):
        return {redacted(str(name)): _without_secrets(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_without_secrets(inner) for inner in value]
    return value
