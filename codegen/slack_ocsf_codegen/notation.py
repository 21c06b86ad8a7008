"""Slack's type notation, as `/audit/v1/schemas` writes it.

`string`, `bool`, `int`, `array`, `mixed`, `vec<T>`, `varray<T>`, `dict<string, T>`, each also after
`Optional: `. Since any field of an entry may be missing, `Optional` says nothing new.
"""

import re

from slack_ocsf_codegen.errors import SchemaUnreadable
from slack_ocsf_codegen.ir import SlackType

_SCALARS = {
    "string": SlackType("string"),
    "bool": SlackType("bool"),
    "int": SlackType("int"),
    "mixed": SlackType("mixed"),
    "array": SlackType("list", item=SlackType("mixed")),
}
_LIST = re.compile(r"(?:vec|varray)<(?P<item>.+)>")
_DICT = re.compile(r"dict<string, ?(?P<value>.+)>")


def read_notation(notation: str, place: str) -> SlackType:
    """Return the type that a notation writes; `place` is for the error.

    Raises:
        SchemaUnreadable: The notation is none of those above.
    """
    text = notation.removeprefix("Optional:").strip()
    if text in _SCALARS:
        return _SCALARS[text]
    if listed := _LIST.fullmatch(text):
        return SlackType("list", item=read_notation(listed["item"], place))
    if named := _DICT.fullmatch(text):
        read_notation(named["value"], place)
        return SlackType("object")
    raise SchemaUnreadable(
        f"{place}: unknown type notation {notation!r} "
        f"(known: {', '.join(_SCALARS)}, vec<T>, varray<T>, dict<string, T>, Optional: T)"
    )
