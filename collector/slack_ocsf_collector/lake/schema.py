"""The Arrow schema of the generated columns of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from slack_ocsf.columns import Column, Columns

#: Arrow's type for each text that is one of `columns.py`.
TYPES = {
    "string": pa.string(),
    "json": pa.string(),
    "bool": pa.bool_(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
}


def arrow_schema(columns: Columns) -> pa.Schema:
    """Return the columns as Arrow has them: `json` is a string."""
    return pa.schema([pa.field(name, arrow_type(column)) for name, column in columns.items()])


def has_one_text(column: Column) -> bool:
    """Whether what a value's JSON text is follows from what the column holds, but for escapes."""
    if isinstance(column, dict):
        return all(map(has_one_text, column.values()))
    return has_one_text(column[0]) if isinstance(column, list) else column not in ("json", "double")


def arrow_type(column: Column) -> pa.DataType:
    """Return the type of one column."""
    if isinstance(column, dict):
        return pa.struct([pa.field(name, arrow_type(member)) for name, member in column.items()])
    return pa.list_(arrow_type(column[0])) if isinstance(column, list) else TYPES[column]
