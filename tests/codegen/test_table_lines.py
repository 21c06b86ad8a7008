"""The line of every value of the table, however its TOML is written."""

import pytest

from slack_ocsf_codegen.ir import Raw, RawArray, RawLiteral, RawTable, Table
from slack_ocsf_codegen.table import read_table

HEAD = """\
version = "0.1.0"
otherwise = "base_event.other"
[action.user]
user_login = "authentication.logon"
"""


def read(rest: str) -> Table:
    """Read a table whose first four lines are HEAD."""
    return read_table(HEAD + rest, "mappings.toml")


def event(rest: str) -> RawTable:
    """Read the part `[event]`, whose first line is the sixth."""
    return read(f"[event]\n{rest}").event


def at(raw: Raw, *keys: str | int) -> Raw:
    """Return what stands inside a value."""
    for key in keys:
        if isinstance(raw, RawTable) and isinstance(key, str):
            raw = raw.entries[key]
        elif isinstance(raw, RawArray) and isinstance(key, int):
            raw = raw.items[key]
        else:
            pytest.fail(f"{raw} has no {key}")
    return raw


def test_line_of_a_key() -> None:
    table = event('a = 1\nb = "x"')
    assert [at(table, name).span.line for name in ("a", "b")] == [6, 7]


def test_line_of_a_dotted_key_is_that_of_each_of_its_tables() -> None:
    table = event("a = 1\nb.c.d = 2")
    assert [at(table, *keys).span.line for keys in (("b",), ("b", "c"), ("b", "c", "d"))] == [7] * 3


def test_line_of_a_table_made_by_dotted_keys_is_its_first() -> None:
    table = event("b.c = 1\nb.d = 2")
    assert [at(table, *keys).span.line for keys in (("b",), ("b", "c"), ("b", "d"))] == [6, 6, 7]


@pytest.mark.parametrize("key", ['"pref.x"', "'pref.x'", '"pref\\u002Ex"'])
def test_line_of_a_quoted_key_with_a_dot(key: str) -> None:
    table = read(f'\n{key} = "base_event.other"')
    assert [(line.action, line.span.line) for line in table.actions][1] == ("pref.x", 6)


def test_line_of_a_dotted_key_with_a_quoted_part() -> None:
    assert at(event('a = 1\nb."c.d".e = 2'), "b", "c.d", "e").span.line == 7


def test_line_inside_an_inline_table() -> None:
    assert at(event('a = 1\nb = { c = { d = 2 }, "e.f" = 3 }'), "b", "c", "d").span.line == 7
    assert at(event('a = 1\nb = { c = { d = 2 }, "e.f" = 3 }'), "b", "e.f").span.line == 7


def test_lines_of_the_elements_of_an_array_of_many_lines() -> None:
    table = event('a = [\n  "x", "y",\n\n  "z",\n]')
    assert [at(table, "a", index).span.line for index in range(3)] == [7, 7, 9]
    assert at(table, "a").span.line == 6


def test_lines_of_inline_tables_in_an_array_of_many_lines() -> None:
    table = event("a = [\n  { b = 1 },\n  { b = 2, c = { d = 3 } },\n]")
    assert at(table, "a", 0, "b").span.line == 7
    assert at(table, "a", 1, "c", "d").span.line == 8


def test_lines_of_arrays_in_an_array() -> None:
    assert at(event("a = [\n  [1],\n  [2,\n  3],\n]"), "a", 1, 1).span.line == 9


def test_comments_anywhere_do_not_shift_lines() -> None:
    text = "# one\na = [ # two\n  # three\n  1, # four\n  2,\n  # five\n] # six\n# seven\nb = 5 # x"
    table = event(text)
    assert at(table, "a", 0).span.line == 9
    assert at(table, "a", 1).span.line == 10
    assert at(table, "b").span.line == 14


def test_comment_behind_the_name_of_a_table() -> None:
    table = read('[event] # what all share\n# more\nseverity = "low"').event
    assert table.span.line == 5
    assert at(table, "severity").span.line == 7


def test_lines_of_an_array_of_tables() -> None:
    table = read("[[class.x.list]]\na = 1\n[[class.x.list]]\na = 2\nb = 3").classes["x"]
    assert [at(table, "list", index).span.line for index in (0, 1)] == [5, 7]
    assert [at(table, "list", index, "a").span.line for index in (0, 1)] == [6, 8]
    assert at(table, "list", 1, "b").span.line == 9


def test_lines_of_a_table_below_an_element_of_an_array_of_tables() -> None:
    text = "[[class.x.list]]\na = 1\n[[class.x.list]]\na = 2\n[class.x.list.inner]\nb = 3"
    table = read(text).classes["x"]
    assert at(table, "list", 1, "inner").span.line == 9
    assert at(table, "list", 1, "inner", "b").span.line == 10


def test_lines_of_an_array_of_tables_in_another() -> None:
    text = "[[class.x.a]]\n[[class.x.a.b]]\nc = 1\n"
    text += "[[class.x.a]]\n[[class.x.a.b]]\n[[class.x.a.b]]\nc = 2"
    table = read(text).classes["x"]
    assert at(table, "a", 0, "b", 0, "c").span.line == 7
    assert at(table, "a", 1, "b", 1, "c").span.line == 11


def test_line_of_a_table_with_a_quoted_name() -> None:
    table = read('[class."x.y"]\na = 1').classes["x.y"]
    assert (table.span.line, at(table, "a").span.line) == (5, 6)


def test_lines_of_an_action_written_as_a_table() -> None:
    table = read('[action.app.app_x]\nto = "x.y"\n[action.app.app_x.inner]\na = 1')
    line = table.actions[1]
    assert (line.category, line.action, line.span.line) == ("app", "app_x", 5)
    assert at(line.value, "inner", "a").span.line == 8


def test_line_of_a_string_of_many_lines_is_its_first() -> None:
    table = event('a = """x\ny"""\nb = 1')
    assert [at(table, name).span.line for name in ("a", "b")] == [6, 8]


def test_lines_count_line_ends_of_windows_once() -> None:
    text = (HEAD + "[event]\na = 1\nb = 2\n").replace("\n", "\r\n")
    assert at(read_table(text, "mappings.toml").event, "b").span.line == 7


def test_lines_of_names_beyond_ascii() -> None:
    assert at(event('"größe" = "😀"\nb = 2'), "größe").span.line == 6
    assert at(event('"größe" = "😀"\nb = 2'), "b").span.line == 7


def test_values_are_those_of_the_toml() -> None:
    table = event('a = "x"\nb = 5\nc = 1.5\nd = true')
    values = [at(table, name) for name in "abcd"]
    assert [one.value for one in values if isinstance(one, RawLiteral)] == ["x", 5, 1.5, True]


def test_only_what_stands_on_a_line_of_an_action_is_its_own() -> None:
    table = read('[action.app]\napp_x = { to = "x.y", a = [{ b = 1 }] }\n[event]\na.b = 1')
    assert at(table.actions[1].value, "a", 0, "b").own
    assert not at(table.event, "a", "b").own
