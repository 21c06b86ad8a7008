"""Which Slack type fits which OCSF data type, and which literal: the closed list.

What a value becomes follows from the two types and from nothing else; the run-time half of the
list is `templates/fit.py.jinja`.
"""

import re
from math import isfinite

from slack_ocsf_codegen.ir import DataType, Path, SlackType

#: The longest string of the strictest version of OCSF; a longer action is none, in any version.
LONGEST_ACTION = 65535

#: Types whose values are written unchanged from any JSON value.
FREE = frozenset({"json_t", "object"})

_INTEGERS = {"integer_t": (-(2**31), 2**31 - 1), "long_t": (-(2**63), 2**63 - 1)}


def is_pattern(data_type: DataType) -> bool:
    """Whether strings of this type must pass a guard of their own."""
    return data_type.base == "string_t" and data_type.regex is not None


def is_remembered(data_type: DataType) -> bool:
    """Whether a pattern is too loose, so that strings are parsed, too, and remembered."""
    return guard_name(data_type.name) in {"ip", "email"}


def guard_name(type_name: str) -> str:
    """Return what the guard of a type with a pattern is called: `ip` for `ip_t`."""
    return type_name.removesuffix("_t")


def known_constant(data_type: DataType) -> str:
    """Return what the set of remembered strings of a type is called."""
    return f"KNOWN_{guard_name(data_type.name).upper()}"


def pattern_test(data_type: DataType, text: str) -> str:
    """Return the test that a string is of a type with a pattern, as printed."""
    test = f"is_{guard_name(data_type.name)}({text})"
    if not is_remembered(data_type):
        return test
    return f"({text} in {known_constant(data_type)} or {test})"


def integer_limits(data_type: DataType) -> tuple[int, int]:
    """The least and the greatest value of an integer type."""
    return data_type.limits or _INTEGERS[data_type.base]


def fits(slack: SlackType, data_type: DataType, *, is_array: bool) -> bool:
    """Whether a value of the Slack type can ever fit the OCSF type."""
    if slack.name == "mixed":
        return True
    if is_array:
        return (
            slack.name == "list"
            and slack.item is not None
            and fits(slack.item, data_type, is_array=False)
        )
    return slack.name in _accepted(data_type)


def always_fits(path: Path, data_type: DataType) -> bool:
    """Whether what an entry cannot lack is always a value of the OCSF type, too."""
    if path.given == "time" and data_type.name == "timestamp_t":
        return True
    is_text = data_type.base == "string_t" and not is_pattern(data_type)
    longest = data_type.max_len
    return is_text and (longest is None or longest >= LONGEST_ACTION)


def _accepted(data_type: DataType) -> tuple[str, ...]:
    if data_type.name in FREE:
        return ("string", "bool", "int", "list", "object")
    if data_type.name == "timestamp_t":
        return ("int", "string")
    if is_pattern(data_type):
        return ("string",)
    by_base = {"string_t": ("string", "bool", "int"), "boolean_t": ("bool",)}
    return by_base.get(data_type.base, ("int",))


def literal_fits(value: object, data_type: DataType) -> bool:
    """Whether a literal of the table is a value of the OCSF type as it stands."""
    if isinstance(value, float) and not isfinite(value):
        return False
    if data_type.name == "json_t":
        return value != "" and _is_within_64_bits(value)
    if data_type.base == "string_t":
        return isinstance(value, str) and value != "" and _matches(value, data_type)
    if data_type.base == "boolean_t":
        return isinstance(value, bool)
    if data_type.base == "float_t":
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number and _is_within_64_bits(value)
    low, high = integer_limits(data_type)
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_within_64_bits(value: object) -> bool:
    low, high = _INTEGERS["long_t"]
    return not isinstance(value, int) or low <= value <= high


def _matches(value: str, data_type: DataType) -> bool:
    if data_type.max_len is not None and len(value) > data_type.max_len:
        return False
    return data_type.regex is None or re.search(data_type.regex, value) is not None
