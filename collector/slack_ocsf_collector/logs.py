"""Slack's logs: which one an element is of, and how each is mapped."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.derived_ids import with_access_ids, with_integration_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_ACCESS = frozenset(("user_id", "date_first", "date_last"))
_INTEGRATION = frozenset(("change_type", "date"))


class Log(StrEnum):
    """A log of Slack's, as `--source` and `metadata.log_name` name it."""

    AUDIT = "audit"
    ACCESS = "access"
    INTEGRATION = "integration"


AUDIT = Log.AUDIT
_WITH_IDS = {Log.ACCESS: with_access_ids, Log.INTEGRATION: with_integration_id}


def log_of(element: dict[str, Any]) -> Log:
    """Tell a row of another log by its members; anything else is an entry of the audit log."""
    if "action" in element:
        return AUDIT
    members = element.keys()
    if members >= _ACCESS:
        return Log.ACCESS
    return Log.INTEGRATION if members >= _INTEGRATION else Log.AUDIT


def mapped(element: dict[str, Any], log: Log, package: ModuleType) -> dict[str, Any]:
    """Return the event of an element, a row having got the ids that Slack does not give it.

    Args:
        element: An entry or a row.
        log: What it is of.
        package: The generated package that maps.

    Raises:
        MappingError: It cannot be an event.
    """
    if log is Log.AUDIT:
        event: dict[str, Any] = package.map_event(element)
        return event
    name = f"map_{log}_log"
    mapper: Callable[[dict[str, Any]], dict[str, Any]] | None = getattr(package, name, None)
    if mapper is None:
        reason = f"the table that {package.__name__} was made from has no [source.{log}]"
        raise package.MappingError("", reason)
    return mapper(_WITH_IDS[log](element))
