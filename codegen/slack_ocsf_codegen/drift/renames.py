"""Which new action probably is an older one under another name."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from slack_ocsf_codegen.drift.findings import Rename
from slack_ocsf_codegen.drift.words import ends_alike, spelling
from slack_ocsf_codegen.pull.changes import ActionChange

_NEAR = 0.8


def renames(
    new: Iterable[ActionChange], vanished: Iterable[ActionChange], known: Iterable[str]
) -> tuple[Rename, ...]:
    """Return the probable renames, sorted by the older name; each name stands in one at most.

    Args:
        new: Actions that came; one and the same name is never new and vanished.
        vanished: Actions that went; near in spelling and of the same category is enough.
        known: Every action known before; twins of these count though Slack lists both.
    """
    new, gone = tuple(new), tuple(vanished)
    ranked = sorted(
        (*_twins(new, known, {change.action for change in gone}), *_near(new, gone)),
        key=lambda item: (-item[0], item[1].before, item[1].after),
    )
    taken: set[str] = set()
    chosen: list[Rename] = []
    for _, rename in ranked:
        if taken.isdisjoint({rename.before, rename.after}):
            taken |= {rename.before, rename.after}
            chosen.append(rename)
    return tuple(sorted(chosen, key=lambda rename: rename.before))


def _twins(
    new: Iterable[ActionChange], known: Iterable[str], vanished: set[str]
) -> Iterator[tuple[float, Rename]]:
    """`x.y` and `x_y`, `x` and `x_changed`: before all others, those that went first."""
    by_spelling: dict[str, list[str]] = {}
    for name in known:
        by_spelling.setdefault(spelling(name), []).append(name)
    for change in new:
        for twin in by_spelling.get(spelling(change.action), []):
            listed = twin not in vanished
            yield 2 - listed / 2, Rename(twin, change.action, "the same words", listed)


def _near(
    new: Iterable[ActionChange], vanished: Iterable[ActionChange]
) -> Iterator[tuple[float, Rename]]:
    vanished = tuple(vanished)
    for change in new:
        for gone in vanished:
            ratio = SequenceMatcher(None, gone.action, change.action).ratio()
            same_category = bool(set(gone.before) & set(change.after))
            if ratio >= _NEAR and same_category and ends_alike(gone.action, change.action):
                why = f"near in spelling ({ratio:.0%}), same category"
                yield ratio, Rename(gone.action, change.action, why, still_listed=False)
