"""Make Arrow tables of events as JSON, one for each class.

An event's text is cut before `unmapped`, which becomes a column as the text that it is; arrow-rs
parses the rest. It passes over what it has no column for, so the keys of the text are counted
and must be as many as there are in the table. Where the cut was a wrong guess or a count is not
right, the events are parsed in Python, which is slow, sure, and names what does not fit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import arro3.core
import arro3.io
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from slack_ocsf_collector.lake.misfit import NoColumn, no_column
from slack_ocsf_collector.lake.schema import arrow_schema, holds_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from slack_ocsf.columns import Column, Columns

_OPENING = len(b'{"class_uid":9999,')
_CLASS = re.compile(rb'\{"class_uid":(\d+),')
_UNMAPPED = b',"unmapped":'
_LENGTH = len(_UNMAPPED)
_CHUNK = 1024  # rows; what is parsed at once stays in the cache of a core


class Tables:
    """Makes tables of the events of one generated package.

    Args:
        columns: Its columns, by class.
    """

    def __init__(self, columns: Mapping[int, Columns]) -> None:
        self._classes = {uid: _Class(one) for uid, one in columns.items()}

    def of(self, records: Iterable[bytes]) -> Iterator[tuple[int, pa.Table]]:
        """Yield each class of the events and its table, the rows sorted by time.

        Args:
            records: OCSF events as JSON, as `orjson` writes what `map_event` returns.

        Raises:
            NoColumn: An event holds what the columns cannot.
        """
        for uid, rows in _by_class(records).items():
            yield uid, self._class(uid).table(rows)

    def _class(self, uid: int) -> _Class:
        if uid not in self._classes:
            raise NoColumn(f"events of class {uid} have no columns")
        return self._classes[uid]


class _Class:
    """The columns of one class."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._parsed = {name: one for name, one in columns.items() if name != "unmapped"}
        self._schema = arro3.core.Schema.from_arrow(arrow_schema(self._parsed))
        self._names = list(columns)
        self._is_plain = not holds_json(self._parsed)

    def table(self, records: Sequence[bytes]) -> pa.Table:
        table = self._table(*_cut(records)) if self._is_plain else None
        if table is None:
            parsed = [self._parsed_cut(one) for one in records]
            table = self._table([head for head, _ in parsed], [tail for _, tail in parsed])
        if table is None:
            raise self._misfit(records)
        return _by_time(table)

    def _table(self, heads: list[bytes], unmapped: list[bytes | None]) -> pa.Table | None:
        """Return the table, or None when it does not hold all that the events do.

        Args:
            heads: The events without `unmapped` and without their last brace.
            unmapped: The texts of `unmapped`.
        """
        text = b"}\n".join([*heads, b""])
        try:
            found = arro3.io.read_json(text, self._schema, batch_size=_CHUNK)
            table = pa.table(found.read_all())
        except Exception:  # noqa: BLE001 - arro3 raises nothing narrower; the caller tries otherwise
            return None
        if table.num_rows != len(heads) or _keys_of(table) != _keys_in(text):
            return None
        column = pa.array(unmapped, pa.string())
        return table.append_column("unmapped", column).select(self._names)

    def _parsed_cut(self, record: bytes) -> tuple[bytes, bytes | None]:
        if error := no_column(record, self._columns):
            raise error
        event = orjson.loads(record)
        unmapped = event.pop("unmapped", None)
        head = orjson.dumps(_with_texts(event, self._parsed))[:-1]
        return head, None if unmapped is None else orjson.dumps(unmapped)

    def _misfit(self, records: Sequence[bytes]) -> NoColumn:
        uids = ", ".join(str(orjson.loads(one)["metadata"].get("uid")) for one in records[:3])
        return NoColumn(f"{len(records)} events do not become columns, the first of them {uids}")


def _by_class(records: Iterable[bytes]) -> dict[int, list[bytes]]:
    by_opening: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for record in records:
        by_opening[record[:_OPENING]].append(record)
    by_class: defaultdict[int, list[bytes]] = defaultdict(list)
    for opening, rows in by_opening.items():
        if found := _CLASS.match(opening):
            by_class[int(found[1])] += rows
        else:
            for row in rows:
                by_class[orjson.loads(row)["class_uid"]].append(row)
    return dict(sorted(by_class.items()))


def _cut(records: Iterable[bytes]) -> tuple[list[bytes], list[bytes | None]]:
    """Guess where `unmapped` is: last, with no key of its name inside."""
    heads: list[bytes] = []
    unmapped: list[bytes | None] = []
    for record in records:
        at = record.rfind(_UNMAPPED)
        if at < 0:
            heads.append(record[:-1])
            unmapped.append(None)
        else:
            heads.append(record[:at])
            unmapped.append(record[at + _LENGTH : -1])
    return heads, unmapped


def _keys_in(text: bytes) -> int:
    """Count the keys of JSON texts; no key may end with a backslash."""
    quoted = sum(piece.startswith(b'":') for piece in text.split(b"\\")[1:])
    return text.count(b'":') - quoted


def _keys_of(table: pa.Table) -> int:
    return sum(_keys(chunk) for column in table.columns for chunk in column.chunks)


def _keys(array: pa.Array) -> int:
    """Count the keys that a column took: one for each value, and those of the values."""
    own: int = len(array) - array.null_count
    return own + _keys_inside(array)


def _keys_inside(array: pa.Array) -> int:
    if pa.types.is_list(array.type):
        return _keys_inside(array.values)
    if pa.types.is_struct(array.type):
        return sum(_keys(array.field(place)) for place in range(array.type.num_fields))
    return 0


def _with_texts(value: Any, column: Column) -> Any:  # noqa: ANN401 - any JSON value
    """Return the value with each part of any shape replaced by its JSON text."""
    if column == "json":
        return orjson.dumps(value).decode()
    if isinstance(column, dict):
        return {name: _with_texts(member, column[name]) for name, member in value.items()}
    if isinstance(column, list):
        return [_with_texts(one, column[0]) for one in value]
    return value


def _by_time(table: pa.Table) -> pa.Table:
    """Return the rows in the order of `time`, those of one time as they came."""
    time = table["time"].combine_chunks()
    if pc.all(pc.less_equal(time[:-1], time[1:])).as_py() is not False:
        return table
    return table.take(pc.sort_indices(time))
