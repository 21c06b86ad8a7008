"""Load `mappings.toml`: values from tomllib, places from tree-sitter's TOML grammar."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from slack_ocsf_codegen.errors import MappingErrors, TableUnreadable
from slack_ocsf_codegen.ir import (
    ActionLine,
    Mistake,
    Raw,
    RawArray,
    RawLiteral,
    RawTable,
    Span,
    Table,
    VersionLayer,
)

#: A line that ends what stands above it, one that says something, and blanks that align.
_CONTINUED, _SAYS, _ALIGNED = map(re.compile, (r"[ \t\]}]+\S*$", r"\s*[^\s#]", r" += "))
_Key = tuple[str | int, ...]
_DEPTHS = (("event", 0), ("class", 1), ("entity", 2), ("source", 1), ("ocsf", 3))
_OF_A_VERSION = ("class", "entity", "source")
_PARTS = (
    "version",
    "otherwise",
    "not_yet_mapped",
    "event",
    "class",
    "entity",
    "action",
    "source",
    "ocsf",
)


def load_table(file: Path) -> Table:
    """Return the table in `file`.

    Raises:
        TableUnreadable: The file is missing or is no TOML.
        MappingErrors: A part of it is missing or has the wrong form.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise TableUnreadable(f"{file} is missing") from None
    except UnicodeDecodeError as error:
        raise TableUnreadable(f"{file}: not UTF-8 ({error.reason} at byte {error.start})") from None
    return read_table(text, file.name)


def read_table(text: str, name: str) -> Table:
    """Return the table that `text` holds; `name` is the file's name for messages."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableUnreadable(_located(str(error), name, text)) from None
    return _Reader(name, text).table(document)


def _located(message: str, name: str, text: str) -> str:
    """`Cannot overwrite a value (at line 3, ...)` -> `mappings.toml:3: TOML: cannot ...`."""
    fact, _, place = message.partition(" (at ")
    line = place.removeprefix("line ").partition(",")[0]
    if not line.isdigit():  # "end of document"
        line = str(len(text.rstrip().splitlines()) or 1)
    return f"{name}:{line}: TOML: {fact[:1].lower()}{fact[1:]}"


class _Reader:
    """Turns tomllib's document into a `Table`, giving each value its line."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._written = text.splitlines()
        self._lines = _lines(text)
        self._mistakes: list[Mistake] = []

    def table(self, document: Mapping[str, Any]) -> Table:
        self._check_parts(document)
        self._raise_mistakes()
        table = Table(
            file=self._file,
            version=RawLiteral(document["version"], self._span(("version",))),
            otherwise=self._raw(document["otherwise"], ("otherwise",), own=True),
            not_yet_mapped=tuple(
                RawLiteral(action, self._span(("not_yet_mapped", index)))
                for index, action in enumerate(document.get("not_yet_mapped", []))
            ),
            event=self._section(document.get("event", {}), ("event",)),
            classes=self._classes(document, ()),
            entities=self._entities(document, ()),
            actions=tuple(self._actions(document["action"])),
            versions={
                version: VersionLayer(
                    self._classes(layer, ("ocsf", version)),
                    self._entities(layer, ("ocsf", version)),
                    self._sources(layer, ("ocsf", version)),
                )
                for version, layer in document.get("ocsf", {}).items()
            },
            sources=self._sources(document, ()),
        )
        self._raise_mistakes()
        return table

    def _raise_mistakes(self) -> None:
        if self._mistakes:
            raise MappingErrors(tuple(sorted(set(self._mistakes))))

    def _check_parts(self, document: Mapping[str, Any]) -> None:
        for part in document:
            if part not in _PARTS:
                self._mistake((part,), f"unknown part {part!r} (there are: {', '.join(_PARTS)})")
        for part, form in (("version", str), ("otherwise", (str, dict)), ("action", dict)):
            if not isinstance(document.get(part), form):
                self._mistake((part,), f"{part!r} is missing or has the wrong form")
        if not isinstance(document.get("not_yet_mapped", []), list):
            self._mistake(("not_yet_mapped",), "'not_yet_mapped' must be a list of action names")
        for part, depth in _DEPTHS:
            self._check_tables(document.get(part, {}), (part,), depth)
        self._check_versions(document.get("ocsf", {}))
        if isinstance(document.get("action"), dict):
            self._check_tables(document["action"], ("action",), 1)

    def _check_versions(self, body: object) -> None:
        for version, layer in _members(body):
            for part, _ in _members(layer):
                if part not in _OF_A_VERSION:
                    known = ", ".join(_OF_A_VERSION)
                    text = f"unknown part {part!r} of a version (there are: {known})"
                    self._mistake(("ocsf", version, part), text)

    def _check_tables(self, body: object, key: _Key, depth: int) -> None:
        name = ".".join(map(str, key))
        if not isinstance(body, dict):
            self._mistake(key, f"[{name}] must be a table")
        elif key[0] == "entity" and depth == 1 and not body:
            self._mistake(key, f"[{name}] is empty: it takes tables [{name}.<object>]")
        elif depth:
            for member, inner in body.items():
                self._check_tables(inner, (*key, member), depth - 1)

    def _actions(self, categories: Mapping[str, Mapping[str, Any]]) -> list[ActionLine]:
        return [
            ActionLine(
                action=action,
                category=category,
                value=self._raw(value, ("action", category, action), own=True),
                span=self._span(("action", category, action)),
                text=self._text(("action", category, action)),
            )
            for category, lines in categories.items()
            for action, value in lines.items()
        ]

    def _classes(self, document: Mapping[str, Any], at: _Key) -> dict[str, RawTable]:
        return {
            name: self._section(body, (*at, "class", name))
            for name, body in document.get("class", {}).items()
        }

    def _entities(self, document: Mapping[str, Any], at: _Key) -> dict[str, Mapping[str, RawTable]]:
        return {
            kind: {
                target: self._section(body, (*at, "entity", kind, target))
                for target, body in targets.items()
            }
            for kind, targets in document.get("entity", {}).items()
        }

    def _sources(self, document: Mapping[str, Any], at: _Key) -> dict[str, RawTable]:
        """Literals of the lines that `to` holds are the lines' own, as those of actions are."""
        found = {}
        for log, body in document.get("source", {}).items():
            key = (*at, "source", log)
            entries = {
                name: self._raw(value, (*key, name), own=name == "to")
                for name, value in body.items()
            }
            found[log] = RawTable(entries, self._span(key))
        return found

    def _section(self, body: Mapping[str, Any], key: _Key) -> RawTable:
        entries = {name: self._raw(value, (*key, name)) for name, value in body.items()}
        return RawTable(entries, self._span(key))

    def _raw(self, value: object, key: _Key, *, own: bool = False) -> Raw:
        if isinstance(value, dict):
            entries = {name: self._raw(part, (*key, name), own=own) for name, part in value.items()}
            return RawTable(entries, self._span(key), own)
        if isinstance(value, list):
            items = (self._raw(part, (*key, index), own=own) for index, part in enumerate(value))
            return RawArray(tuple(items), self._span(key), own)
        if isinstance(value, str | int | float | bool):
            return RawLiteral(value, self._span(key), own)
        self._mistake(key, "dates and times are no values here")
        return RawLiteral(str(value), self._span(key), own)

    def _span(self, key: _Key) -> Span:
        """The line of a key, or of the nearest key around it that has one."""
        while key and key not in self._lines:
            key = key[:-1]
        return Span(self._file, self._lines.get(key, 1))

    def _text(self, key: _Key) -> str:
        """What is written of a key, without comments, and without blanks that align."""
        rows = [row for known, row in self._lines.items() if known[: len(key)] == key]
        end = max(rows)
        while end < len(self._written) and _CONTINUED.match(self._written[end]):
            end += 1
        lines = self._written[min(rows) - 1 : end]
        return "\n".join(_ALIGNED.sub(" = ", line, count=1) for line in lines if _SAYS.match(line))

    def _mistake(self, key: _Key, text: str) -> None:
        self._mistakes.append(Mistake(self._span(key), text))


