"""What a sink of each kind takes besides target and headers, and of which type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.settings.mistakes import valued

if TYPE_CHECKING:
    from collections.abc import Mapping

OPTIONS: dict[str, dict[str, type]] = {
    "stdout": {},
    "ndjson": {"size": int},
    "parquet": {
        "for": str,
        "region": str,
        "account": str,
        "records": int,
        "size": int,
        "age": int,
    },
    "http": {
        "records": int,
        "size": int,
        "gzip": bool,
        "attempts": int,
        "timeout": int,
        "longest_wait": int,
    },
}

FIELDS = ("kind", "target", "carries", "headers")

_CALLED = {str: "a text", int: "a whole number above 0", bool: "true or false"}


def wrong_option(kind: str, name: str, value: Any) -> str:  # noqa: ANN401 - any TOML value
    """Return what is wrong with the value of an option that the kind has; empty when nothing is."""
    wanted = OPTIONS[kind][name]
    is_none = isinstance(value, int) and value <= 0
    if type(value) is not wanted or (wanted is int and is_none):
        return f"{valued(name, value)}it should be {_CALLED[wanted]}"
    if name == "for" and value != "aws":
        return f"for is {value!r}; it should be 'aws', for Amazon Security Lake"
    return ""


def split_options(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table of a file with its options in a table of their own."""
    own = {name: value for name, value in table.items() if name in FIELDS}
    return {**own, "options": {k: v for k, v in table.items() if k not in FIELDS}}
