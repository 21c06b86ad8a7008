"""Whether `observables` says all and only what the event holds, for `ocsf_checker`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ocsf_checker_values import is_empty, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ocsf_checker_walk import Export, Holder

    Marks = dict[str, tuple[object, int | None]]
    """By path: the value there, and the observable type that the export gives it."""


def observable_faults(
    event: Mapping[str, Any], parts: list[Holder], export: Export
) -> Iterator[str]:
    """Yield observables that point wrong, and observable values that none points to."""
    marks = _marks(parts, export)
    observables = event.get("observables")
    named: set[str] = set()
    for index, observable in enumerate(observables if isinstance(observables, list) else ()):
        if isinstance(observable, dict):
            yield from _one(f"observables[{index}]", observable, marks, named)
    for path, (value, number) in marks.items():
        if number is not None and _is_scalar(value) and path not in named:
            yield f"{path}: observable (type {number}), but missing in observables"


def _marks(parts: list[Holder], export: Export) -> Marks:
    return {
        element.path: (element.value, export.observable(element.name, element.attribute))
        for holder in parts
        if not holder.path.startswith("observables[")
        for member in holder.members()
        for element in member.elements()
    }


def _one(path: str, observable: Mapping[str, Any], marks: Marks, named: set[str]) -> Iterator[str]:
    name = observable.get("name")
    if not isinstance(name, str) or name not in marks:
        yield f"{path}.name: {shown(name)} is no attribute of the event"
        return
    if name in named:
        yield f"{path}.name: {name} is listed twice"
    named.add(name)
    value, number = marks[name]
    type_id, text = observable.get("type_id"), observable.get("value")
    if number is None:
        yield f"{path}.name: {name} is not observable"
    elif type_id != number:
        yield f"{path}.type_id: {shown(type_id)} is not {number}, the type of {name}"
    if text != _text(value):
        yield f"{path}.value: {shown(text)} is not the value of {name}, {shown(_text(value))}"


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float) and not is_empty(value)


def _text(value: object) -> str | None:
    """Return a value as `observable.value` has it; an object has none."""
    if isinstance(value, str):
        return value
    return json.dumps(value) if _is_scalar(value) else None
