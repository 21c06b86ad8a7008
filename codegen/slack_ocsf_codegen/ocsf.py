"""Load OCSF: from the official export of one version, or from a vendored slice of one.

The export has two forms. Up to 1.7 an attribute names one `profile`, and `types` and
`dictionary_attributes` stand at the top; from 1.8 it lists `profiles`, and both stand under
`dictionary`. A slice has the form of the export it was cut from.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slack_ocsf_codegen.errors import SchemaUnreadable
from slack_ocsf_codegen.ir import Attribute, Constraint, DataType, Ocsf, OcsfClass, OcsfObject

Export = Mapping[str, Any]


def load_ocsf(folder: Path, version: str) -> Ocsf:
    """Return OCSF `version` from `folder`/`version`.json.

    Raises:
        SchemaUnreadable: The file is missing, is no JSON, or is no export of that version.
    """
    file = folder / f"{version}.json"
    try:
        export = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        there = ", ".join(sorted(path.stem for path in folder.glob("*.json"))) or "none"
        raise SchemaUnreadable(
            f"OCSF {version} is not vendored in {folder} (there: {there}); "
            f"fetch it with: slack-ocsf-codegen pull ocsf {version}"
        ) from None
    except ValueError as error:
        raise SchemaUnreadable(f"{file}: not JSON ({error})") from None
    try:
        return read_export(export, version)
    except SchemaUnreadable as error:
        raise SchemaUnreadable(f"{file}: {error}") from None


def read_export(export: Export, version: str) -> Ocsf:
    """Return the schema that an export or a slice of one describes.

    Raises:
        SchemaUnreadable: It is of another version or lacks a part.
    """
    if not isinstance(export, Mapping):
        raise SchemaUnreadable("this is no OCSF export: it is no JSON object")
    try:
        if export["version"] != version:
            raise SchemaUnreadable(f"expected OCSF {version}, the export says {export['version']}")
        types, dictionary = _types_and_dictionary(export)
        observables = _Observables(types, dictionary)
        objects = {
            name: _object(name, body, observables)
            for name, body in sorted(export["objects"].items())
        }
        classes = {
            name: _class(name, body, observables)
            for name, body in sorted(export["classes"].items())
            if "/" not in name
        }
    except KeyError as error:
        raise SchemaUnreadable(f"this is no OCSF export: {error.args[0]!r} is missing") from None
    captions = objects["observable"].attributes["type_id"].enum
    return Ocsf(
        version=version,
        classes=classes,
        objects=objects,
        types={name: _data_type(name, body) for name, body in sorted(types.items())},
        observables={int(number): caption for number, caption in captions.items()},
    )


def _types_and_dictionary(export: Export) -> tuple[Export, Export]:
    if "dictionary" in export:
        dictionary = export["dictionary"]
        return dictionary["types"]["attributes"], dictionary["attributes"]
    return export["types"], export["dictionary_attributes"]


class _Observables:
    """Which observable an attribute's value is: its own mark, the dictionary's, its type's."""

    def __init__(self, types: Export, dictionary: Export) -> None:
        self._types = types
        self._dictionary = dictionary

    def of(self, name: str, body: Export) -> int | None:
        if body["type"] == "object_t":
            return None
        for source in (body, self._dictionary.get(name, {}), self._types.get(body["type"], {})):
            if "observable" in source:
                return int(source["observable"])
        return None


def _data_type(name: str, body: Export) -> DataType:
    limits = body.get("range")
    return DataType(
        name=name,
        caption=body["caption"],
        base=body.get("type", name),
        regex=body.get("regex"),
        max_len=body.get("max_len"),
        limits=(limits[0], limits[1]) if limits else None,
    )


def _attribute(name: str, body: Export, observables: _Observables) -> Attribute:
    profiles = body.get("profiles") or ([body["profile"]] if body.get("profile") else [])
    return Attribute(
        name=name,
        caption=body.get("caption", name),
        type=body["type"],
        object_type=body.get("object_type"),
        is_array=bool(body.get("is_array")),
        requirement=body.get("requirement", "optional"),
        profiles=tuple(profiles),
        enum={number: member["caption"] for number, member in body.get("enum", {}).items()},
        sibling=body.get("sibling"),
        observable=observables.of(name, body),
        deprecated="@deprecated" in body,
    )


def _object(name: str, body: Export, observables: _Observables) -> OcsfObject:
    constraints = (body.get("constraints") or {}).items()
    return OcsfObject(
        name=name,
        caption=body.get("caption", name),
        attributes={
            attribute: _attribute(attribute, value, observables)
            for attribute, value in sorted(body["attributes"].items())
        },
        constraints=tuple(
            Constraint(kind=kind, attributes=tuple(names)) for kind, names in sorted(constraints)
        ),
    )


def _class(name: str, body: Export, observables: _Observables) -> OcsfClass:
    return OcsfClass(
        name=name,
        caption=body["caption"],
        uid=body["uid"],
        category_uid=body["category_uid"],
        category_name=body.get("category_name") or _category_caption(body),
        profiles=tuple(body.get("profiles") or ()),
        body=_object(name, body, observables),
    )


def _category_caption(body: Export) -> str:
    """The base event has no `category_name` of its own; its enum has the caption."""
    enum = body["attributes"]["category_uid"]["enum"]
    return str(enum[str(body["category_uid"])]["caption"])
