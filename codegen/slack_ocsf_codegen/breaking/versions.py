"""Which version of the mapping may follow another."""

import re
from dataclasses import dataclass

from slack_ocsf_codegen.breaking.findings import Level

_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version of the mapping."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def read_version(text: str) -> Version:
    """Return the version that a table states.

    Raises:
        ValueError: It is not of the form MAJOR.MINOR.PATCH.
    """
    found = _VERSION.fullmatch(text)
    if found is None:
        raise ValueError(f"version {text!r} is not MAJOR.MINOR.PATCH")
    return Version(*map(int, found.groups()))


def least_after(before: Version, level: Level | None) -> Version:
    """Return the least version after a change of a level; None is no change.

    Below 1.0.0 each level moves the part one place to the right.
    """
    if level is None:
        return before
    step = level if before.major else max(Level.PATCH, level - 1)
    match step:
        case Level.MAJOR:
            return Version(before.major + 1, 0, 0)
        case Level.MINOR:
            return Version(before.major, before.minor + 1, 0)
        case _:
            return Version(before.major, before.minor, before.patch + 1)
