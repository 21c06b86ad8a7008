"""Cut an official OCSF export down to the classes and objects in reach, without its prose.

A slice has the form of its export (see `ocsf.py`), so that one loader reads both.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

Export = Mapping[str, Any]

#: Where the events of an audit log belong; the base event is kept for those that fit nowhere.
CATEGORIES = ("application", "findings", "iam")
_BASE = "base_event"

_CLASS = ("name", "caption", "uid", "category_uid", "category_name", "profiles", "constraints")
_OBJECT = ("name", "caption", "constraints", "observable")
_ATTRIBUTE = (
    "caption",
    "type",
    "object_type",
    "is_array",
    "requirement",
    "profile",
    "profiles",
    "sibling",
    "observable",
)
_TYPE = ("caption", "type", "regex", "max_len", "range", "values", "observable")
_DEPRECATED = "@deprecated"

#: Down to this depth every member has its own line: an attribute is one line.
_UNFOLDED = 4


def slice_export(export: Export) -> dict[str, Any]:
    """Return the slice of an export.

    Raises:
        KeyError, TypeError, AttributeError: It has not the form of an export.
    """
    classes = {
        name: _body(body, _CLASS) for name, body in export["classes"].items() if _kept(name, body)
    }
    objects = _reached(classes.values(), export["objects"])
    dictionary = export.get("dictionary")
    attributes = dictionary["attributes"] if dictionary else export["dictionary_attributes"]
    types = dictionary["types"]["attributes"] if dictionary else export["types"]
    marks = {
        name: {"observable": body["observable"]}
        for name, body in attributes.items()
        if "observable" in body
    }
    kinds = {name: _picked(body, _TYPE) for name, body in types.items()}
    common = {"version": export["version"], "classes": classes, "objects": objects}
    if dictionary:
        return {**common, "dictionary": {"attributes": marks, "types": {"attributes": kinds}}}
    return {**common, "dictionary_attributes": marks, "types": kinds}


def slice_text(content: Mapping[str, Any]) -> str:
    """Return a slice as JSON, sorted, with one line for each attribute."""
    return _unfolded(content, 0) + "\n"


def _kept(name: str, body: Export) -> bool:
    if "/" in name or _DEPRECATED in body:
        return False
    return name == _BASE or body["category"] in CATEGORIES


def _reached(classes: Iterable[Export], objects: Export) -> dict[str, Export]:
    found: dict[str, Export] = {}
    waiting = sorted(_object_types(classes))
    while waiting:
        name = waiting.pop()
        found[name] = _body(objects[name], _OBJECT)
        waiting += sorted(_object_types([found[name]]) - {*found, *waiting})
    return found


def _object_types(bodies: Iterable[Export]) -> set[str]:
    return {
        attribute["object_type"]
        for body in bodies
        for attribute in body["attributes"].values()
        if "object_type" in attribute
    }


def _body(body: Export, keys: Iterable[str]) -> dict[str, Any]:
    attributes = {name: _attribute(value) for name, value in body["attributes"].items()}
    return {**_picked(body, keys), "attributes": attributes}


def _attribute(body: Export) -> dict[str, Any]:
    picked = _picked(body, _ATTRIBUTE)
    if "enum" in body:
        enum = {number: _picked(member, ["caption"]) for number, member in body["enum"].items()}
        picked["enum"] = enum
    return picked


def _picked(body: Export, keys: Iterable[str]) -> dict[str, Any]:
    """Return some members without those that say nothing, and when it was deprecated."""
    picked = {key: body[key] for key in keys if body.get(key) not in (None, [], {})}
    if _DEPRECATED in body:
        picked[_DEPRECATED] = {"since": body[_DEPRECATED]["since"]}
    return picked


def _unfolded(value: object, depth: int) -> str:
    if not isinstance(value, Mapping) or not value or depth >= _UNFOLDED:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    indent = " " * (depth + 1)
    members = (
        f"{indent}{json.dumps(key, ensure_ascii=False)}: {_unfolded(member, depth + 1)}"
        for key, member in sorted(value.items())
    )
    return "{\n" + ",\n".join(members) + f"\n{' ' * depth}}}"
