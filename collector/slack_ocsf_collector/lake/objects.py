"""Make the objects of a batch: one Parquet file for each class and day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from slack_ocsf_collector.lake.layout import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slack_ocsf_collector.lake.layout import Layout

_PAGE = 1024 * 1024  # bytes
_LOOKS = 4  # times that the writer looks how large a page is before it is full
_MOST_ROWS = 1024  # between two looks
_ROW_GROUP = 65_536  # rows
_FEW = 128  # rows that no dictionary is worth a page of its own for
#: Texts that differ and come again, so that a dictionary makes the file smaller. What is the same
#: in nearly all rows is as small without one, and so is a number.
_REPEATED = frozenset(
    {
        "activity_name",
        "actor.app_name",
        "actor.user.email_addr",
        "actor.user.name",
        "actor.user.org.uid",
        "actor.user.uid",
        "api.operation",
        "file.mime_type",
        "file.name",
        "http_request.user_agent",
        "metadata.event_code",
        "metadata.tenant_uid",
        "observables.list.element.name",
        "observables.list.element.type",
        "observables.list.element.value",
        "resources.list.element.name",
        "src_endpoint.ip",
        "type_name",
        "user.email_addr",
        "user.name",
        "user.org.uid",
        "web_resources.list.element.name",
        "web_resources.list.element.type",
    }
)
#: What is sought often enough to keep its least and greatest value with each row group.
_SOUGHT = frozenset(
    {
        "activity_id",
        "actor.user.uid",
        "device.ip",
        "metadata.event_code",
        "metadata.uid",
        "severity_id",
        "src_endpoint.ip",
        "status_id",
        "time",
    }
)


class LakeObject(NamedTuple):
    """A Parquet file and where it goes."""

    key: str
    body: bytes


def objects(
    tables: Iterable[tuple[int, pa.Table]], layout: Layout, name: str, team: str = ""
) -> Iterator[LakeObject]:
    """Yield the objects of a batch, sorted by class and day, each when it is asked for.

    Their keys follow from the arguments alone.

    Args:
        tables: The batch's tables by their classes, the rows sorted by time.
        layout: Where they go.
        name: Name of the batch.
        team: Id of the organisation or workspace, empty when it is not known.
    """
    for class_uid, table in tables:
        for day, rows in _by_day(table):
            yield LakeObject(layout.key(class_uid, team, day, name), _parquet(rows))


def _by_day(table: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    """Yield each day and its rows; the table is sorted by time."""
    start = 0
    for one in pc.value_counts(pc.divide(table["time"], DAY)).to_pylist():
        yield one["values"], table.slice(start, one["counts"])
        start += one["counts"]


def _parquet(table: pa.Table) -> bytes:
    stream = pa.BufferOutputStream()
    leaves = [leaf for field in table.schema for leaf in _leaves(field.name, field.type)]
    repeated = [leaf for leaf in leaves if leaf in _REPEATED and table.num_rows >= _FEW]
    pq.write_table(
        table,
        stream,
        compression="zstd",
        data_page_size=_PAGE,
        write_batch_size=_rows_of_a_look(table),
        row_group_size=_ROW_GROUP,
        use_dictionary=repeated,
        write_statistics=[leaf for leaf in leaves if leaf in _SOUGHT],
        store_schema=False,
        sorting_columns=[pq.SortingColumn(leaves.index("time"))],
    )
    body: bytes = stream.getvalue().to_pybytes()
    return body


def _rows_of_a_look(table: pa.Table) -> int:
    """Return after how many rows the writer looks how large its page is; a look takes time."""
    widest: int = max(table[name].nbytes for name in ("unmapped", "raw_data")) // table.num_rows
    return max(1, min(_MOST_ROWS, _PAGE // _LOOKS // (widest + 1)))


def _leaves(path: str, of_type: pa.DataType) -> Iterator[str]:
    """Yield the columns of Parquet that a column of Arrow becomes, by their paths."""
    if pa.types.is_struct(of_type):
        for place in range(of_type.num_fields):
            member = of_type.field(place)
            yield from _leaves(f"{path}.{member.name}", member.type)
    elif pa.types.is_list(of_type):
        yield from _leaves(f"{path}.list.element", of_type.value_type)
    else:
        yield path
