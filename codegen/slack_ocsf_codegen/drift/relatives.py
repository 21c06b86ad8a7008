"""Lines of the table for actions like a new one, and what they agree on."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from slack_ocsf_codegen.drift.toml import value
from slack_ocsf_codegen.drift.words import Closeness, prefix, suffix, words
from slack_ocsf_codegen.ir import ActionLine, Raw, RawLiteral, RawTable

#: How much alike endings count: little for the class, much for the activity.
_ENDING_OF_CLASS, _ENDING_OF_ACTIVITY = 0.1, 1.0
_SHOWN = 3

#: What relatives can agree on without it being about one of them.
_PLAIN = ("status", "severity", "action", "disposition")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A line of the table, taken apart; `own` is what it sets besides `to`."""

    action: str
    category: str
    target: str
    own: Mapping[str, Raw]

    @property
    def ocsf_class(self) -> str:
        """The class of the target."""
        return self.target.partition(".")[0]

    @property
    def is_other(self) -> bool:
        """Whether the activity is Other, which needs a name."""
        return self.target.endswith(".other")


def mapped(line: ActionLine) -> Mapped:
    """Take a line of a table without mistakes apart."""
    own = dict(line.value.entries) if isinstance(line.value, RawTable) else {"to": line.value}
    to = own.pop("to")
    target = str(to.value) if isinstance(to, RawLiteral) else ""
    return Mapped(line.action, line.category, target, own)


class Relatives:
    """The table's lines, asked for those like an action."""

    def __init__(self, lines: Iterable[Mapped]) -> None:
        self._lines = tuple(sorted(lines, key=lambda line: line.action))
        self._closeness = Closeness(line.action for line in self._lines)

    def of(self, action: str, categories: Collection[str]) -> tuple[Mapped, ...]:
        """Return up to three lines of one target, the nearest first.

        The class is that of the nearest name; the target is that of the name in this class that
        is nearest when its ending counts most. All share with the action what the first shares.
        """
        own = set(words(action))
        lines = [line for line in self._lines if not own.isdisjoint(words(line.action))]
        if not lines:
            return ()
        ranked = self._ranked(lines, action, categories, _ENDING_OF_CLASS)
        of_class = [line for line in lines if line.ocsf_class == ranked[0].ocsf_class]
        nearest, *others = self._ranked(of_class, action, categories, _ENDING_OF_ACTIVITY)
        alike = [line for line in others if _same_target(line, nearest)]
        return (nearest, *_sharing(action, nearest, alike))

    def of_category(self, categories: Collection[str]) -> tuple[Mapped, ...]:
        """Return up to three lines with the commonest target of the categories."""
        lines = [line for line in self._lines if line.category in categories]
        counts = Counter(line.target for line in lines if not line.is_other)
        if not counts:
            return ()
        commonest = min(counts, key=lambda target: (-counts[target], target))
        return tuple(line for line in lines if line.target == commonest)[:_SHOWN]

    def _ranked(
        self, lines: Iterable[Mapped], action: str, categories: Collection[str], ending: float
    ) -> list[Mapped]:
        def distance(line: Mapped) -> float:
            same = line.category in categories
            near = self._closeness.between(action, line.action, ending=ending, same_category=same)
            return -near

        return sorted(lines, key=distance)


def shared(action: str, relatives: Iterable[Mapped]) -> str:
    """Return what the names have in common: `'list_' and '_created'`, or words in the middle."""
    names = (action, *(line.action for line in relatives))
    ends = [text for text in (prefix(names), suffix(names)) if text]
    if not ends:
        common = set(words(action)).intersection(*map(words, names))
        ends = [word for word in dict.fromkeys(words(action)) if word in common]
    return " and ".join(f"'{text}'" for text in ends)


def agreed(relatives: Collection[Mapped]) -> dict[str, Raw]:
    """Return the plain attributes that all lines set, and set alike."""
    first = next(iter(relatives))
    return {
        name: raw
        for name, raw in first.own.items()
        if name in _PLAIN and isinstance(raw, RawLiteral) and _all_have(name, raw, relatives)
    }


def _all_have(name: str, raw: Raw, lines: Iterable[Mapped]) -> bool:
    return all(name in line.own and value(line.own[name]) == value(raw) for line in lines)


def _same_target(line: Mapped, nearest: Mapped) -> bool:
    """Whether the targets are one, names of the activity Other being part of them."""
    names = [one.own.get("activity_name") for one in (line, nearest)]
    written = [value(name) if name else None for name in names]
    return line.target == nearest.target and written[0] == written[1]


def _sharing(action: str, nearest: Mapped, alike: Iterable[Mapped]) -> Iterator[Mapped]:
    """Take those that end as the action and the nearest do, or, these differing, begin so."""
    common = next((end for end in (suffix, prefix) if end((action, nearest.action))), None)
    if common is not None:
        sharing = (line for line in alike if common((action, line.action)))
        yield from islice(sharing, _SHOWN - 1)
