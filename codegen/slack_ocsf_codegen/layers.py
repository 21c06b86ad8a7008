"""The layers of the table: `[event]` < `[class.<class>]` < the action's own line."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from slack_ocsf_codegen.ir import Mistake, Raw, RawArray, RawLiteral, RawTable, Table

#: A table with one of these keys is a form, one value; any other table is a plain object.
FORMS = ("first", "match", "text", "other")


def is_form(raw: Raw) -> bool:
    """Whether a value is one of the forms that a table writes."""
    return isinstance(raw, RawTable) and any(form in raw.entries for form in FORMS)


def is_plain(raw: Raw) -> bool:
    """Whether a value is a plain object, which merges with the one below it."""
    return isinstance(raw, RawTable) and not is_form(raw)


def merged(lower: Mapping[str, Raw], upper: Mapping[str, Raw]) -> dict[str, Raw]:
    """Lay `upper` over `lower`: plain objects merge, all else is replaced."""
    result = dict(lower)
    for name, raw in upper.items():
        below = result.get(name)
        if isinstance(raw, RawTable) and isinstance(below, RawTable) and _merge(raw, below):
            entries = merged(below.entries, raw.entries)
            result[name] = RawTable(entries, raw.span, raw.own)
        else:
            result[name] = raw
    return result


def _merge(upper: RawTable, lower: RawTable) -> bool:
    return is_plain(upper) and is_plain(lower)


def removal_mistakes(lower: Mapping[str, Raw], upper: Mapping[str, Raw]) -> Iterator[Mistake]:
    """Return a mistake for each `false` of `upper` that has nothing to remove."""
    for name, raw in _removing_nothing(lower, upper):
        text = f"{name!r} is not inherited here: there is nothing to remove"
        yield Mistake(raw.span, text)


def _removing_nothing(
    lower: Mapping[str, Raw], upper: Mapping[str, Raw]
) -> Iterator[tuple[str, Raw]]:
    """Return each such `false` with its dotted name."""
    for name, raw in upper.items():
        below = lower.get(name)
        if isinstance(raw, RawLiteral) and raw.value is False and below is None:
            yield name, raw
        elif isinstance(raw, RawTable) and is_plain(raw):
            inherited = isinstance(below, RawTable) and is_plain(below)
            members = below.entries if isinstance(below, RawTable) and inherited else {}
            for inner, found in _removing_nothing(members, raw.entries):
                yield f"{name}.{inner}", found


def for_version(table: Table, version: str) -> Table:
    """Return the table with what it says of one version of OCSF laid over its sections."""
    layer = table.versions.get(version)
    if layer is None:
        return table
    entities = dict(table.entities)
    for kind, targets in layer.entities.items():
        entities[kind] = _over(entities.get(kind, {}), targets)
    return replace(
        table,
        classes=_over(table.classes, layer.classes),
        entities=entities,
        sources=_over(table.sources, layer.sources),
    )


def _over(lower: Mapping[str, RawTable], upper: Mapping[str, RawTable]) -> dict[str, RawTable]:
    sections = dict(lower)
    for name, section in upper.items():
        below = sections[name].entries if name in sections else {}
        sections[name] = RawTable(merged(below, section.entries), section.span)
    return sections


def without_removed(entries: Mapping[str, Raw]) -> dict[str, Raw]:
    """Drop what `false` removes, at any depth of plain objects, and objects left empty by it."""
    result: dict[str, Raw] = {}
    for name, raw in entries.items():
        if isinstance(raw, RawLiteral) and raw.value is False:
            continue
        if isinstance(raw, RawTable) and is_plain(raw):
            kept = without_removed(raw.entries)
            if not kept and raw.entries:
                continue
            result[name] = RawTable(kept, raw.span, raw.own)
        else:
            result[name] = raw
    return result


def disowned(raw: Raw) -> Raw:
    """Return the value with no mark of an action's line: inside a list nothing is a parameter."""
    match raw:
        case RawTable():
            entries = {name: disowned(part) for name, part in raw.entries.items()}
            return RawTable(entries, raw.span)
        case RawArray():
            return RawArray(tuple(disowned(part) for part in raw.items), raw.span)
        case _:
            return RawLiteral(raw.value, raw.span)
