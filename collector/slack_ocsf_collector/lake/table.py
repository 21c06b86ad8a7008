"""Make Arrow tables of events, one for each class: of lines of cells, and of events as JSON.

An event's text is cut before `unmapped`, which mappers write last and which becomes a column as
the text that it is; arrow-rs parses the rest. It passes over what it has no column for, so the
table must account for each byte of the text. Where it does not, or the cut was a wrong guess, the
events are parsed in Python, which is slow and sure, and names what does not fit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import arro3.core
import arro3.io
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from slack_ocsf_collector.lake.lines import LineTables
from slack_ocsf_collector.lake.misfit import NoColumn, no_column, parsed
from slack_ocsf_collector.lake.schema import arrow_schema, has_one_text
from slack_ocsf_collector.lake.whole import is_all_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from slack_ocsf.columns import Column, Columns
    from slack_ocsf_collector.lake.held_lines import HeldLines

_OPENING = len(b'{"class_uid":9999,')
_CLASS = re.compile(rb'\{"class_uid":(\d+),')
_UNMAPPED = b',"unmapped":'
_CHUNK = 1024  # rows; what is parsed at once stays in the cache of a core
_CUT = 256  # events; likewise
_NO_LINES: Mapping[int, HeldLines] = MappingProxyType({})


class Tables:
    """Makes tables of the events of one generated package.

    Args:
        columns: Its columns, by class.
        cells: Its module `cells`; None where it has none, and so there are no lines.
    """

    def __init__(self, columns: Mapping[int, Columns], cells: ModuleType | None = None) -> None:
        self._classes = {uid: _Class(one) for uid, one in columns.items()}
        self._lines = LineTables(cells, columns) if cells else None

    def of(
        self, records: Iterable[bytes], lines: Mapping[int, HeldLines] = _NO_LINES
    ) -> Iterator[tuple[int, pa.Table]]:
        """Yield each class of the events and its table, the rows sorted by time.

        Args:
            records: OCSF events as JSON, as `orjson` writes what `map_event` returns.
            lines: Other events as lines of cells, by class.

        Raises:
            NoColumn: An event holds what the columns cannot.
        """
        by_class = _by_class(records)
        of_lines = {uid for uid, held in lines.items() if len(held)}
        for uid in sorted({*by_class, *of_lines}):
            tables = []
            if self._lines and uid in of_lines:
                tables.append(self._lines.table(uid, lines[uid]))
            if uid in by_class:
                tables.append(self._class(uid).table(by_class[uid]))
            yield uid, _by_time(pa.concat_tables(tables))

    def literals(self, action: str) -> bytes:
        """Return what the lines of an action lack, as a text that differs if any of it does."""
        return self._lines.literals(action) if self._lines else b""

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
        self._is_plain = has_one_text(self._parsed)

    def table(self, records: Sequence[bytes]) -> pa.Table:
        table = self._guessed(records) if self._is_plain else None
        return self._sure(records) if table is None else table

    def _guessed(self, records: Sequence[bytes]) -> pa.Table | None:
        """Return the table of events cut by a guess, None when not all of them is in it."""
        heads, texts = _cut(records)
        text = _lines(heads)
        del heads  # as large as the text
        try:
            unmapped = pa.array(texts, pa.string())
            table = self._parse(text)
        except Exception:  # noqa: BLE001 - arro3 raises nothing narrower
            return None
        is_last = pc.all(pc.ends_with(unmapped, "}")).as_py() is not False
        if is_last and table.num_rows == len(records) and is_all_of(table, self._parsed, text):
            return self._with_unmapped(table, unmapped)
        return None

    def _sure(self, records: Sequence[bytes]) -> pa.Table:
        """Return the table of events, each looked at in Python."""
        heads: list[bytes] = []
        texts: list[bytes | None] = []
        for record in records:
            if error := no_column(record, self._columns):
                raise error
            event = orjson.loads(record)
            rest = event.pop("unmapped", None)
            heads.append(orjson.dumps(_with_texts(event, self._parsed))[:-1])
            texts.append(None if rest is None else orjson.dumps(rest))
        unmapped = pa.array(texts, pa.string())
        return self._with_unmapped(self._parse(_lines(heads)), unmapped)

    def _parse(self, text: bytes) -> pa.Table:
        return pa.table(arro3.io.read_json(text, self._schema, batch_size=_CHUNK).read_all())

    def _with_unmapped(self, table: pa.Table, unmapped: pa.Array) -> pa.Table:
        return table.append_column("unmapped", unmapped).select(self._names)


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
                by_class[parsed(row)["class_uid"]].append(row)
    return by_class


def _cut(records: Sequence[bytes]) -> tuple[list[bytes], list[bytes | None]]:
    """Cut events before `unmapped`, as if it were last and held no key of that name.

    Returns:
        The events up to there, or without their last brace, and the texts of `unmapped`.
    """
    heads: list[bytes] = []
    unmapped: list[bytes | None] = []
    for start in range(0, len(records), _CUT):
        parts = [record.rpartition(_UNMAPPED) for record in records[start : start + _CUT]]
        heads += [head or rest[:-1] for head, _, rest in parts]
        unmapped += [rest[:-1] if head else None for head, _, rest in parts]
    return heads, unmapped


def _lines(heads: list[bytes]) -> bytes:
    return b"}\n".join([*heads, b""])


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
