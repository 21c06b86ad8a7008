"""Elements come out of a stream as they went in, however it is written and cut into pieces."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slack_ocsf_collector.reader import Reader
from slack_ocsf_collector.splitting import may_be_response, split, split_line

# The first draw makes tables of Unicode, and CI machines are slow.
at_any_pace = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

LISTS = ["entries", "logins", "logs"]
"""The members that hold the elements of a response."""

TEXTS = st.sampled_from(
    [
        "",
        '"',
        "\\",
        '\\"',
        "}{",
        "],[",
        "\n{",
        '{"entries":[',
        '"logs":[',
        "é\U0001f600",
        "a:b",
        *LISTS,
    ]
) | st.text(max_size=5)
KEYS = st.sampled_from(["id", "date_create", "details", '"entries"', "a b"]) | TEXTS
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(KEYS.filter(lambda key: key not in LISTS), VALUES, max_size=4)
STYLES: list[dict[str, Any]] = [
    {},
    {"separators": (",", ":")},
    {"separators": (" , ", " : "), "ensure_ascii": False},
    {"indent": 0},
    {"indent": 2},
    {"indent": "\t", "separators": (" ,", ": ")},
]


def as_response(
    name: str, entries: list[Any], style: dict[str, Any], *, entries_first: bool
) -> str:
    around = {"response_metadata": {"next_cursor": "x", name: [1]}, "ok": True}
    page = {name: entries} | around if entries_first else around | {name: entries}
    return json.dumps(page, **style)


@st.composite
def documents(draw: st.DrawFn) -> tuple[bytes, list[Any]]:
    """Draw a stream, and the elements that are in it."""
    style = draw(st.sampled_from(STYLES))
    end = draw(st.sampled_from(["\n", "\r\n", "\n\n", " ", ""]))
    form = draw(st.sampled_from(["objects", "list", "response"]))
    if form == "objects":
        elements = draw(st.lists(OBJECTS, max_size=5))
        text = "".join(json.dumps(element, **style) + end for element in elements)
    elif form == "list":
        elements = draw(st.lists(VALUES, max_size=5))
        text = json.dumps(elements, **style) + end
    else:
        elements = draw(st.lists(VALUES, max_size=5))
        name = draw(st.sampled_from(LISTS))
        text = as_response(name, elements, style, entries_first=draw(st.booleans())) + end
    return draw(st.sampled_from(["", "\ufeff", " \n"])).encode() + text.encode(), elements


STREAMS = st.lists(documents(), max_size=3).map(
    lambda parts: (b"".join(raw for raw, _ in parts), [one for _, found in parts for one in found])
)


def in_pieces(raw: bytes, size: int) -> Iterator[bytes]:
    return (raw[at : at + size] for at in range(0, len(raw), size))


def parsed(raw: bytes, size: int) -> list[Any]:
    return [json.loads(found) for _, found in told(raw, size)]


@at_any_pace
@given(STREAMS, st.integers(1, 40))
def test_every_element_comes_back_for_any_size_of_pieces(
    stream: tuple[bytes, list[Any]], size: int
) -> None:
    raw, elements = stream

    assert parsed(raw, size) == elements


@at_any_pace
@given(STREAMS)
def test_every_element_comes_back_from_one_piece(stream: tuple[bytes, list[Any]]) -> None:
    raw, elements = stream

    assert parsed(raw, len(raw) + 1) == elements


@at_any_pace
@given(STREAMS, st.integers(1, 40))
def test_the_line_is_where_the_element_begins(stream: tuple[bytes, list[Any]], size: int) -> None:
    lines = stream[0].split(b"\n")

    for element in split(in_pieces(stream[0], size), "-"):
        assert element.raw.split(b"\n")[0].rstrip() in lines[element.line - 1]


@at_any_pace
@given(STREAMS, st.data(), st.integers(1, 40))
def test_what_comes_of_a_broken_stream_does_not_hang_on_the_pieces(
    stream: tuple[bytes, list[Any]], data: st.DataObject, size: int
) -> None:
    raw = stream[0]
    at = data.draw(st.integers(0, len(raw)))
    less = data.draw(st.integers(0, 9))
    raw = raw[:at] + data.draw(st.sampled_from([b"", b'"', b"{", b"}", b"\n"])) + raw[at + less :]

    assert told(raw, size) == told(raw, len(raw) + 1)


def told(raw: bytes, size: int) -> list[tuple[int, bytes]]:
    found = []
    for element in split(in_pieces(raw, size), "-"):
        try:
            json.loads(element.raw)
        except ValueError:
            parts = split_line(element) if element.is_line else [element]
            found += [(part.line, part.raw) for part in parts]
        else:
            found.append((element.line, element.raw))
    return found


ROWS = st.lists(OBJECTS, min_size=1, max_size=6)


@at_any_pace
@given(ROWS, st.data(), st.integers(1, 40))
def test_a_line_that_is_cut_off_costs_no_other_line(
    rows: list[Any], data: st.DataObject, size: int
) -> None:
    lines = [json.dumps(row).encode() for row in rows]
    broken = data.draw(st.integers(0, len(rows)))
    victim = json.dumps({"id": "x", "details": {"scopes": ["a", {"b": 1}]}}).encode()
    cut = victim[: data.draw(st.integers(1, len(victim) - 1))]
    raw = b"\n".join([*lines[:broken], cut, *lines[broken:]])

    found = [raw for _, raw in told(raw, size)]

    assert [row for row in lines if row not in found] == []
    assert cut.rstrip() in found


def test_an_element_of_the_list_that_is_not_closed_is_whole() -> None:
    found = list(split(iter([b'{"entries": [{"a": 1}, {"b": ']), "-"))

    assert [element.raw for element in found] == [b'{"a": 1}', b'{"b":']


@pytest.mark.parametrize("raw", [b"[", b"[{}", b"[{},", b'{"entries": [', b'{"logs": [{}]'])
def test_the_end_of_input_inside_a_list_or_response_is_an_empty_element(raw: bytes) -> None:
    assert list(split(iter([raw]), "-"))[-1].raw == b""


def test_a_very_long_element_is_whole() -> None:
    element = b'{"a": "' + b"x" * 20_000_000 + b'", "b": [' + b"1," * 2_000_000 + b"1]}"

    (found,) = split(in_pieces(element, 256 * 1024), "-")

    assert found.raw == element


def test_of_a_broken_element_without_end_only_the_beginning_is_kept() -> None:
    pieces = iter([b'[{"a": ], ', *([b'"' + b"x" * 999_998 + b'"'] * 40)])

    (found,) = split(pieces, "-")

    assert len(found.raw) < 20_000_000


def test_a_sound_element_behind_a_very_long_broken_one_is_found() -> None:
    sound = b'{"id": 1, "action": "a", "x": "' + b"y" * 100_000 + b'"}'
    lost_quote = b'{"id: 0, "action": "a"}'
    raw = b"[" + b",".join([sound, lost_quote, *([sound] * 300)]) + b"]"

    found = list(split(in_pieces(raw, 256 * 1024), "-"))

    assert [element.raw for element in found].count(sound) == 301


def test_lines_that_are_cut_in_blocks_keep_their_numbers() -> None:
    lines = [f'{{"n": {number}, "text": "{"x" * 200}"}}'.encode() for number in range(500)]
    lines[250:250] = [b"", b"no JSON", b'{"cut off']
    elements = split(iter([b"\n".join(lines)]), "-")
    assert {(one.line, one.raw) for one in elements} == {
        (number, line) for number, line in enumerate(lines, 1) if line
    }


@pytest.mark.parametrize("between", [b",", b", ", b" ,\n"])
def test_objects_in_lists_within_elements_of_a_page_stay_within_them(between: bytes) -> None:
    inner = [b'{"list": [{"a": 1},{"b": "},{"}], "n": %d}' % number for number in range(5)]
    elements = list(split(iter([b'{"entries": [' + between.join(inner) + b"]}"]), "-"))
    assert [one.raw for one in elements] == inner
    values = [one.value for one in elements if one.value is not None]
    assert all(value in map(json.loads, inner) for value in values)


def test_elements_have_what_the_reader_of_the_caller_returns() -> None:
    inner = [b'{"a": 1}', b'{"odd": [{"b": 1},{"b": 2}]}', b'{"a": 2}', b'{"a": 3}']

    def read(raw: bytes) -> int | None:
        return len(raw) if raw.startswith(b'{"a"') else None

    elements = list(
        split(iter([b'{"entries": [' + b",".join(inner) + b"]}"]), "-", read=Reader(read))
    )

    assert [one.raw for one in elements] == inner
    assert [one.value for one in elements] == [8, None, 8, None]


@pytest.mark.parametrize("line", [b'{"title": "logs"}', b'{"name": "entries", "title": "logins"}'])
def test_an_object_with_a_value_called_as_a_list_of_a_response_is_none(line: bytes) -> None:
    assert not may_be_response(line, None)


@pytest.mark.parametrize("member", [b'"logs":[]', b'"entries" :\t[]', b'"logins": null'])
def test_an_object_with_a_member_called_as_a_list_of_a_response_may_be_one(member: bytes) -> None:
    line = b'{"ok":true,' + member + b"}"

    assert may_be_response(line, None)
    assert may_be_response(line, {"ok": True})


def test_what_was_read_as_an_entry_is_no_response() -> None:
    assert not may_be_response(b'{"details":{"logs":[]}}', object())


def test_a_response_on_a_line_among_lines_of_entries_gives_its_entries() -> None:
    lines = [b'{"id":1}', b'{"id":2}', b'{"entries":[{"id":3},{"id":4}]}', b'{"id":5}']

    found = [(one.raw, one.line) for one in split(iter([b"\n".join(lines)]), "-")]

    assert found == [
        (b'{"id":1}', 1),
        (b'{"id":2}', 2),
        (b'{"id":3}', 3),
        (b'{"id":4}', 3),
        (b'{"id":5}', 4),
    ]


def test_lines_have_the_values_that_were_read_there() -> None:
    def read(raw: bytes) -> object:
        return None if raw == b'{"id"}' else len(raw)

    found = list(split(iter([b'\n{"id":1}\n{"id"}\n{"id":2}']), "-", read=Reader(read)))

    assert [one.value for one in found][:2] == [8, None]
