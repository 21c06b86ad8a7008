"""On which line of a TOML file each value stands.

tomllib does not tell. But the start of a TOML file, cut at the end of a statement, is TOML again,
and cut inside one it is not: so each cut that parses ends a statement, which begins where the last
one ended, and what it added to the document stands there.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.settings.mistakes import Path


def lines_of(text: str) -> dict[Path, int]:
    """Return the line, from 1, on which the statement of each value and table begins.

    Args:
        text: TOML without mistakes.
    """
    found: dict[Path, int] = {}
    start, read = 1, ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        read += line
        try:
            document = tomllib.loads(read)
        except tomllib.TOMLDecodeError:
            continue
        for path in _paths(document, ()):
            found.setdefault(path, start)
        start = number + 1
    return found


def _paths(value: Any, path: Path) -> Iterator[Path]:  # noqa: ANN401 - any TOML value
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))
