"""What changed between two effects of one action, attribute by attribute."""

from collections.abc import Iterable, Iterator, Sequence

from slack_ocsf_codegen.breaking.findings import Change, Kind
from slack_ocsf_codegen.effects.effect import Effect, Sources
from slack_ocsf_codegen.effects.presence import ALWAYS
from slack_ocsf_codegen.effects.sources import Source, is_kept, is_taken
from slack_ocsf_codegen.effects.texts import caption

_Texts = tuple[str, ...]
#: Attributes whose loss of a value has a name of its own.
_NAMED = {"severity": Kind.SEVERITY_CHANGED, "status": Kind.STATUS_CHANGED}


def changes(before: Effect, after: Effect) -> Iterator[Change]:
    """Tell how an action changed; of one in another class nothing more is to be said."""
    if before.ocsf_class != after.ocsf_class:
        classes = (before.ocsf_class,), (after.ocsf_class,)
        yield Change(Kind.CLASS_MOVED, "", *classes)
        return
    if before.activity != after.activity:
        activities = (caption(before.activity),), (caption(after.activity),)
        yield Change(Kind.ACTIVITY_MOVED, "", *activities)
    changed = [
        path
        for path in sorted({*before.sources, *after.sources})
        if before.sources.get(path) != after.sources.get(path)
    ]
    yield from _attributes(changed, before.sources, after.sources)
    yield from _left_unmapped(changed, before.sources, after.sources)


def _attributes(changed: Iterable[str], before: Sources, after: Sources) -> Iterator[Change]:
    lost = {path: before[path] for path in changed if path not in after}
    gained = {path: after[path] for path in changed if path not in before}
    for path, target in _moves(lost, gained):
        del lost[path], gained[target]
        yield Change(Kind.ATTRIBUTE_MOVED, "", (path,), (target,))
    for path, sources in lost.items():
        yield Change(Kind.ATTRIBUTE_LOST, path, before=_shown(sources))
    for path, sources in gained.items():
        yield Change(Kind.ATTRIBUTE_GAINED, path, after=_shown(sources))
    for path in changed:
        if path in before and path in after:
            yield from _sources(path, before[path], after[path])


def _moves(lost: Sources, gained: Sources) -> list[tuple[str, str]]:
    """Pair attributes that take the same values of the entry; literals tell nothing."""
    free = {path: _shown(sources) for path, sources in gained.items()}
    pairs = []
    for path, sources in lost.items():
        if any(source.taken for source in sources):
            target = next((name for name, texts in free.items() if texts == _shown(sources)), None)
            if target is not None:
                del free[target]
                pairs.append((path, target))
    return pairs


def _sources(path: str, before: Sequence[Source], after: Sequence[Source]) -> Iterator[Change]:
    was, is_now = _shown(before), _shown(after)
    if _is_wording_of(path) and was != is_now and _keeps_wording(before, after):
        yield Change(Kind.WORDING, path, was, is_now)
        return
    kept = all(is_kept(source, after) for source in before)
    if kept and all(is_kept(source, before) for source in after):
        return
    if kept:
        more = tuple(source.shown for source in after if not is_kept(source, before))
        yield Change(Kind.MORE_OFTEN, path, after=more)
    elif was == is_now:
        less = tuple(source.shown for source in before if not is_kept(source, after))
        yield Change(Kind.LESS_OFTEN, path, after=less)
    else:
        yield Change(_NAMED.get(path, Kind.SOURCES_CHANGED), path, was, is_now)


def _is_wording_of(path: str) -> bool:
    return path == "message" or path.rpartition(".")[2] == "title"


def _keeps_wording(before: Sequence[Source], after: Sequence[Source]) -> bool:
    """Whether only texts of the table's own changed, and there is one wherever there was."""
    others = (source for source in before if not source.is_wording)
    return all(is_kept(source, after) for source in others) and (
        _worded(before) <= _worded(after) or _worded(after) >= ALWAYS
    )


def _worded(sources: Iterable[Source]) -> frozenset[str]:
    return frozenset().union(*(one.presence for one in sources if one.is_wording))


def _left_unmapped(changed: Iterable[str], before: Sources, after: Sources) -> Iterator[Change]:
    """Tell what stayed under `unmapped` before and is now taken."""
    taken = [source for sources in before.values() for source in sources if source.taken]
    new = {
        source.shown
        for path in changed
        for source in after.get(path, ())
        if source.taken and not is_taken(source, taken)
    }
    for text in sorted(new):
        yield Change(Kind.LEFT_UNMAPPED, after=(text,))


def _shown(sources: Iterable[Source]) -> _Texts:
    return tuple(source.shown for source in sources)
