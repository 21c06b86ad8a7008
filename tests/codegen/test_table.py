"""Reading the table: its parts and its TOML, and what is said when one is wrong."""

from pathlib import Path

import pytest

from slack_ocsf_codegen.errors import MappingErrors, TableUnreadable
from slack_ocsf_codegen.table import load_table, read_table

HEAD = """\
version = "0.1.0"
otherwise = "base_event.other"
[action.user]
user_login = "authentication.logon"
"""


def said(rest: str) -> list[str]:
    """Return what is said of a table."""
    with pytest.raises((MappingErrors, TableUnreadable)) as error:
        read_table(HEAD + rest, "mappings.toml")
    return str(error.value).splitlines()


def without(line: str) -> list[str]:
    """Return what is said of HEAD without the line that begins so."""
    kept = [text for text in HEAD.splitlines() if not text.startswith(line)]
    with pytest.raises(MappingErrors) as error:
        read_table("\n".join(kept), "mappings.toml")
    return str(error.value).splitlines()


def test_broken_toml_has_its_line() -> None:
    assert said("[event]\na = = 1") == ["mappings.toml:6: TOML: invalid value"]


def test_string_that_is_not_closed_has_its_line() -> None:
    assert said('[event]\na = "x\nb = 1') == [
        "mappings.toml:6: TOML: illegal character '\\n'",
    ]


def test_array_that_is_not_closed_has_the_last_line() -> None:
    assert said("[event]\na = [\n1,\n\n") == ["mappings.toml:7: TOML: invalid value"]


def test_key_twice_in_one_table_has_its_line() -> None:
    assert said('user_login = "authentication.logoff"') == [
        "mappings.toml:5: TOML: cannot overwrite a value"
    ]


def test_key_twice_in_an_inline_table_has_its_line() -> None:
    assert said('x = { to = "x.y", to = "x.z" }') == [
        "mappings.toml:5: TOML: duplicate inline table key 'to'"
    ]


def test_table_twice_has_its_line() -> None:
    assert said("[event]\n[action.user]") == [
        "mappings.toml:6: TOML: cannot declare ('action', 'user') twice"
    ]


def test_unknown_part() -> None:
    assert said("[events]\na = 1") == [
        (
            "mappings.toml:5: unknown part 'events' (there are: version, otherwise, not_yet_mapped,"
            " event, class, entity, action, source, ocsf)"
        )
    ]


def test_missing_version() -> None:
    assert without("version") == ["mappings.toml:1: 'version' is missing or has the wrong form"]


def test_missing_otherwise() -> None:
    assert without("otherwise") == ["mappings.toml:1: 'otherwise' is missing or has the wrong form"]


def test_missing_actions() -> None:
    with pytest.raises(MappingErrors) as error:
        read_table('version = "0.1.0"\notherwise = "x.y"', "mappings.toml")
    assert str(error.value) == "mappings.toml:1: 'action' is missing or has the wrong form"


def test_actions_that_are_no_table_are_told_once() -> None:
    with pytest.raises(MappingErrors) as error:
        read_table('version = "0.1.0"\notherwise = "x.y"\naction = 5', "mappings.toml")
    assert str(error.value) == "mappings.toml:3: 'action' is missing or has the wrong form"


def test_category_that_is_no_table() -> None:
    assert said("[action]\nuser_login = 'authentication.logon'") == [
        "mappings.toml:6: [action.user_login] must be a table"
    ]


def test_entity_without_an_object() -> None:
    assert said('[entity.user]\nuid = "$id"') == [
        "mappings.toml:6: [entity.user.uid] must be a table"
    ]


def test_entity_of_nothing() -> None:
    assert said("[entity.usr]") == [
        "mappings.toml:5: [entity.usr] is empty: it takes tables [entity.usr.<object>]"
    ]


def test_not_yet_mapped_that_is_no_list() -> None:
    with pytest.raises(MappingErrors) as error:
        read_table(f'not_yet_mapped = "x"\n{HEAD}', "mappings.toml")
    assert str(error.value) == "mappings.toml:1: 'not_yet_mapped' must be a list of action names"


def test_mistakes_of_the_parts_are_told_at_once_in_the_order_of_lines() -> None:
    assert said("[entity]\nuser = 5\n[class]\nx = 5\n[events]") == [
        "mappings.toml:6: [entity.user] must be a table",
        "mappings.toml:8: [class.x] must be a table",
        (
            "mappings.toml:9: unknown part 'events' (there are: version, otherwise, not_yet_mapped,"
            " event, class, entity, action, source, ocsf)"
        ),
    ]


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableUnreadable) as error:
        load_table(tmp_path / "mappings.toml")
    assert str(error.value) == f"{tmp_path / 'mappings.toml'} is missing"


def test_file_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mappings.toml"
    file.write_bytes(b'version = "\xff"')
    with pytest.raises(TableUnreadable) as error:
        load_table(file)
    assert str(error.value) == f"{file}: not UTF-8 (invalid start byte at byte 11)"
