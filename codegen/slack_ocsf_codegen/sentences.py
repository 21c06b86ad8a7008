"""Read the `text` form: `{$path}`, `[optional part]`, and doubled brackets for themselves."""

import re
from collections.abc import Iterator

from slack_ocsf_codegen.ir import Kind, Part, Path, Sentence
from slack_ocsf_codegen.paths import Scope, UnknownPath

_TOKEN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{(?P<path>\$[^{}]*)\}|[\[\]{}]|[^\[\]{}]+")


def read_sentence(text: str, scope: Scope) -> Sentence:
    """Return the sentence that `text` writes.

    Raises:
        UnknownPath: A path that no entry has, or brackets that do not pair.
    """
    parts: list[Part] = []
    pieces: list[str | Path] = []
    optional = False
    for part in _tokens(text):
        if part in {"[", "]"}:
            if (part == "]") != optional:
                raise UnknownPath(f"brackets in {text!r} do not pair, or nest ('[[' is a bracket)")
            _close(parts, pieces, optional=optional)
            optional = part == "["
        elif part.startswith("{$"):
            pieces.append(_path(part[1:-1], scope))
        elif part in {"{", "}"}:
            raise UnknownPath(f"{part!r} in {text!r} stands alone ('{part * 2}' is a brace)")
        else:
            pieces.append(part[0] if part in {"{{", "}}", "[[", "]]"} else part)
    if optional:
        raise UnknownPath(f"'[' in {text!r} is not closed ('[[' is a bracket)")
    _close(parts, pieces, optional=False)
    return Sentence(tuple(parts))


def _tokens(text: str) -> Iterator[str]:
    return (found.group() for found in _TOKEN.finditer(text))


def _close(parts: list[Part], pieces: list[str | Path], *, optional: bool) -> None:
    if pieces:
        parts.append(Part(tuple(pieces), optional))
        pieces.clear()


def _path(text: str, scope: Scope) -> Path:
    path = scope.resolve(text)
    if isinstance(path, Kind):
        raise UnknownPath("'$kind' has no place in a text")
    if path.type.name == "object":
        raise UnknownPath(f"{path} (object) is no scalar and no list, as a text needs")
    return path
