"""The Arrow schema of the generated columns of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from slack_ocsf.columns import Column, Columns

_TYPES = {
    "string": pa.string(),
    "json": pa.string(),
    "bool": pa.bool_(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
}


def arrow_schema(columns: Columns) -> pa.Schema:
    """Return the columns as Arrow has them: `json` is a string."""
    return pa.schema([pa.field(name, _type(column)) for name, column in columns.items()])


def holds_json(column: Column) -> bool:
    """Whether a value of any shape is kept as its text somewhere inside."""
    if isinstance(column, dict):
        return any(map(holds_json, column.values()))
    return holds_json(column[0]) if isinstance(column, list) else column == "json"


def _type(column: Column) -> pa.DataType:
    if isinstance(column, dict):
        return pa.struct([pa.field(name, _type(member)) for name, member in column.items()])
    return pa.list_(_type(column[0])) if isinstance(column, list) else _TYPES[column]
