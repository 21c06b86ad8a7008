"""Which value of Slack's fits which attribute, word for word after docs/mappings.md."""

import ipaddress
import json
import math
import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import jsonschema_rs

from ocsf_export import Export, Json

LIMITS = {"integer_t": 2**31, "long_t": 2**63}
"""Types of integers, and the first magnitude that is too large for them."""


class Written(NamedTuple):
    """A value as it stands at the attribute, and whether nothing of it was lost."""

    value: Json
    exact: bool = True


def converted(value: Json, meaning: dict[str, Json], export: Export) -> Written | None:
    """Write a value of Slack's as this attribute has it, or None when it does not fit."""
    if meaning.get("is_array"):
        return _all(value, {**meaning, "is_array": False}, export)
    type_name = meaning["type"]
    if type_name == "json_t":
        return None if value in (None, "", [], {}) else Written(value)
    if type_name == "object_t":
        fits = meaning["object_type"] == "object" and isinstance(value, dict) and value != {}
        return Written(value) if fits else None
    if type_name == "timestamp_t":
        return _timestamp(value)
    primitive = export.primitive(type_name)
    if primitive == "string_t":
        return _string(value, type_name, export)
    return Written(value) if _is_number_or_bool(value, type_name, primitive, export) else None


def _all(values: Json, element: dict[str, Json], export: Export) -> Written | None:
    if not isinstance(values, list) or not values:
        return None
    written = [converted(value, element, export) for value in values]
    if None in written:
        return None
    fitting = [each for each in written if each is not None]
    return Written([each.value for each in fitting], all(each.exact for each in fitting))


def _is_number_or_bool(value: Json, type_name: str, primitive: str, export: Export) -> bool:
    if primitive == "boolean_t":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if primitive == "float_t":
        return scalar_text(value) is not None and isinstance(value, int | float)
    if not isinstance(value, int) or not -LIMITS[primitive] <= value < LIMITS[primitive]:
        return False
    low, high = export.types[type_name].get("range", (value, value))
    return bool(low <= value <= high)


def _string(value: Json, type_name: str, export: Export) -> Written | None:
    definition = export.types[type_name]
    pattern = definition.get("regex")
    text = scalar_text(value) if pattern is None else value
    if not isinstance(text, str) or not text:
        return None
    if len(text) > definition.get("max_len", len(text)):
        return None
    if pattern is not None and not _matches(pattern, text):
        return None
    if type_name == "ip_t" and not _is_address(text):
        return None
    if type_name == "email_t" and not _is_domain(text.rpartition("@")[2]):
        return None
    return Written(text)


def scalar_text(value: Json) -> str | None:
    """Write a scalar as a string attribute has it, or None when it cannot stand there."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if -(2**63) <= value < 2**63 else None
    if isinstance(value, float):
        return json.dumps(value) if math.isfinite(value) else None
    return None


@cache
def _judge(pattern: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"pattern": pattern})


def _matches(pattern: str, text: str) -> bool:
    """Match as JSON Schema does: `$` is the very end, `\\d` is ASCII; any letter is a `.`."""
    return _judge(pattern).is_valid(re.sub("[\ud800-\udfff]", "\ufffd", text))


def _is_address(text: str) -> bool:
    """Whether a string is an address; Python's parser takes any zone, also blanks."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return not re.search(r"\s", text)


def _is_domain(text: str) -> bool:
    return all(label and label == label.strip("-") for label in text.split("."))


def _timestamp(value: Json) -> Written | None:
    """Any of Slack's seconds, milliseconds and microseconds as whole milliseconds."""
    digits = _digits(value)
    if digits is None:
        return None
    whole, _, fraction = digits.partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    if whole == "0" or len(whole) > len("10000000000000000"):
        return None
    if int(whole) < 10**11:
        return Written(int(whole + fraction[:3].ljust(3, "0")), not fraction[3:])
    if int(whole) < 10**14:
        return Written(int(whole), not fraction)
    milliseconds, microseconds = divmod(int(whole), 1000)
    return Written(milliseconds, not fraction and microseconds == 0)


def _digits(value: Json) -> str | None:
    """A number that may be a time as its decimal digits."""
    if isinstance(value, str):
        return value if re.fullmatch(r"[0-9]{1,17}(\.[0-9]{1,18})?", value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 < value < 10**17:
        return None
    return format(Decimal(repr(value)), "f") if value < 10**16 or isinstance(value, int) else None
