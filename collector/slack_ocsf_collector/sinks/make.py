"""Make the sinks of the settings. What a kind needs is imported when one is made."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.addresses import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from slack_ocsf_collector.settings.settings import SecretSource, SinkSetting
    from slack_ocsf_collector.sinks.http import HttpSink
    from slack_ocsf_collector.sinks.ndjson import NdjsonSink
    from slack_ocsf_collector.sinks.parquet import ParquetSink
    from slack_ocsf_collector.sinks.sink import Sink

_Option = TypeVar("_Option", str, int, bool)


def make_sink(
    setting: SinkSetting,
    *,
    package: ModuleType,
    read_secret: Callable[[SecretSource], str],
    sleep: Callable[[float], None] = time.sleep,
) -> Sink:
    """Return the sink of a setting. Nothing is opened yet.

    Args:
        setting: The setting.
        package: The generated package that makes the events.
        read_secret: Reads a secret from where it is kept.
        sleep: Waits so many seconds between attempts; what it raises ends a delivery.

    Raises:
        Misconfigured: An option is none of the kind, or a value cannot be used.
    """
    match setting.kind:
        case "parquet":
            return _parquet(setting, package)
        case "http":
            return _http(setting, read_secret, sleep)
        case "ndjson":
            return _ndjson(setting)
        case "stdout":
            from slack_ocsf_collector.sinks.stdout import StdoutSink

            return StdoutSink(setting)


class _Options:
    """The options of a setting, each asked for once."""

    def __init__(self, setting: SinkSetting) -> None:
        self._setting = setting
        self._asked: set[str] = set()

    def get(self, name: str, default: _Option) -> _Option:
        """Return an option, of the type of its default."""
        self._asked.add(name)
        value = self._setting.options.get(name, default)
        if type(value) is not type(default):
            raise Misconfigured(
                f"{self._setting.name}: {name} is {value!r}, not {type(default).__name__}"
            )
        return value

    def positive(self, name: str, default: int) -> int:
        """Return an option that is a number above 0."""
        value = self.get(name, default)
        if value <= 0:
            raise Misconfigured(f"{self._setting.name}: {name} is {value}, not above 0")
        return value

    def refuse_others(self) -> None:
        """Check that no option was given that nobody asked for."""
        others = sorted(set(self._setting.options) - self._asked)
        if others:
            known = ", ".join(sorted(self._asked))
            raise Misconfigured(
                f"{self._setting.name}: no option is called {others[0]} (there are: {known})"
            )


def _ndjson(setting: SinkSetting) -> NdjsonSink:
    from slack_ocsf_collector.sinks.ndjson import DEFAULT_SIZE, NdjsonSink

    options = _Options(setting)
    size = options.positive("size", DEFAULT_SIZE)
    options.refuse_others()
    return NdjsonSink(setting, size)


def _parquet(setting: SinkSetting, package: ModuleType) -> ParquetSink:
    from slack_ocsf_collector.lake.layout import NO_REGION
    from slack_ocsf_collector.lake.parts import lake
    from slack_ocsf_collector.sinks.parquet import Enough, ParquetSink

    if setting.carries != "events":
        raise Misconfigured(f"{setting.name}: a lake takes events, not untouched entries")
    options = _Options(setting)
    reader = options.get("for", "")
    if reader not in ("", "aws"):
        raise Misconfigured(f'{setting.name}: for is {reader!r}; the only value is "aws"')
    region, account = options.get("region", NO_REGION), options.get("account", "")
    usual = Enough()
    enough = Enough(
        records=options.positive("records", usual.records),
        size=options.positive("size", usual.size),
        age=options.positive("age", usual.age),
    )
    options.refuse_others()
    parts = lake(setting.target, package, region=region, account=account, for_aws=reader == "aws")
    return ParquetSink(setting, parts, enough)


def _http(
    setting: SinkSetting,
    read_secret: Callable[[SecretSource], str],
    sleep: Callable[[float], None],
) -> HttpSink:
    from slack_ocsf_collector.sinks.http import HttpSink, Posting
    from slack_ocsf_collector.sinks.posts import Largest

    _refuse_url(setting)
    options = _Options(setting)
    usual, largest = Posting(), Largest()
    posting = Posting(
        largest=Largest(
            records=options.positive("records", largest.records),
            size=options.positive("size", largest.size),
        ),
        is_compressed=options.get("gzip", default=usual.is_compressed),
        attempts=options.positive("attempts", usual.attempts),
        timeout=options.positive("timeout", usual.timeout),
        longest_wait=options.positive("longest_wait", usual.longest_wait),
        sleep=sleep,
    )
    options.refuse_others()
    sources = setting.headers

    def headers() -> dict[str, str]:
        return {name: read_secret(source) for name, source in sources.items()}

    return HttpSink(setting, headers, posting)


def _refuse_url(setting: SinkSetting) -> None:
    """Check that events go nowhere in plain text, and that the URL holds no password."""
    parts = urlsplit(setting.target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misconfigured("an http sink needs a URL: https://HOST/PATH")
    if "@" in parts.netloc:
        raise Misconfigured(f"https://{parts.hostname}: secrets belong into headers, not the URL")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise Misconfigured(f"http://{parts.hostname}: events go over https, or to this machine")
