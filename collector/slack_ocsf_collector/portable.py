r"""Parse an entry into values that any JSON of 64-bit integers and UTF-8 can hold again.

JSON can say more than most readers of JSON take. What goes beyond becomes a string, before the
entry is mapped, so that its event can always be written:

    NaN, Infinity, -Infinity              "NaN", "Infinity", "-Infinity"
    a number too large for a double       "Infinity", "-Infinity"
    an integer beyond signed 64 bits      its digits, however many
    half of a surrogate pair, "\ud83d"    its escape spelt out, in keys as well
    an object or list below level 100     its JSON text as it came; the entry is level 1

Of a key that stands twice in an object, the last value counts.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

import orjson
from msgspec import MsgspecError
from msgspec.json import Decoder

from slack_ocsf_collector.nesting import DEEPEST, shallow

_LEAST, _GREATEST = -(2**63), 2**63 - 1
_SURELY_64_BITS = 18
_PERHAPS_64_BITS = 20
_BRACE = b"{"
_TOLD = bytes.maketrans(b"123456789[", b"0" * 9 + _BRACE)
_LONG_NUMBER = b"0" * (_SURELY_64_BITS + 1)
_decode = Decoder(dict[str, Any]).decode
NOT_READ = (MsgspecError, UnicodeDecodeError, RecursionError)
"""What msgspec raises where it does not read a text."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class NotJson(ValueError):
    """What was read is no JSON. The text says why and where."""


def read(raw: bytes) -> dict[str, Any] | None:
    """Return the object that a JSON text is, None where it is none or not plainly one.

    It is what `parse` returns, but for integers beyond 64 bits, which stay integers, and for what
    nests deep.
    """
    try:
        return _decode(raw)
    except NOT_READ:
        return None


def is_json(raw: bytes) -> bool:
    """Return whether a text is JSON as the standard has it."""
    try:
        orjson.loads(raw)
    except orjson.JSONDecodeError:
        return False
    return True


def is_flat(raw: bytes) -> bool:
    """Return whether a JSON text has so few brackets that it cannot nest too deep."""
    return raw.count(b"{") + raw.count(b"[") <= DEEPEST


def parse(raw: bytes) -> object:
    """Return what a JSON text says, made portable as this module's docstring tells.

    Raises:
        NotJson: It is no JSON, or not in UTF-8.
    """
    try:
        value: object = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _parse_slowly(raw)
    # every digit is 0 now, and every bracket a brace
    told = raw.translate(_TOLD)
    if _LONG_NUMBER in told or told.count(_BRACE) > DEEPEST:
        return _parse_slowly(raw)
    return value


def _parse_slowly(raw: bytes) -> object:
    try:
        text = raw.decode()
        value: object = _loads(shallow(text, check=_loads))
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        raise NotJson(f"not UTF-8: byte 0x{byte:02x} at {error.start}") from error
    except ValueError as error:
        raise NotJson(f"not JSON: {error}") from error
    return _spelt_within(value) if _SURROGATE.search(text) else value


def _loads(text: str) -> object:
    value: object = json.loads(text, parse_int=_integer, parse_float=_number, parse_constant=str)
    return value


def _integer(digits: str) -> int | str:
    if len(digits) <= _SURELY_64_BITS:
        return int(digits)
    if len(digits) > _PERHAPS_64_BITS:
        return digits
    number = int(digits)
    return number if _LEAST <= number <= _GREATEST else digits


def _number(text: str) -> float | str:
    number = float(text)
    if math.isfinite(number):
        return number
    return "Infinity" if number > 0 else "-Infinity"


def _spelt_within(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_spelt_within(member) for member in value]
    if isinstance(value, dict):
        return {_spelt_within(key): _spelt_within(member) for key, member in value.items()}
    return value
