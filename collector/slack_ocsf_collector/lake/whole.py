"""Prove that a table holds all of the text that it was made of: by the length of the text.

Each value is at least so long in JSON as is counted for it here, so that a text of just that length
has room for nothing else: no other key, no null, no blank, no `1.5` that became 1. It is true of
integers as `orjson` writes them; `1e9` would be shorter than is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from slack_ocsf.columns import Column, Columns

_CONTROLS = (rb"\u000", rb"\u001")  # how the escapes of control characters begin


def is_all_of(table: pa.Table, columns: Columns, text: bytes) -> bool:
    """Whether a table is all that its text holds.

    Args:
        table: What was read.
        columns: Those of the table, each with `has_one_text`.
        text: Objects of JSON, a line each.
    """
    batches = (batch.to_struct_array() for batch in table.to_batches())
    length = sum(_length(batch, columns) + len(batch) * len("\n") for batch in batches)
    return length + _escaped(text) == len(text)


def _length(array: pa.Array, column: Column) -> int:
    """Return how long the values of a column are as JSON at least, escapes not counted."""
    count: int = len(array) - array.null_count
    if not count:
        return 0
    if column == "string":
        return count * len('""') + _size(array)
    if isinstance(column, dict):
        return count * (len("{}") - len(",")) + sum(
            _member_length(array.field(place), *member)
            for place, member in enumerate(column.items())
        )
    if isinstance(column, list):
        commas = len(array.values) - count
        return count * len("[]") + commas + _length(array.values, column[0])
    if column == "bool":
        trues: int = array.true_count
        return count * len("false") - trues
    return _digits(array, count)


def _member_length(array: pa.Array, name: str, column: Column) -> int:
    count: int = len(array) - array.null_count
    return count * (len(name) + len('"":,')) + _length(array, column)


def _digits(numbers: pa.Array, count: int) -> int:
    """Return how long integers are; most columns have them of one length."""
    least, most = map(str, pc.min_max(numbers).values())
    if len(least) == len(most) and not least.startswith("-"):
        return count * len(least)
    return _size(numbers.cast(pa.string()))


def _size(texts: pa.Array) -> int:
    """Return how many bytes texts have."""
    offsets = memoryview(texts.buffers()[1]).cast("i")
    size: int = offsets[texts.offset + len(texts)] - offsets[texts.offset]
    return size


def _escaped(text: bytes) -> int:
    """Return by how much escapes make a text longer at least."""
    longer = 0
    at = text.find(b"\\")
    while at >= 0:
        longer += 5 if text.startswith(_CONTROLS, at) else 1
        at = text.find(b"\\", at + 2)
    return longer
