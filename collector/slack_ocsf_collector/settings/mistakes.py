"""What is wrong with settings, with its place and the nearest right name."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_cli import Misconfigured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]
"""Where a value stands: names of tables and settings, numbers in lists."""

_WORDS = {
    "Input should be": "it should be",
    "Value error, ": "",
    "an object": "a table",
    "a valid array": "a list",
    "a valid integer": "a whole number",
    "a valid string": "a text",
    "String should match pattern": "it should match",
    "Tuple should have at least 1 item after validation, not 0": "it should not be empty",
    "String should have at least 1 character": "it should not be empty",
}
_HOW = 'write { file = "..." }, { variable = "..." } or { command = ["..."] }'
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Mistake:
    """One of them.

    Attributes:
        place: `FILE:LINE`, a variable or a flag.
        text: The fact, and what would be right.
    """

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class SettingsWrong(Misconfigured):
    """Settings cannot be used.

    Attributes:
        mistakes: All of them.
    """

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        lines = [str(mistake) for mistake in mistakes]
        told = lines if len(lines) == 1 else [f"{len(lines)} mistakes", *lines]
        super().__init__("\n".join(told))
        self.mistakes = tuple(mistakes)


def in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Return each mistake once: those of options, then those of the file from its top on."""

    def key(mistake: Mistake) -> int:
        line = mistake.place.rpartition(":")[2]
        return int(line) if line.isdigit() else 0

    return tuple(sorted(dict.fromkeys(mistakes), key=key))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)` for the nearest of `known`, or nothing when none is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""


def unknown(name: str, known: Iterable[str]) -> str:
    """Return the text for a name that is no setting."""
    return f"there is no setting {name!r} here{did_you_mean(name, known)}"


def told(error: ErrorDetails, path: Path, known: Iterable[str]) -> str:
    """Return the text for what pydantic found.

    Args:
        error: As pydantic describes it.
        path: Where the value stands.
        known: The settings beside it.
    """
    name, fact = _name(path), error["msg"]
    match error["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument":
            return unknown(name, known)
        case "missing":
            return f"{name} is missing"
        case "literal_error":
            near = did_you_mean(str(error["input"]), _words(error))
            return f"{_valued(path, error['input'])}{_plain(fact)}{near}"
        case "path_type":
            fact = "it should be a path"
    if is_secret(path) and not isinstance(error["input"], dict | list):
        return f"{name} holds the secret itself or nothing that leads to it; {_HOW}"
    if is_secret(path):
        return f"{name}: {_plain(fact)}"
    return f"{_valued(path, error['input'])}{_plain(fact)}"


def is_secret(path: Path) -> bool:
    """Tell whether what stands at a path could be a secret."""
    return "token" in path or "headers" in path


def _name(path: Path) -> str:
    """Return what a value is called: its own name, for one of a list the list's too."""
    *before, last = path
    return f"{before[-1]}[{last}]" if isinstance(last, int) and before else str(last)


def valued(name: str, value: object) -> str:
    """Return the start of a text about a value: `poll is true; `, to be followed by the fact."""
    if isinstance(value, dict | list):
        return f"{name}: "
    shown = repr(value) if isinstance(value, str) else str(value)
    if isinstance(value, bool):
        shown = shown.lower()  # as TOML has it
    return f"{name} is {shown if len(shown) <= _SHOWN else f'{shown[:_SHOWN]}...'}; "


def _valued(path: Path, value: object) -> str:
    """Likewise, without what is secret, and URLs: they may hold a password."""
    name = _name(path)
    return f"{name}: " if is_secret(path) or "://" in str(value) else valued(name, value)


def _words(error: ErrorDetails) -> list[str]:
    """Return the words of `'a', 'b' or 'c'`, which are those that a value can be."""
    return re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))


def _plain(fact: str) -> str:
    """Say what pydantic says in words of TOML."""
    for theirs, ours in _WORDS.items():
        fact = fact.replace(theirs, ours)
    return fact
