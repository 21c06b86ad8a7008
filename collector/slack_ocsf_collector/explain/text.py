"""The explanation of an action as lines for a terminal."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.explain.catalogue import ActionRecord

_NARROWEST = 40
_MARK = "*"


def explanation(record: ActionRecord, name: str) -> Iterator[str]:
    """Yield the lines that tell what becomes of an action.

    Args:
        record: What becomes of it.
        name: What it is called here; of an action without a line the record has no name.
    """
    yield from _head(record, name)
    yield ""
    yield from _title("In mappings.toml")
    yield from (f"  {line}" for line in record.line.splitlines() or ["  (no line: otherwise)"])
    yield ""
    yield from _title("Attributes, and where they come from")
    yield from _attributes(record)
    if record.own:
        yield f"  {_MARK} otherwise, or not there, in most events of its class"
    yield ""
    yield from _title("What stays under unmapped")
    yield from _wrapped(", ".join(record.unmapped), "  ")
    yield "  and each member of $entity and $details that is not named above"


def _head(record: ActionRecord, name: str) -> Iterator[str]:
    category = f"  ({record.category})" if record.category else "  (not in the table)"
    yield click.style(name, bold=True) + category
    rows = (
        ("class", f"{record.class_caption} [{record.class_uid}]"),
        ("activity", f"{record.activity} ({record.activity_id})"),
        ("severity", ", ".join(record.severity)),
        ("status", ", ".join(record.status)),
        ("profiles", ", ".join(record.profiles)),
        ("CloudWatch", _cloudwatch(record)),
    )
    for label, value in rows:
        if value:
            yield f"  {label:<10}  {value}"


def _cloudwatch(record: ActionRecord) -> str:
    if record.cloudwatch is None:
        return "does not map it"
    return "the same class" if record.cloudwatch == record.class_uid else str(record.cloudwatch)


def _attributes(record: ActionRecord) -> Iterator[str]:
    width = max(map(len, record.attributes))
    for path, sources in record.attributes.items():
        mark = _MARK if path in record.own else " "
        before = f"{mark} {click.style(path.ljust(width), fg='cyan')}  "
        first, *more = _filled(" | ".join(sources), width + 4)
        yield before + first
        yield from (" " * (width + 4) + line for line in more)


def _wrapped(text: str, indent: str) -> Iterator[str]:
    return (indent + line for line in _filled(text, len(indent)))


def _filled(text: str, indent: int) -> list[str]:
    width = max(_NARROWEST, shutil.get_terminal_size().columns - indent)
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _title(text: str) -> Iterator[str]:
    yield click.style(text, bold=True)
