"""Show an entry and its event in a terminal, side by side where there is room."""

from __future__ import annotations

import json
import re
import shutil
from itertools import zip_longest
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEFORE, _AFTER = "Slack audit entry", "OCSF event"
_GUTTER = " | "
_KEY = re.compile(r'("[^"]*")(?=: )')


def before_and_after(entry: dict[str, object], event: dict[str, object]) -> Iterator[str]:
    """Yield the lines that show both, as wide as the terminal is."""
    columns = shutil.get_terminal_size().columns
    left = laid_out(entry, columns * 2 // 5)
    width = max(len(line) for line in left)
    right = laid_out(event, columns - width - len(_GUTTER))
    if width + len(_GUTTER) + max(len(line) for line in right) > columns:
        yield from _stacked(entry, event, columns)
        return
    yield _title(_BEFORE.ljust(width)) + _GUTTER + _title(_AFTER)
    for one, other in zip_longest(left, right, fillvalue=""):
        yield (_coloured(one.ljust(width)) + _GUTTER + _coloured(other)).rstrip()


def laid_out(value: object, width: int, before: str = "", indent: str = "") -> list[str]:
    """Return JSON in lines, with what fits into one line in one line.

    Args:
        value: What is shown.
        width: Characters of a line; single values may need more.
        before: What stands on the first line before the value.
        indent: What the last line begins with.
    """
    flat = before + json.dumps(value, ensure_ascii=False)
    if len(flat) < width or not isinstance(value, (dict, list)) or not value:
        return [flat]
    inner = indent + "  "
    if isinstance(value, dict):
        brackets = "{}"
        parts = [laid_out(v, width, f"{inner}{json.dumps(k)}: ", inner) for k, v in value.items()]
    else:
        brackets = "[]"
        parts = [laid_out(member, width, inner, inner) for member in value]
    for part in parts[:-1]:
        part[-1] += ","
    lines = [line for part in parts for line in part]
    return [before + brackets[0], *lines, indent + brackets[1]]


def _stacked(entry: object, event: object, width: int) -> Iterator[str]:
    yield _title(_BEFORE)
    yield from map(_coloured, laid_out(entry, width))
    yield ""
    yield _title(_AFTER)
    yield from map(_coloured, laid_out(event, width))


def _title(text: str) -> str:
    return click.style(text, bold=True)


def _coloured(line: str) -> str:
    return _KEY.sub(lambda key: click.style(key[1], fg="cyan"), line)
