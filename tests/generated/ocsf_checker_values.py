"""What is wrong with one value, by its type in the official export, for `ocsf_checker`."""

from __future__ import annotations

import ipaddress
import math
import re
from functools import cache
from reprlib import Repr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ocsf_checker_walk import Export, Member

_INT64 = 2**63
_BRIEF = Repr()
_BRIEF.maxstring = _BRIEF.maxother = 60

_BASES: dict[str, tuple[str, tuple[type, ...]]] = {
    "object_t": ("an object", (dict,)),
    "boolean_t": ("a boolean", (bool,)),
    "string_t": ("a string", (str,)),
    "integer_t": ("an integer", (int,)),
    "long_t": ("an integer", (int,)),
    "float_t": ("a number", (int, float)),
}


def is_empty(value: object) -> bool:
    """Tell whether a value is null, an empty string, an empty list or an empty object."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def shown(value: object) -> str:
    """Return a value as a message shows it, cut when long."""
    if isinstance(value, int) and value.bit_length() > _INT64.bit_length():
        return f"an integer of {value.bit_length()} bits"
    return _BRIEF.repr(value)


def value_faults(member: Member, export: Export) -> Iterator[str]:
    """Yield what is wrong with the value at an attribute, or with its elements."""
    if is_empty(member.value):
        yield f"{member.path}: {shown(member.value)} is empty"
    elif member.attribute.get("is_array") and not isinstance(member.value, list):
        yield f"{member.path}: {shown(member.value)} is not an array"
    else:
        for element in member.elements():
            fault = _fault(element.value, element.attribute, export)
            if fault:
                yield f"{element.path}: {fault}"


def _fault(value: object, attribute: Mapping[str, Any], export: Export) -> str | None:
    kind = attribute["type"]
    definition = export.types.get(kind, {})
    base = definition.get("type", kind)
    if is_empty(value):
        return f"{shown(value)} is empty"
    if base == "json_t":
        return None
    name, types = _BASES[base]
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        return f"{shown(value)} is not {name}"
    if isinstance(value, str):
        fault = _text_fault(value, kind, definition)
    else:
        fault = _range_fault(value, definition)
    return fault or _enum_fault(value, attribute)


def _text_fault(value: str, kind: str, definition: Mapping[str, Any]) -> str | None:
    if len(value) > definition.get("max_len", len(value)):
        return f"{len(value)} characters are more than the {definition['max_len']} of {kind}"
    if "regex" in definition and not _compiled(definition["regex"]).search(value):
        return f"{shown(value)} does not match the pattern of {kind}"
    if kind == "ip_t" and not _is_address(value):
        return f"{shown(value)} is not an IP address"
    return None


def _range_fault(value: object, definition: Mapping[str, Any]) -> str | None:
    if "range" not in definition or not isinstance(value, int):
        return None
    low, high = definition["range"]
    return None if low <= value <= high else f"{shown(value)} is not from {low} to {high}"


def _enum_fault(value: object, attribute: Mapping[str, Any]) -> str | None:
    if "enum" not in attribute or str(value) in attribute["enum"]:
        return None
    return f"{shown(value)} is not in the enum"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    r"""Compile with the meaning of JSON Schema: ASCII classes, and `$` is the very end.

    Python's `$` also stands before a trailing newline, its `\Z` does not. Escapes and
    character classes are passed over, `$` is an ordinary character there.
    """
    exact = re.sub(
        r"\\.|\[(?:\\.|[^\]\\])*\]|\$",
        lambda match: r"\Z" if match[0] == "$" else match[0],
        pattern,
    )
    return re.compile(exact, re.ASCII)


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def json_faults(event: Mapping[str, Any]) -> Iterator[str]:
    """Yield what JSON in UTF-8 with 64-bit integers cannot hold, anywhere in the event.

    Without recursion and without a path per value: `unmapped` may be nested deeply.
    """
    waiting: list[tuple[object, tuple[Any, ...]]] = [(event, ())]
    while waiting:
        value, trail = waiting.pop()
        if isinstance(value, dict):
            waiting.extend((inner, (trail, f".{key}")) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            inside = [(inner, (trail, f"[{index}]")) for index, inner in enumerate(value)]
            waiting.extend(reversed(inside))
        elif fault := _scalar_fault(value):
            yield f"{_joined(trail)}: {fault}"


def _scalar_fault(value: object) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is not finite"
    if isinstance(value, int) and not -_INT64 <= value < _INT64:
        return "an integer beyond 64 bits"
    if value is None or isinstance(value, str | int | float):
        return None
    return f"a {type(value).__name__} is not JSON"


def _joined(trail: tuple[Any, ...]) -> str:
    steps: list[str] = []
    while trail:
        trail, step = trail
        steps.append(step)
    return "".join(reversed(steps)).removeprefix(".")
