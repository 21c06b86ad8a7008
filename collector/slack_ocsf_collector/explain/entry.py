"""Tell of one entry which attribute each value went to, and which stayed under `unmapped`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from slack_ocsf_collector.explain.catalogue import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slack_ocsf_collector.explain.catalogue import ActionRecord

_WRITTEN = ("observables", "unmapped")
_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Placed:
    """A value of an event, and what of the entry or the table it is.

    Attributes:
        path: Its path in the event, such as `actor.user.uid`.
        value: The value.
        source: The path of the entry that it was taken from; else the table's word for it, or
            empty for what every event of the class has.
    """

    path: str
    value: object
    source: str


def placed(entry: dict[str, Any], event: dict[str, Any], record: ActionRecord) -> list[Placed]:
    """Return each value of an event with its source, but for observables and `unmapped`."""
    attributes = {name: value for name, value in event.items() if name not in _WRITTEN}
    return [
        Placed(path, value, _source(entry, value, _sources(record, path)))
        for path, value in leaves(attributes)
    ]


def stayed(event: dict[str, Any]) -> list[tuple[str, object]]:
    """Return the values under `unmapped` with their paths in the entry."""
    return list(leaves(event.get("unmapped", {})))


def placement(entry: dict[str, Any], event: dict[str, Any], record: ActionRecord) -> Iterator[str]:
    """Yield lines that tell it to a person; what stayed is marked."""
    found = placed(entry, event, record)
    width = max(len(one.path) for one in found)
    yield click.style("Attributes of this event, and where they come from", bold=True)
    for one in found:
        shown = click.style(one.path.ljust(width), fg="cyan")
        yield f"  {shown}  {_shown(one.value)}" + (f"   <- {one.source}" if one.source else "")
    yield ""
    yield click.style("Left under unmapped", bold=True)
    for path, value in stayed(event):
        yield click.style(f"  ~ {path}  {_shown(value)}", fg="yellow")
    if "unmapped" not in event:
        yield "  nothing"


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield every scalar and every empty object or list with its path."""
    if isinstance(value, dict) and value:
        for name, member in value.items():
            yield from leaves(member, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and value:
        for index, member in enumerate(value):
            yield from leaves(member, f"{path}[{index}]")
    else:
        yield path, value


def _sources(record: ActionRecord, path: str) -> tuple[str, ...]:
    """The sources of an attribute, which of an element may be those of its list."""
    for known in (path, _INDEX.sub("", path), path.rpartition("[")[0]):
        if known in record.attributes:
            return record.attributes[known]
    return ()


def _source(entry: dict[str, Any], value: object, sources: Iterable[str]) -> str:
    for source in sources:
        path = path_of(source)
        if path and _holds(_found(entry, path[1:].split(".")), value):
            return path
    literals = [source for source in sources if not source.startswith("$")]
    matching = [one for one in literals if _says(one, value)]
    return matching[0] if matching else (literals[0] if len(literals) == 1 else "")


def _says(source: str, value: object) -> bool:
    return source.startswith((f'"{value}"', f"{value} ("))


def _found(value: object, keys: list[str]) -> object:
    """The value at a path of the entry, wrapped members read through."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        inner = value.get(value["type"]) if isinstance(value.get("type"), str) else None
        value = inner.get(key) if isinstance(inner, dict) else value.get(key)
    return value


def _holds(found: object, value: object) -> bool:
    """Whether a value of the entry is what stands in the event, as text or as milliseconds."""
    if isinstance(found, list):
        return any(_holds(one, value) for one in found)
    if found is None or isinstance(found, dict):
        return False
    return found == value or str(found) == str(value) or _milliseconds(found) == value


def _milliseconds(found: object) -> object:
    try:
        return int(float(str(found)) * 1000)
    except (ValueError, OverflowError):
        return None


def _shown(value: object) -> str:
    import orjson

    return orjson.dumps(value).decode()
