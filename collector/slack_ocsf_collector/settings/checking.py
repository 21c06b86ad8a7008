"""Turn tables into the dataclasses of `settings`, and note what they cannot be."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from slack_ocsf_cli.redaction import looks_secret
from slack_ocsf_collector.settings import moments, sink_options
from slack_ocsf_collector.settings.mistakes import Path, is_secret, told, unknown, valued
from slack_ocsf_collector.settings.settings import (
    Organization,
    SecretSource,
    Settings,
    SinkSetting,
    Timing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic_core import ErrorDetails

    from slack_ocsf_collector.settings.layers import Layers, Table

_Made = TypeVar("_Made")

_REVEALS = "holds a secret; settings say only where one is read from: a file, variable or command"


def check_secrets(layers: Layers, value: Any, path: Path) -> None:  # noqa: ANN401 - any TOML value
    """Note each text that looks like a token, and each name."""
    if isinstance(value, dict):
        for name, inner in value.items():
            inside = (*path, name)
            if looks_secret(name):
                layers.wrong(inside, f"the name of a setting {_REVEALS}")
            check_secrets(layers, inner, inside)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            check_secrets(layers, inner, (*path, index))
    elif isinstance(value, str) and looks_secret(value):
        layers.wrong(path, f"{_named(path)} {_REVEALS}")


def _named(path: Path) -> str:
    """Return the name of a value, with its number when it is one of a list."""
    *_, before, last = ("", *path)
    return f"{before}[{last}]" if isinstance(last, int) else last


def organization_of(layers: Layers, path: Path, table: Table, now: float) -> Organization | None:
    """Return an organisation, None when it cannot be one."""
    if "oldest" in table:
        _convert(layers, path, table, "oldest", lambda value: moments.unix_seconds(value, now))
    return _made(Organization, layers, path, table)


def timing_of(layers: Layers, table: Any) -> Timing | None:  # noqa: ANN401 - any TOML value
    """Return when to read, None when it cannot be that."""
    if isinstance(table, dict):
        table = dict(table)
        for name in set(table) & _names(Timing):
            _convert(layers, ("timing",), table, name, moments.seconds)
    return _made(Timing, layers, ("timing",), table)


def sink_of(layers: Layers, path: Path, table: Table) -> SinkSetting | None:
    """Return a sink, None when it cannot be one."""
    split = sink_options.split_options(table)
    kind, options = split.get("kind"), split["options"]
    if isinstance(kind, str) and kind in sink_options.OPTIONS:
        known = [*sink_options.FIELDS, *sink_options.OPTIONS[kind]]
        for name, value in options.items():
            if name not in known:
                layers.wrong((*path, name), f"{unknown(name, known)}, for {kind}")
            elif fact := sink_options.wrong_option(kind, name, value):
                layers.wrong((*path, name), fact)
        split["options"] = {k: v for k, v in options.items() if isinstance(v, str | int | bool)}
    else:
        split["options"] = {}
    if "headers" in split and kind != "http":
        layers.wrong((*path, "headers"), f"{kind} has no headers; only http has")
    return _made(SinkSetting, layers, path, split)


def scalars_of(layers: Layers, table: Table) -> dict[str, Any]:
    """Return the settings that stand at the top, those that are right."""
    hints = get_type_hints(Settings, include_extras=True)
    return {
        name: made
        for name, value in table.items()
        if (made := _checked(TypeAdapter(hints[name]), layers, (name,), value)) is not None
    }


def check_names(layers: Layers, table: Iterable[str]) -> None:
    """Note each name at the top that is none."""
    plural = {"organizations": "organization", "sinks": "sink"}
    known = [plural.get(one.name, one.name) for one in fields(Settings)]
    for name in table:
        if name not in known:
            layers.wrong((name,), unknown(name, known))


def _made(kind: type[_Made], layers: Layers, path: Path, table: Any) -> _Made | None:  # noqa: ANN401
    return _checked(TypeAdapter(kind), layers, path, table)


def _checked(
    adapter: TypeAdapter[_Made],
    layers: Layers,
    path: Path,
    value: Any,  # noqa: ANN401 - any TOML value
) -> _Made | None:
    """Return what a value is taken for; as JSON, where lists can be tuples and texts paths."""
    try:
        return adapter.validate_json(json.dumps(value, default=str))
    except ValidationError as error:
        every = error.errors()
        for found in every:
            inner = (*path, *found["loc"])
            if not _follows(found, every):
                layers.wrong(inner, told(found, inner, _beside(inner)))
        return None


def _follows(found: ErrorDetails, every: Iterable[ErrorDetails]) -> bool:
    """Whether a list lacks items only because they are wrong, which is told of each."""
    place = found["loc"]
    within = any(one["loc"][: len(place)] == place != one["loc"] for one in every)
    return found["type"] == "too_short" and within


def _convert(
    layers: Layers, path: Path, table: Table, name: str, convert: Callable[[object], int]
) -> None:
    """Replace a value by what it stands for; without one it is left out."""
    try:
        table[name] = convert(table[name])
    except ValueError as error:
        layers.wrong((*path, name), f"{valued(name, table[name])}{error}")
        del table[name]


def _beside(path: Path) -> set[str]:
    """Return the settings that can stand beside one."""
    if is_secret(path):
        return _names(SecretSource)
    return _names(_TABLES.get(str(path[0]), SinkSetting))


_TABLES: Mapping[str, type] = {"organization": Organization, "timing": Timing}


def _names(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}
