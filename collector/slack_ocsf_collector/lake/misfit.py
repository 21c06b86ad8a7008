"""Tell what of an event has no place in the columns of its class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from slack_ocsf_cli import CannotDo

if TYPE_CHECKING:
    from slack_ocsf.columns import Column, Columns

_LIMITS = {"int32": 2**31, "int64": 2**63}
_FITTING = {
    "string": (str,),
    "bool": (bool,),
    "double": (float, int),
    "int32": (int,),
    "int64": (int,),
}


class NoColumn(CannotDo):
    """An event holds what its columns cannot. The text says which event, where, and what."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"{found}; was it made by another mapping, or for another OCSF, than is used now?"
        )


def no_column(record: bytes, columns: Columns) -> NoColumn | None:
    """Return what of an event has no place, None when all has.

    Args:
        record: The event, as JSON.
        columns: Those of its class.
    """
    event = parsed(record)
    found = _misfit(event, columns, "")
    if found is None:
        return None
    metadata = event.get("metadata")
    uid = metadata.get("uid") if isinstance(metadata, dict) else None
    return NoColumn(f"the event {uid or 'without metadata.uid'}: {found}")


def parsed(record: bytes) -> dict[str, Any]:
    """Return an event.

    Raises:
        NoColumn: It is none.
    """
    try:
        event = orjson.loads(record)
    except orjson.JSONDecodeError as error:
        raise NoColumn(f"an event is no JSON: {error}") from None
    if not isinstance(event, dict) or type(event.get("class_uid")) is not int:
        raise NoColumn("what should be an event has no class_uid")
    return event


def _misfit(value: Any, column: Column, path: str) -> str | None:  # noqa: ANN401 - any JSON value
    if isinstance(column, dict):
        return _misfit_in_object(value, column, path)
    if isinstance(column, list):
        if not isinstance(value, list):
            return _wrong(path, "a list", value)
        return next(filter(None, (_misfit(one, column[0], path) for one in value)), None)
    if column != "json" and type(value) not in _FITTING[column]:
        return _wrong(path, column, value)
    limit = _LIMITS.get(column)
    return None if limit is None or -limit <= value < limit else f"{path} is beyond {column}"


def _misfit_in_object(value: object, columns: Columns, path: str) -> str | None:
    if not isinstance(value, dict):
        return _wrong(path, "an object", value)
    for name, member in value.items():
        place = f"{path}.{name}" if path else name
        if name not in columns:
            return f"{place} has no column"
        if found := _misfit(member, columns[name], place):
            return found
    return None


def _wrong(path: str, wanted: str, value: object) -> str:
    return f"{path} is {type(value).__name__}, not {wanted}"