def _members(body: object) -> Iterable[tuple[str, object]]:
    return body.items() if isinstance(body, dict) else ()


def _lines(text: str) -> dict[_Key, int]:
    """Return the line, from 1, of every key and array element of a TOML document."""
    parser = Parser(Language(tree_sitter_toml.language()))
    lines: dict[_Key, int] = {}
    for node in parser.parse(text.encode()).root_node.named_children:
        if node.type == "pair":
            _pair(node, (), lines)
        elif node.type in {"table", "table_array_element"}:
            _section(node, lines)
    return lines


def _section(node: Node, lines: dict[_Key, int]) -> None:
    """`[a.b]`, or `[[a.b]]`, whose elements are counted."""
    head, *pairs = (child for child in node.named_children if child.type != "comment")
    *around, name = _keys(head)
    prefix: _Key = (*_inside(around, lines), name)
    lines.setdefault(prefix, head.start_point.row + 1)
    if node.type == "table_array_element":
        prefix = (*prefix, _length(prefix, lines))
        lines[prefix] = head.start_point.row + 1
    for pair in pairs:
        _pair(pair, prefix, lines)


def _inside(keys: Iterable[str], lines: Mapping[_Key, int]) -> _Key:
    """The tables around a table; of an array of tables it is the last one so far."""
    place: _Key = ()
    for key in keys:
        place = (*place, key)
        if length := _length(place, lines):
            place = (*place, length - 1)
    return place


def _length(array: _Key, lines: Mapping[_Key, int]) -> int:
    return next(number for number in count() if (*array, number) not in lines)


def _pair(node: Node, prefix: _Key, lines: dict[_Key, int]) -> None:
    name, value = (child for child in node.named_children if child.type != "comment")
    keys = _keys(name)
    for end in range(1, len(keys) + 1):
        lines.setdefault((*prefix, *keys[:end]), node.start_point.row + 1)
    _value(value, (*prefix, *keys), lines)


def _value(node: Node, key: _Key, lines: dict[_Key, int]) -> None:
    lines.setdefault(key, node.start_point.row + 1)
    children = [child for child in node.named_children if child.type != "comment"]
    if node.type == "array":
        for index, child in enumerate(children):
            _value(child, (*key, index), lines)
    elif node.type == "inline_table":
        for child in children:
            _pair(child, key, lines)


def _keys(node: Node) -> tuple[str, ...]:
    if node.type == "dotted_key":
        return tuple(key for child in node.named_children for key in _keys(child))
    text = (node.text or b"").decode()
    if node.type == "quoted_key":
        return (str(next(iter(tomllib.loads(f"{text} = 0")))),)
    return (text,)
