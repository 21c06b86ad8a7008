"""What settings must not be together, each of them being right alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.editions import edition
from slack_ocsf_collector.settings import sink_options
from slack_ocsf_collector.settings.forms import base_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.settings.layers import Layers, Table
    from slack_ocsf_collector.settings.mistakes import Path
    from slack_ocsf_collector.settings.settings import SinkSetting, Timing

_SECURITY_LAKE = (1, 3)


def check_names(layers: Layers, organizations: Mapping[Path, Table]) -> None:
    """Note names that occur twice."""
    seen: dict[str, str] = {}
    for path, table in organizations.items():
        name = str(table.get("name"))
        if name in seen:
            layers.wrong((*path, "name"), f"{name!r} is the name of {seen[name]} already")
        seen.setdefault(name, f"the organisation at {layers.origin(path)}")


def check_timing(layers: Layers, timing: Timing) -> None:
    """Note readings that are not each later than the one before."""
    if timing.reread <= timing.settle:
        text = f"reread is {timing.reread} s; it should be later than settle ({timing.settle} s)"
        layers.wrong(("timing", "reread"), text)
    if timing.slow_reread <= timing.reread:
        later = f"it should be later than reread ({timing.reread} s)"
        layers.wrong(("timing", "slow_reread"), f"slow_reread is {timing.slow_reread} s; {later}")


def check_ocsf(layers: Layers, version: str, sinks: Mapping[Path, SinkSetting]) -> None:
    """Note a version that no package makes, and sinks that do not take it."""
    try:
        edition(version)
    except Misconfigured as error:
        layers.wrong(("ocsf",), str(error))
        return
    for path, sink in sinks.items():
        if sink.options.get("for") == "aws" and _minor(version) > _SECURITY_LAKE:
            text = f"Security Lake takes OCSF up to 1.3, ocsf is {version}; set ocsf = '1.3.0'"
            layers.wrong((*path, "for"), text)


def check_sinks(layers: Layers, sinks: Mapping[Path, Table], state: str) -> None:
    """Note sinks without a place, with a wrong one, or with that of another."""
    seen = {os.path.realpath(state): "the state"}
    for path, table in sinks.items():
        kind, target = table.get("kind"), table.get("target", "")
        if not (isinstance(kind, str) and isinstance(target, str)):
            continue
        if kind not in sink_options.OPTIONS:
            continue
        if fact := _wrong_target(kind, target, table):
            layers.wrong((*path, "target"), fact)
            continue
        place = _place(kind, target)
        if place in seen:
            layers.wrong((*path, "target"), f"{kind}: its place is that of {seen[place]}")
        seen.setdefault(place, f"the sink at {layers.origin(path) or 'standard output'}")


def _wrong_target(kind: str, target: str, table: Table) -> str:
    """Return what is wrong with a sink's place; empty when nothing is."""
    is_raw = table.get("carries") == "raw"
    if kind == "stdout":
        return "stdout has no target" if target else ""
    if not target:
        return f"{kind} needs a target, {'a URL' if kind == 'http' else 'a folder'}"
    if kind == "http":
        return _wrong_url(target)
    if kind == "ndjson" and "://" in target:
        return "ndjson goes into a folder of this machine, not to a URL"
    return "a lake takes events, not raw entries" if kind == "parquet" and is_raw else ""


def _wrong_url(url: str) -> str:
    """Return what is wrong with a URL that events are sent to; it can have a query."""
    try:
        base_url(urlsplit(url)._replace(query="").geturl())
    except ValueError as error:
        return str(error)
    return ""


def _place(kind: str, target: str) -> str:
    if kind == "stdout" or "://" in target:
        return f"{kind}:{target.partition('?')[0].rstrip('/')}"
    return os.path.realpath(target)


def _minor(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2])
