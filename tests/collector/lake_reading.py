"""Read lakes and tables back as the events that they were made of."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

Event = dict[str, Any]


def event_of(row: object) -> Event:
    """Return the event of a row: without what is null, `unmapped` parsed."""
    event = cast("Event", _there(row))
    if "unmapped" in event:
        event["unmapped"] = json.loads(event["unmapped"])
    return event


def _there(value: object) -> object:
    if isinstance(value, dict):
        return {name: _there(member) for name, member in value.items() if member is not None}
    return [_there(one) for one in value] if isinstance(value, list) else value


def files(lake: Path) -> list[Path]:
    """Return everything in a lake, sorted."""
    return sorted(path for path in lake.rglob("*") if path.is_file())


def events_of(path: Path) -> list[Event]:
    """Return the events of a Parquet file, in its order."""
    return [event_of(row) for row in pq.ParquetFile(path).read().to_pylist()]


def lake_events(lake: Path) -> list[Event]:
    """Return all events of a lake, sorted by their text."""
    return in_order(event for path in files(lake) for event in events_of(path))


def in_order(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: json.dumps(event, sort_keys=True))


def leaf_types(schema: pa.Schema) -> list[tuple[str, str]]:
    """Return each leaf of the columns and its Arrow type."""
    return [leaf for field in schema for leaf in _leaves(field.name, field.type)]


def _leaves(path: str, kind: pa.DataType) -> list[tuple[str, str]]:
    if pa.types.is_list(kind):
        return _leaves(f"{path}[]", kind.value_type)
    if pa.types.is_struct(kind):
        members = [kind.field(place) for place in range(kind.num_fields)]
        return [leaf for one in members for leaf in _leaves(f"{path}.{one.name}", one.type)]
    return [(path, str(kind))]
