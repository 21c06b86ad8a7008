"""Read the ids and dates of the events of a Parquet file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from slack_ocsf_collector.lake.places import NotKept
from slack_ocsf_collector.sinks.held import Held

if TYPE_CHECKING:
    from collections.abc import Iterator


def held_rows(where: str, body: bytes) -> Iterator[Held]:
    """Yield those of events of the audit log; nothing else of the file is read.

    Args:
        where: What the file is called in an error.
        body: Its bytes.

    Raises:
        NotKept: It is not as it was written.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(body))
        table = file.read(columns=["time", "metadata.uid", "metadata.log_name"])
        times, metadata = table.column("time").to_pylist(), table.column("metadata").to_pylist()
    except (pa.ArrowException, OSError, KeyError) as error:
        raise NotKept(
            f"{where}: {error}: somebody cut or replaced it. Put it back; or remove it, and fill in"
            " what it held with: slack-ocsf verify --from TIME"
        ) from error
    for time, told in zip(times, metadata, strict=True):
        if told["log_name"] == "audit" and told["uid"] is not None:
            yield Held(told["uid"], time // 1000)
