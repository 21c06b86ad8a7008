"""What a coverage report shows of names, values and places: all of it, or nothing of the user's.

Slack chooses the names of actions. It also chooses most names of members, but an object can be
keyed by something of the user's as well: ids, handles, names of channels. So a redacted report
has an action that the table does not know only if it is written as Slack writes actions, and the
name of a member only if it is Slack's own or made of Slack's own words.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from slack_ocsf import ACTIONS, NOT_YET_MAPPED
from slack_ocsf_collector.inputs import STANDARD
from slack_ocsf_collector.reject import printable

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_NAME = 100
_LONGEST_EXAMPLE = 60
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")

_LONGEST_REDACTED_ACTION = 80
_LONGEST_REDACTED_KEY = 40
_LIKE_AN_ACTION = re.compile(r"[a-z]+(?:[._][a-z]+)+")
_BETWEEN_WORDS = re.compile(r"[._]")

HIDDEN_ACTION = "<action>"
HIDDEN_KEY = "<key>"


class Names(Protocol):
    """Decides what a report shows."""

    is_redacted: bool

    def action(self, name: str) -> str:
        """Return the name of an action, or what stands for it."""
        ...

    def key(self, key: str) -> str:
        """Return the name of a member as a step of a path, or what stands for it."""
        ...

    def example(self, value: object) -> str | None:
        """Return the JSON text of a scalar or of an empty list or object, shortened."""
        ...

    def place(self, source: str, line: int) -> str | None:
        """Return where an entry stands."""
        ...

    def failure(self, number: int, path: Path, error: Exception) -> str:
        """Return why an input, by its number among the arguments from 1, could not be read."""
        ...


class OpenNames:
    """Shows everything, shortened."""

    is_redacted = False

    def action(self, name: str) -> str:
        """Return the name."""
        return name[:_LONGEST_NAME]

    def key(self, key: str) -> str:
        """Return the name, quoted where it could be taken for several steps."""
        short = key[:_LONGEST_NAME]
        return short if _BARE_KEY.fullmatch(short) else json.dumps(short)

    def example(self, value: object) -> str:
        """Return its JSON text."""
        if isinstance(value, str) and len(value) > _LONGEST_EXAMPLE:
            value = value[:_LONGEST_EXAMPLE] + "..."
        return json.dumps(value, ensure_ascii=False)

    def place(self, source: str, line: int) -> str:
        """Return the file and the line."""
        return printable(f"{source}:{line}")

    def failure(self, number: int, path: Path, error: Exception) -> str:  # noqa: ARG002 - a Names
        """Return the file and the error."""
        return f"{'standard input' if path == STANDARD else printable(str(path))}: {error}"


class RedactedNames:
    """Shows what is Slack's, and withholds the rest."""

    is_redacted = True

    def action(self, name: str) -> str:
        """Return a name that the table knows, or that is written as Slack writes actions."""
        if name in ACTIONS or name in NOT_YET_MAPPED:
            return name
        is_like = len(name) <= _LONGEST_REDACTED_ACTION and _LIKE_AN_ACTION.fullmatch(name)
        return name if is_like else HIDDEN_ACTION

    def key(self, key: str) -> str:
        """Return a name that Slack documents, or that is made of several of Slack's words."""
        if len(key) > _LONGEST_REDACTED_KEY:
            return HIDDEN_KEY
        if key in _documented():
            return key
        words = key.split("_")
        return key if len(words) > 1 and _words().issuperset(words) else HIDDEN_KEY

    def example(self, value: object) -> None:  # noqa: ARG002 - a Names
        """Withhold it."""
        return

    def place(self, source: str, line: int) -> None:  # noqa: ARG002 - a Names
        """Withhold it."""
        return

    def failure(self, number: int, path: Path, error: Exception) -> str:  # noqa: ARG002 - a Names
        """Return the number and the kind of the error: its details can quote the file."""
        return f"input {number}: {str(error).partition(':')[0]}"


@cache
def _documented() -> frozenset[str]:
    """Return the names of members that Slack documents, at any level of an entry or a row."""
    from slack_ocsf.models import AccessRow, Entry, IntegrationRow

    schemas = [one.model_json_schema() for one in (AccessRow, Entry, IntegrationRow)]
    return frozenset(_property_names(schemas))


def _property_names(schema: Any) -> set[str]:  # noqa: ANN401 - any JSON value
    if isinstance(schema, list):
        return {name for member in schema for name in _property_names(member)}
    if not isinstance(schema, dict):
        return set()
    names = {name for member in schema.values() for name in _property_names(member)}
    return names.union(schema.get("properties", ()))


@cache
def _words() -> frozenset[str]:
    """Return the words of which Slack's names of members and actions are made."""
    names = _documented() | ACTIONS | NOT_YET_MAPPED
    return frozenset(word for name in names for word in _BETWEEN_WORDS.split(name))
