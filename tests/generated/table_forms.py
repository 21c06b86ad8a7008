"""The forms `match` and `text`, and what tells the forms of the table apart."""

import re
from collections.abc import Iterator

from ocsf_export import Json
from slack_paths import Scope
from value_conversions import scalar_text

FORMS = frozenset({"first", "match", "text", "other"})


def is_plain_object(value: Json) -> bool:
    """Whether a value of the table is `{ attribute = ... }` and none of the forms."""
    return isinstance(value, dict) and not FORMS & value.keys()


def is_path(value: Json) -> bool:
    """Whether a value of the table is a Slack path."""
    return isinstance(value, str) and value.startswith("$")


def looked_up(form: dict[str, Json], scope: Scope, *, many: bool) -> Json:
    """The arm of a `match`, or for an array attribute the list of arms; None when absent."""
    seen = scope.seen(form["match"])
    value = None if seen is None else seen.value
    arms = {arm: literal for arm, literal in form.items() if arm not in {"match", "default"}}
    default = form.get("default")
    if not many:
        return arms.get(value, default) if isinstance(value, str) else default
    if isinstance(value, str):
        value = [value]
    results: list[Json] = []
    for element in value if isinstance(value, list) else []:
        result = arms.get(element, default) if isinstance(element, str) and element else None
        if result is not None and result not in results:
            results.append(result)
    if not results and default is not None:
        return [default]
    return results or None


PIECE = re.compile(
    r"(?P<double>\{\{|\}\}|\[\[|\]\])|\{(?P<path>\$[^{}]+)\}|(?P<bracket>[\[\]])|(?P<plain>.)",
    re.DOTALL,
)


def said(text: str, scope: Scope) -> str | None:
    """The sentence of a `text`, None when nothing of it is left."""
    sentence: list[str] = []
    part: list[str | None] | None = None
    for piece in PIECE.finditer(text):
        if piece["bracket"] == "[":
            part = []
        elif piece["bracket"] == "]":
            words, part = part or [], None
            sentence += [] if None in words else [word or "" for word in words]
        elif part is not None:
            part.append(_word(piece, scope))
        else:
            sentence.append(_word(piece, scope) or "")
    return re.sub(" +", " ", "".join(sentence)).strip(" ") or None


def _word(piece: re.Match[str], scope: Scope) -> str | None:
    if piece["path"] is None:
        return (piece["double"] or piece["plain"])[0]
    seen = scope.seen(piece["path"])
    if seen is not None and isinstance(seen.value, list):
        return ", ".join(filter(None, map(scalar_text, seen.value))) or None
    return None if seen is None else scalar_text(seen.value)


def paths_of(value: Json) -> Iterator[str]:
    """Every Slack path that a value of the table names, also inside of texts."""
    if isinstance(value, str):
        yield from re.findall(r"\$([A-Za-z0-9_.]+)", value)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from paths_of(each)
