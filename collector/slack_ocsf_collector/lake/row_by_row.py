"""Put what several columns hold into one, row by row."""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

_NUMBERS = pa.array([], pa.int32())


class RowByRow(NamedTuple):
    """How the values of columns follow one another, those of the first row first, without nulls.

    Attributes:
        at: Where each value stands in the columns one behind the other.
        column: Of which column it is.
        offsets: Where the values of each row start, null where it has none; and where all end.
    """

    at: pa.Array
    column: pa.Array
    offsets: pa.Array

    def of(self, columns: list[pa.Array]) -> pa.Array:
        """Return the values of columns like those that it was made for."""
        return pa.concat_arrays(columns).take(self.at)


def row_by_row(columns: list[pa.Array]) -> RowByRow:
    """Return how the values of columns follow one another; all of them have as many rows."""
    count, rows = len(columns), len(columns[0])
    numbers = from_zero(count * rows)
    row = pc.divide(numbers, count)
    column = pc.subtract(numbers, pc.multiply(row, count))
    at = pc.add(pc.multiply(column, rows), row)
    if not any(one.null_count for one in columns):
        return RowByRow(at, column, pc.multiply(from_zero(rows + 1), count))
    are_there = [one.is_valid() for one in columns]
    is_there = pa.concat_arrays(are_there).take(at)
    counts = _sum(are_there)
    ends = pc.cumulative_sum(counts)
    starts = pc.if_else(pc.equal(counts, 0), pa.scalar(None, pa.int32()), pc.subtract(ends, counts))
    offsets = pa.concat_arrays([starts, ends[-1:]])
    return RowByRow(at.filter(is_there), column.filter(is_there), offsets)


def ranks(columns: list[pa.Array | None], rows: int) -> list[pa.Array]:
    """Return for each column how many of those before it hold something, row by row."""
    nothing = pa.repeat(pa.scalar(0, pa.int32()), rows)
    found = [nothing]
    for one in columns[:-1]:
        more = nothing if one is None else one.is_valid().cast(pa.int32())
        found.append(pc.add(found[-1], more))
    return found


def from_zero(count: int) -> pa.Array:
    """Return the numbers from 0 on."""
    global _NUMBERS  # noqa: PLW0603 - what grows with need is kept
    if len(_NUMBERS) < count:
        _NUMBERS = pa.array(range(max(count, 2 * len(_NUMBERS))), pa.int32())
    return _NUMBERS[:count]


def _sum(are_there: list[pa.Array]) -> pa.Array:
    """Return how many of them are true, for each row."""
    first, *others = (one.cast(pa.int32()) for one in are_there)
    return reduce(pc.add, others, first)
