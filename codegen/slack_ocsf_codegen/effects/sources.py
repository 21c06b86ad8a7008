"""One source of an attribute's value, and when another source does the same or more."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Keys = tuple[str, ...]
#: Names of conditions of which one has to hold: `$context.ip_address as ip`.
Atoms = frozenset[str]


@dataclass(frozen=True, slots=True)
class Kinds:
    """Only entities of these kinds are read; `at` is the member that holds the entity."""

    at: Keys
    names: frozenset[str]
    label: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """A value of the entry that leaves `unmapped`, and what it has to be for that."""

    keys: Keys
    form: str


@dataclass(frozen=True, slots=True)
class Source:
    """One source of an attribute's value.

    Attributes:
        text: What it is, as a person reads it: `$actor.id`, `"Slack"`, `Low (2)`.
        presence: One of these makes it there.
        needs: Of each of these groups one has to be there, for the object around to be there.
        unless: With one of these an earlier option of a `first` is there instead.
        kinds: The entities it is read from, None for all.
        taken: What it takes out of the entry, None for a literal and what only reads.
        is_wording: Whether it is a text of the table's own.
    """

    text: str
    presence: Atoms
    needs: frozenset[Atoms] = frozenset()
    unless: Atoms = frozenset()
    kinds: Kinds | None = None
    taken: Taken | None = None
    is_wording: bool = False

    @property
    def shown(self) -> str:
        """The text, with the kinds of entity if there is a choice of them."""
        return self.text if self.kinds is None else f"{self.text} {self.kinds.label}"


def is_kept(source: Source, others: Iterable[Source]) -> bool:
    """Whether `others` give the same value in every case in which `source` does."""
    return _among(source, others, lambda one, other: one.text == other.text)


def is_taken(source: Source, others: Iterable[Source]) -> bool:
    """Whether `others` take the same value in every case in which `source` does."""
    return _among(source, others, _takes_as_much)


def _among(
    source: Source, others: Iterable[Source], is_like: Callable[[Source, Source], bool]
) -> bool:
    """Look for others like it with looser conditions, which together serve its kinds of entity."""
    served: set[str] = set()
    for other in others:
        if is_like(source, other) and _is_looser(other, source):
            if other.kinds is None:
                return True
            if source.kinds is not None and source.kinds.at == other.kinds.at:
                served |= other.kinds.names
    return source.kinds is not None and source.kinds.names <= served


def _is_looser(source: Source, than: Source) -> bool:
    needs = all(any(group >= known for known in than.needs) for group in source.needs)
    return needs and source.unless <= than.unless


def _takes_as_much(source: Source, other: Source) -> bool:
    mine, its = source.taken, other.taken
    if mine is None or its is None or mine.keys[: len(its.keys)] != its.keys:
        return False
    if its.form in {"json", "object"}:
        return True
    if mine.keys != its.keys:
        return False
    # any scalar can stand in an attribute for text
    is_scalar = mine.form not in {"json", "object"} and not mine.form.startswith("list of ")
    return mine.form == its.form or (its.form == "text" and is_scalar)
