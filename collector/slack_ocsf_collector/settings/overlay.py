"""Put what flags and variables say over what a file says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.settings.mistakes import did_you_mean
from slack_ocsf_collector.settings.sink_specs import sink_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_ocsf_collector.settings.given import Given
    from slack_ocsf_collector.settings.layers import Layers, Table
    from slack_ocsf_collector.settings.mistakes import Path

ONLY = "slack"
"""What the organisation is called when nobody says."""

TOP = ("state", "ocsf", "metrics", "metrics_file", "log_level")
TIMING = ("poll", "settle", "reread", "slow_reread", "silence")
OF_ORGANIZATIONS = ("api_url", "web_url", "oldest", "page_size", "requests_per_minute", "team")

_DIGITS = 18
_NUMBERS = ("page_size", "requests_per_minute")


def put_over(
    layers: Layers, given: Mapping[str, Given], path: Path, table: Table, names: tuple[str, ...]
) -> Table:
    """Return a table of the file with these settings replaced by what was given for them.

    Args:
        layers: What was written.
        given: What options say, by name.
        path: Of the table; empty for the document itself.
        table: As the file has it.
        names: The settings of the table that options can say.
    """
    table = dict(table)
    for name in names:
        if name in given:
            table[name] = _number(given[name].value) if name in _NUMBERS else given[name].value
            layers.given[*path, name] = given[name].place
    return table


def organizations(layers: Layers, given: Mapping[str, Given]) -> dict[Path, Table]:
    """Return the organisations to work on, by path."""
    written = _tables(layers, "organization")
    if not layers.document.get("organization"):
        written = {("organization", 0): {"name": ONLY}}
    found = {
        path: put_over(layers, given, path, table, OF_ORGANIZATIONS)
        for path, table in _chosen(layers, given, written).items()
    }
    for path, table in found.items():
        if "source" in given:
            table["sources"] = list(given["source"].values)
            layers.given[*path, "sources"] = given["source"].place
        _put_token(layers, given, path, table, is_only=len(found) == 1)
    return found


def sinks(layers: Layers, given: Mapping[str, Given]) -> dict[Path, Table]:
    """Return the sinks, by path: flags replace those of the file that carry the same."""
    found = _tables(layers, "sink")
    for option, carries in (("sink", "events"), ("raw", "raw")):
        if option not in given:
            continue
        found = {path: t for path, t in found.items() if t.get("carries", "events") != carries}
        for index, spec in enumerate(given[option].values):
            path: Path = (given[option].place, index)
            layers.given[path] = given[option].place
            try:
                found[path] = sink_of(spec, carries)
            except ValueError as error:
                layers.wrong(path, f"{spec!r} names no sink; {error}")
    return found or {("sink", 0): {"kind": "stdout"}}


def _chosen(
    layers: Layers, given: Mapping[str, Given], written: dict[Path, Table]
) -> dict[Path, Table]:
    """Return the organisation that was asked for, or all."""
    option = given.get("organization")
    if option is None:
        return written
    if not layers.document.get("organization"):
        layers.given["organization", 0, "name"] = option.place
        return {("organization", 0): {"name": option.value}}
    found = {path: t for path, t in written.items() if t.get("name") == option.value}
    if written and not found:
        names = [str(table.get("name")) for table in written.values()]
        layers.given["--organization",] = option.place
        near = did_you_mean(option.value, names) or f" (there are: {', '.join(names)})"
        layers.wrong(("--organization",), f"no organisation is called {option.value!r}{near}")
    return found


def _put_token(
    layers: Layers, given: Mapping[str, Given], path: Path, table: Table, *, is_only: bool
) -> None:
    """Let the only organisation have the usual sources of a token."""
    if not is_only:
        if "token_file" in given:
            layers.given["--token-file",] = given["token_file"].place
            text = "there are several organisations; say in the file where the token of each is"
            layers.wrong(("--token-file",), text)
        return
    if "token_file" in given:
        table["token"] = {"file": given["token_file"].value}
        layers.given[*path, "token"] = given["token_file"].place
    table.setdefault("token", {"variable": "SLACK_OCSF_TOKEN"})


def _tables(layers: Layers, name: str) -> dict[Path, Table]:
    """Return the tables of a list, by path."""
    listed: Any = layers.document.get(name, [])
    if not isinstance(listed, list):
        layers.wrong((name,), f"{name} is one table; write [[{name}]], for there can be several")
        return {}
    found: dict[Path, Table] = {}
    for index, table in enumerate(listed):
        if isinstance(table, dict):
            found[name, index] = table
        else:
            layers.wrong((name, index), f"{name}[{index}] is no table; write [[{name}]]")
    return found


def _number(text: str) -> int | str:
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_number else text
