"""The parts of a lake's writer, from what a user says."""

from __future__ import annotations

import re
from importlib import import_module, util
from typing import TYPE_CHECKING, NamedTuple

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.lake.layout import NO_REGION, Layout
from slack_ocsf_collector.usual import cells_of

if TYPE_CHECKING:
    from types import ModuleType

    from slack_ocsf_collector.lake.places import Place
    from slack_ocsf_collector.lake.table import Tables

_NEEDED = ("pyarrow", "arro3.io", "obstore")
_PARTITION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_NEWEST_OF_AWS = (1, 3)


class Lake(NamedTuple):
    """What writes events into a lake."""

    tables: Tables
    layout: Layout
    place: Place


def lake(
    target: str,
    package: ModuleType,
    *,
    region: str = NO_REGION,
    account: str = "",
    for_aws: bool = False,
) -> Lake:
    """Return the writer of a lake.

    Args:
        target: A folder or URL.
        package: The generated package that makes the events.
        region: The partition `region`.
        account: The partition `accountId`; empty is for `external_` and the batch's team.
        for_aws: Whether Amazon Security Lake reads it.

    Raises:
        Misconfigured: The extra `lake` is not installed, a value cannot be used, or Amazon
            Security Lake does not take such events.
    """
    _refuse_missing()
    for name, value in (("region", region), ("account", account)):
        if value and not _PARTITION.fullmatch(value):
            raise Misconfigured(f"{name} {value!r} is no name of a partition: letters, digits, _.-")
    if for_aws:
        _refuse_for_aws(package.OCSF_VERSION, region)
    from slack_ocsf_collector.lake.places import place
    from slack_ocsf_collector.lake.table import Tables

    columns = import_module(f"{package.__name__}.columns").COLUMNS
    tables = Tables(columns, cells_of(package))
    return Lake(tables, Layout(region, account), place(target))


def _refuse_missing() -> None:
    missing = [name for name in _NEEDED if util.find_spec(name.partition(".")[0]) is None]
    if missing:
        raise Misconfigured(
            f"Parquet needs {', '.join(missing)}, which is not installed:"
            " pip install 'slack-ocsf[lake]'"
        )


def _refuse_for_aws(version: str, region: str) -> None:
    major, minor, *_ = map(int, version.split("."))
    if (major, minor) > _NEWEST_OF_AWS:
        raise Misconfigured(
            f"Amazon Security Lake takes OCSF up to 1.3, and events are OCSF {version}: set the"
            " version to 1.3.0"
        )
    if region == NO_REGION:
        raise Misconfigured("Amazon Security Lake needs a region: that of the lake's bucket")
