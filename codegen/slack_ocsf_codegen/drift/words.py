"""The words of action names, and what two names have in common."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\WA-Z_]+")

#: Endings that Slack puts behind a name or leaves away, the thing being the same.
_LOOSE = ("changed", "updated")

_PREFIX, _CATEGORY = 0.3, 0.4
_LONGEST_PREFIX, _LONGEST_SUFFIX = 3, 2


def words(name: str) -> tuple[str, ...]:
    """`team.unsupportedVersions` -> team, unsupported, versions."""
    return tuple(word.lower() for word in _WORD.findall(name))


def spelling(name: str) -> str:
    """Return what twins have in common: `pref.x`, `pref_x` and `pref.x_changed` are one."""
    parts = words(name)
    return "_".join(parts[:-1] if parts[-1:] and parts[-1] in _LOOSE else parts)


def ends_alike(one: str, other: str) -> bool:
    """Whether the last words are one: `archive` and `archived` are, `created` and `deleted` not."""
    mine, theirs = words(one)[-1:], words(other)[-1:]
    if not (mine and theirs):
        return mine == theirs
    return mine[0].startswith(theirs[0]) or theirs[0].startswith(mine[0])


def prefix(names: Iterable[str]) -> str:
    """Return the whole words that all names begin with, as the first name writes them."""
    first, *others = names
    return first[: _end(first, min(_run(words(first), words(other)) for other in others))]


def suffix(names: Iterable[str]) -> str:
    """Return the whole words that all names end with, as the first name writes them."""
    first, *others = names
    own = words(first)
    run = min(_run(own[::-1], words(other)[::-1]) for other in others)
    if not run:
        return ""
    return first[_starts_after(first, len(own) - run) :]


class Closeness:
    """How near names are to each other, words weighing more the rarer they are in `names`."""

    def __init__(self, names: Iterable[str]) -> None:
        known = [set(words(name)) for name in names]
        self._rarest = math.log(1 + len(known))
        counts = Counter(word for one in known for word in one)
        self._weights: Mapping[str, float] = {
            word: math.log(1 + len(known) / count) for word, count in counts.items()
        }

    def between(self, one: str, other: str, *, ending: float, same_category: bool) -> float:
        """Return a number that is greater for nearer names; `ending` weighs each last word."""
        mine, theirs = words(one), words(other)
        begins = min(_run(mine, theirs), _LONGEST_PREFIX)
        ends = min(_run(mine[::-1], theirs[::-1]), _LONGEST_SUFFIX)
        overlap = self._weight({*mine} & {*theirs}) / (self._weight({*mine, *theirs}) or 1)
        return overlap + _PREFIX * begins + ending * ends + _CATEGORY * same_category

    def _weight(self, some: set[str]) -> float:
        return math.fsum(self._weights.get(word, self._rarest) for word in some)


def _run(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Count the words that both begin with."""
    pairs = zip(one, other, strict=False)
    return next(
        (place for place, (mine, theirs) in enumerate(pairs) if mine != theirs),
        min(len(one), len(other)),
    )


def _end(name: str, count: int) -> int:
    """Return where the word after the first `count` words begins."""
    starts = [match.start() for match in _WORD.finditer(name)]
    return 0 if not count else starts[count] if count < len(starts) else len(name)


def _starts_after(name: str, count: int) -> int:
    """Return where the first `count` words end."""
    return [0, *(match.end() for match in _WORD.finditer(name))][count]
