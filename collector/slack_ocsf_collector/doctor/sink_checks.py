"""Try whether a sink can be written, without delivering anything."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from slack_ocsf_cli.redaction import redacted
from slack_ocsf_collector.doctor.machine_checks import writable_folder
from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.settings.secrets import read_secret
from slack_ocsf_collector.sinks.held import ReadableSink
from slack_ocsf_collector.sinks.make import make_sink

if TYPE_CHECKING:
    from types import ModuleType

    from slack_ocsf_collector.settings.settings import SinkSetting

_REFUSED = (401, 403)
_SERVER_ERRORS = 500
_TIMEOUT = 10.0
_TIMEOUT_OF_STORES = timedelta(seconds=_TIMEOUT)
_PROBE = "_slack_ocsf_doctor"


def try_sink(setting: SinkSetting, package: ModuleType, position: str = "") -> str:
    """Try a sink, and say what can be done with it.

    Args:
        setting: The sink.
        package: The generated package that makes the events.
        position: What the state keeps of it.

    Raises:
        SinkFailed: It cannot be written.
        Misconfigured: It cannot be made.
        TokenRefused: A secret of its headers cannot be read.
    """
    if setting.kind == "stdout":
        return _try_stdout()
    sink = make_sink(setting, package=package, read_secret=read_secret)
    if isinstance(sink, ReadableSink):
        sink.prove(position)
    sink.close()
    if setting.kind == "ndjson":
        return writable_folder(Path(setting.target))
    if setting.kind == "http":
        return _try_http(setting)
    if "://" in setting.target and not setting.target.startswith("file://"):
        return _try_bucket(setting.target)
    return writable_folder(Path(setting.target.removeprefix("file://")))


def _try_stdout() -> str:
    try:
        os.fstat(1)
    except OSError as error:
        raise SinkFailed(f"standard output: {error.strerror}") from error
    return "standard output is open"


def _try_http(setting: SinkSetting) -> str:
    """Ask for the headers of the URL: many receivers know POST alone, but all know the secrets."""
    import httpx

    shown = setting.target.partition("?")[0]
    headers = {name: read_secret(source) for name, source in setting.headers.items()}
    failure, status = "", 0
    try:
        status = httpx.head(setting.target, headers=headers, timeout=_TIMEOUT).status_code
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        failure = f"{shown}: no answer ({type(error).__name__})"
    if status in _REFUSED:
        failure = f"{shown}: answered {status}: it refuses the headers"
    elif status >= _SERVER_ERRORS:
        failure = f"{shown}: answered {status}"
    if failure:  # outside of the handler: the error's request has the headers
        raise SinkFailed(failure)
    return f"{shown} answers ({status} to HEAD); what it makes of events only a delivery shows"


def _try_bucket(url: str) -> str:
    """Put an object, and take it away again where that is allowed."""
    import obstore
    from obstore.store import from_url

    try:
        store = from_url(url, retry_config={"max_retries": 1, "retry_timeout": _TIMEOUT_OF_STORES})
        obstore.put(store, _PROBE, b"", use_multipart=False)
    except Exception as error:
        text = redacted(str(error).partition("\n")[0].partition("?")[0])
        raise SinkFailed(f"{url}: {text}") from error
    try:
        obstore.delete(store, _PROBE)
    except Exception:  # noqa: BLE001 - a writer need not be allowed to delete
        return f"{url} can be written; {_PROBE} stays there, for it may not be deleted"
    return f"{url} can be written"
