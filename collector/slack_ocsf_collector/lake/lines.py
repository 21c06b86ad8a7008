"""Make Arrow tables of events as lines of cells, one for each class.

Arrow's reader of CSV makes columns of the cells. Beside them stand the literals of each action, and
the observables, which are values of those columns once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pyarrow as pa
import pyarrow.csv

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.lake.cell_columns import CellColumns
from slack_ocsf_collector.lake.literals import Literals
from slack_ocsf_collector.lake.schema import TYPES, arrow_schema
from slack_ocsf_collector.lake.shapes import lengths, shape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from slack_ocsf.columns import Columns
    from slack_ocsf_collector.lake.held_lines import HeldLines

_ACTION = "action of the line"  # no place in an event
_BLOCK = 1024 * 1024  # bytes that are made into columns at once


class LineTables:
    """Makes tables of the lines of one generated package.

    Args:
        cells: Its module `cells`.
        columns: Its columns, by class.
    """

    def __init__(self, cells: ModuleType, columns: Mapping[int, Columns]) -> None:
        self._cells = cells
        self._columns = columns
        self._classes: dict[int, _Class] = {}

    def table(self, class_uid: int, lines: HeldLines) -> pa.Table:
        """Return the table of events of a class, in the order of their lines.

        Raises:
            CannotDo: The lines are not as they were written.
        """
        if class_uid not in self._classes:
            self._classes[class_uid] = _Class(self._cells, class_uid, self._columns[class_uid])
        return self._classes[class_uid].table(lines)

    def literals(self, action: str) -> bytes:
        """Return what the lines of an action lack, as JSON."""
        return orjson.dumps(self._cells.literals_of(action), option=orjson.OPT_SORT_KEYS)


class _Class:
    """Makes tables of the lines of one class."""

    def __init__(self, cells: ModuleType, class_uid: int, columns: Columns) -> None:
        self._schema = arrow_schema(columns)
        self._types = {
            place: pa.string() if of_type == "list" else TYPES[of_type]
            for place, of_type in cells.CELLS[class_uid].items()
        }
        self._between: str = cells.BETWEEN
        self._observed = cells.OBSERVED[class_uid]
        self._literals = Literals(cells.literals(class_uid), cells.BETWEEN)
        numbers = lengths(self._literals.places.union(self._types))
        self._shapes = tuple(shape(column, name, numbers) for name, column in columns.items())

    def table(self, lines: HeldLines) -> pa.Table:
        batches: list[pa.RecordBatch] = []
        unmapped = lines.unmapped()
        start = 0
        for read in self._read(lines.texts()).to_batches():
            batches.append(self._batch(read, unmapped.slice(start, read.num_rows)))
            start += read.num_rows
        if start != len(lines):
            raise CannotDo(f"a fault of slack-ocsf, please report it: {start} rows of lines")
        return pa.Table.from_batches(batches, self._schema)

    def _read(self, text: memoryview) -> pa.Table:
        names = [_ACTION, *self._types]
        try:
            return pa.csv.read_csv(
                pa.BufferReader(pa.py_buffer(text)),
                pa.csv.ReadOptions(
                    use_threads=False, block_size=_BLOCK, column_names=["[", *names, "]"]
                ),
                pa.csv.ParseOptions(double_quote=False, escape_char="\\"),
                pa.csv.ConvertOptions(
                    check_utf8=False,
                    column_types=self._types | {_ACTION: pa.dictionary(pa.int32(), pa.string())},
                    include_columns=names,
                    null_values=["null"],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=False,
                ),
            )
        except pa.ArrowInvalid as error:
            raise CannotDo(f"a fault of slack-ocsf, please report it: {error}") from None

    def _batch(self, read: pa.RecordBatch, unmapped: pa.Array) -> pa.RecordBatch:
        cells = {place: read.column(place) for place in self._types}
        rows = CellColumns(
            count=read.num_rows,
            cells={place: one for place, one in cells.items() if one.null_count < len(one)},
            between=self._between,
            literals=self._literals,
            actions=self._literals.rows(read.column(_ACTION)),
        )
        made = {one.place: rows.column(one) for one in self._shapes}
        of_type = self._schema.field("observables").type
        made["observables"] = rows.observables(of_type, self._observed)
        made["unmapped"] = unmapped
        arrays = [
            pa.nulls(read.num_rows, one.of_type) if made[one.place] is None else made[one.place]
            for one in self._shapes
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=self._schema)
