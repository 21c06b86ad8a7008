"""The rules by which what JSON can say becomes what any reader of JSON takes."""

import json
import math
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slack_ocsf_collector.portable import NotJson, parse

# The first draw makes tables of Unicode, and CI machines are slow.
at_any_pace = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"NaN", "NaN"),
        (b"Infinity", "Infinity"),
        (b"-Infinity", "-Infinity"),
        (b"1e999", "Infinity"),
        (b"-1e999", "-Infinity"),
        (b"1" + b"0" * 400 + b".5", "Infinity"),
    ],
)
def test_what_is_no_finite_number_becomes_its_name(raw: bytes, value: str) -> None:
    assert parse(b'{"a": [' + raw + b"]}") == {"a": [value]}


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**64 - 1, 2**64, 10**40])
def test_an_integer_beyond_64_bits_becomes_its_digits(number: int) -> None:
    assert parse(f'{{"a": {number}}}'.encode()) == {"a": str(number)}


@pytest.mark.parametrize("before", range(8))
def test_an_integer_beyond_64_bits_is_found_wherever_it_begins(before: int) -> None:
    raw = b'{"a": "' + b"x" * before + b'", "n": 9223372036854775808}'
    assert parse(raw) == {"a": "x" * before, "n": "9223372036854775808"}


def test_an_integer_of_more_digits_than_python_takes_becomes_its_digits() -> None:
    digits = "-" + "1234567890" * 1000

    assert parse(f'{{"a": {digits}}}'.encode()) == {"a": digits}


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 10**18, -(10**18), 0, 2**53 + 1])
def test_an_integer_within_64_bits_stays(number: int) -> None:
    parsed = parse(f"[{number}]".encode())

    assert parsed == [number]
    assert type(parsed[0]) is int


def test_digits_in_strings_and_floats_stay() -> None:
    raw = b'["12345678901234567890123", 0.12345678901234567890123, 123456789012345678901e3]'

    assert parse(raw) == ["12345678901234567890123", 0.12345678901234568, 1.23456789012345678901e23]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (rb'"\ud83d"', r"\ud83d"),
        (rb'"a \uDE00 b"', r"a \ude00 b"),
        (rb'"\ude00\ud83d"', r"\ude00\ud83d"),
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'"\\ud83d"', r"\ud83d"),
    ],
)
def test_half_a_surrogate_pair_becomes_its_escape(raw: bytes, value: str) -> None:
    assert parse(raw) == value


def test_half_a_surrogate_pair_in_a_key_becomes_its_escape() -> None:
    assert parse(rb'{"a": [{"\udead": 1}]}') == {"a": [{r"\udead": 1}]}


def nested(levels: int) -> bytes:
    return b'{"a":[' * (levels // 2) + b'"\\"]}"' + b"]}" * (levels // 2)


def depth_of(value: Any) -> tuple[int, Any]:  # noqa: ANN401 - any JSON value
    levels = 0
    while isinstance(value, (dict, list)):
        value = value["a"] if isinstance(value, dict) else value[0]
        levels += 1
    return levels, value


def test_level_100_stays() -> None:
    assert depth_of(parse(nested(100))) == (100, '"]}')


@pytest.mark.parametrize("levels", [102, 300, 1100, 100_000])
def test_what_is_below_level_100_becomes_its_text(levels: int) -> None:
    assert depth_of(parse(nested(levels))) == (100, nested(levels - 100).decode())


def test_the_text_of_what_is_below_level_100_is_as_it_came() -> None:
    text = '{ "b" : [1e999, 12345678901234567890123,\t"\\ud800 ü", NaN] }'
    raw = ("[" * 100 + text + "]" * 100).encode()

    assert depth_of(parse(raw)) == (100, text)


def test_many_lists_that_are_not_deep_stay() -> None:
    raw = b"[" + b",".join([b'[{"a":[]}]'] * 200) + b"]"

    assert parse(raw) == [[{"a": []}]] * 200


def test_of_a_key_that_is_there_twice_the_last_counts() -> None:
    assert parse(b'{"a": 1, "b": NaN, "a": 2, "b": 3}') == {"a": 2, "b": 3}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"{",
        b'{"a":1,}',
        b"[1 2]",
        b"{} {}",
        b"nan",
        b"+1",
        b"01",
        b"'a'",
        b'"a\nb"',
        b'"\\x"',
        b"\xef\xbb\xbf{}",
        pytest.param(b"[" * 100_000, id="deep and open"),
        pytest.param(b"[" * 150 + b"]" * 149, id="one bracket missing"),
        pytest.param(b"[" * 150 + b"]" * 151, id="one bracket too many"),
        pytest.param(b"[" * 149 + b"{]" + b"]" * 149, id="brackets crossed in the deep"),
        pytest.param(b"[" * 150 + b"oops" + b"]" * 150, id="wrong word in the deep"),
        pytest.param(b"[" * 350 + b"1 2" + b"]" * 350, id="wrong list in the deeper"),
        pytest.param(b"[" * 150 + b'"' + b"]" * 150, id="quote missing in the deep"),
    ],
)
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(NotJson):
        parse(raw)


@pytest.mark.parametrize("raw", [b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\xe2\x82"'])
def test_what_is_not_utf_8_is_refused(raw: bytes) -> None:
    with pytest.raises(NotJson, match="not UTF-8: byte 0x"):
        parse(raw)


def test_the_refusal_says_where() -> None:
    with pytest.raises(NotJson, match=r"line 2 column 3 \(char 4\)"):
        parse(b'{\n  a"}')


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
)


@at_any_pace
@given(VALUES)
def test_whatever_is_parsed_can_be_written_and_comes_back(value: object) -> None:
    parsed = parse(json.dumps(value).encode())

    assert parse(orjson.dumps(parsed)) == parsed


def is_portable(value: object) -> bool:
    if isinstance(value, dict):
        return all(is_portable(key) and is_portable(member) for key, member in value.items())
    if isinstance(value, list):
        return all(is_portable(member) for member in value)
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or -(2**63) <= value < 2**63


@at_any_pace
@given(VALUES.filter(is_portable))
def test_what_is_portable_stays_as_it_is(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value
