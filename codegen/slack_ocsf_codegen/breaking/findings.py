"""What a comparison with an earlier mapping found: frozen values for the report."""

from dataclasses import dataclass
from enum import Enum, IntEnum


class Level(IntEnum):
    """The part of the version that a change moves, as CONTRIBUTING says."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """As a person writes it."""
        return self.name.lower()


class Kind(Enum):
    """What changed; each kind has its level."""

    OCSF_CHANGED = ("OCSF version changed", Level.MAJOR)
    ACTION_REMOVED = ("action lost its line", Level.MAJOR)
    CLASS_MOVED = ("class moved", Level.MAJOR)
    ACTIVITY_MOVED = ("activity moved", Level.MAJOR)
    STATUS_CHANGED = ("status changed", Level.MAJOR)
    SEVERITY_CHANGED = ("severity changed", Level.MAJOR)
    ATTRIBUTE_LOST = ("attribute lost", Level.MAJOR)
    ATTRIBUTE_MOVED = ("attribute moved", Level.MAJOR)
    SOURCES_CHANGED = ("sources changed", Level.MAJOR)
    LESS_OFTEN = ("filled less often", Level.MAJOR)
    LEFT_UNMAPPED = ("left unmapped", Level.MAJOR)
    ACTION_ADDED = ("action got a line", Level.MINOR)
    ATTRIBUTE_GAINED = ("attribute gained", Level.MINOR)
    MORE_OFTEN = ("filled more often", Level.MINOR)
    WORDING = ("wording changed", Level.PATCH)

    def __init__(self, text: str, level: Level) -> None:
        self.text = text
        self.level = level


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one action.

    `attribute` is its dotted path in the event, empty where the change is of none or of two.
    `before` and `after` are what it was and is: sources in order, classes, activities, paths.
    """

    kind: Kind
    attribute: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A change, the actions that it is of and their classes now, or last, both sorted.

    `otherwise` tells whether actions without a line have it too. Without any of these it is a
    change of every event.
    """

    change: Change
    actions: tuple[str, ...]
    classes: tuple[str, ...]
    otherwise: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome. `before` is None when there was no mapping to compare with.

    `least` is the least version that may follow, `after` the version that does.
    """

    against: str
    before: str | None
    after: str
    least: str | None
    follows: bool
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level | None:
        """The greatest level of a finding, None without any."""
        return max((one.change.kind.level for one in self.findings), default=None)
