"""Slack's type notation, in full."""

import pytest

from slack_ocsf_codegen.errors import SchemaUnreadable
from slack_ocsf_codegen.ir import SlackType
from slack_ocsf_codegen.notation import read_notation

STRINGS = SlackType("list", item=SlackType("string"))
OBJECT = SlackType("object")


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("string", SlackType("string")),
        ("bool", SlackType("bool")),
        ("int", SlackType("int")),
        ("mixed", SlackType("mixed")),
        ("array", SlackType("list", item=SlackType("mixed"))),
        ("vec<string>", STRINGS),
        ("varray<string>", STRINGS),
        ("vec<int>", SlackType("list", item=SlackType("int"))),
        ("vec<vec<string>>", SlackType("list", item=STRINGS)),
        ("dict<string, mixed>", OBJECT),
        ("dict<string,string>", OBJECT),
        ("dict<string, vec<string>>", OBJECT),
        ("vec<dict<string, mixed>>", SlackType("list", item=OBJECT)),
        ("Optional: string", SlackType("string")),
        ("Optional: vec<string>", STRINGS),
        ("Optional: dict<string, mixed>", OBJECT),
    ],
)
def test_notation_is_read(notation: str, expected: SlackType) -> None:
    assert read_notation(notation, "schemas.json, user.name") == expected


@pytest.mark.parametrize(
    "notation",
    [
        "",
        "strng",
        "String",
        "vec<>",
        "vec<string",
        "dict<int, string>",
        "dict<string>",
        "Optional:",
    ],
)
def test_unknown_notation_is_named_with_its_place(notation: str) -> None:
    with pytest.raises(SchemaUnreadable) as error:
        read_notation(notation, "schemas.json, user.name")
    assert str(error.value) == (
        f"schemas.json, user.name: unknown type notation {notation!r} (known: string, bool, int,"
        " mixed, array, vec<T>, varray<T>, dict<string, T>, Optional: T)"
    )


@pytest.mark.parametrize("notation", ["vec<float>", "varray<float>", "dict<string, float>"])
def test_unknown_notation_inside_another_is_named(notation: str) -> None:
    with pytest.raises(SchemaUnreadable, match=r"^here: unknown type notation 'float' "):
        read_notation(notation, "here")
