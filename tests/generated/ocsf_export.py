"""The official OCSF export, read straight out of the `ocsf-json-schema` package.

Shares nothing with the generator, so that a mistake in its loader shows as a difference.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

Json = Any
"""A decoded JSON value, or a node of the export."""

Attributes = dict[str, dict[str, Json]]
"""The attributes of a class or an object by name, as the export describes them."""


def snake(caption: str) -> str:
    """`"OAUTH 2.0"` -> `"oauth_2_0"`: how the table writes a caption."""
    return re.sub(r"[^a-z0-9]+", "_", caption.lower()).strip("_")


@dataclass(frozen=True)
class Export:
    """One version of the export, in the form up to 1.7 or in that of 1.8."""

    document: dict[str, Json]

    @classmethod
    def of(cls, version: str) -> "Export":
        """Load the export of a version, such as `"1.5.0"`."""
        path = files("ocsf_json_schema") / "ocsf" / f"{version}.json"
        return cls(json.loads(path.read_text(encoding="utf-8")))

    @property
    def version(self) -> str:
        """The OCSF version, as `metadata.version` has it."""
        return str(self.document["version"])

    @cached_property
    def types(self) -> dict[str, Json]:
        """The data types by name."""
        if "dictionary" in self.document:
            types: dict[str, Json] = self.document["dictionary"]["types"]["attributes"]
            return types
        return dict(self.document["types"])

    @cached_property
    def dictionary(self) -> Attributes:
        """The dictionary's attributes by name."""
        if "dictionary" in self.document:
            attributes: Attributes = self.document["dictionary"]["attributes"]
            return attributes
        return dict(self.document["dictionary_attributes"])

    def class_attributes(self, name: str) -> Attributes:
        """The attributes of a class, those of the profiles that it offers included."""
        attributes: Attributes = self.document["classes"][name]["attributes"]
        return attributes

    def object_attributes(self, name: str) -> Attributes:
        """The attributes of an object."""
        attributes: Attributes = self.document["objects"][name]["attributes"]
        return attributes

    def satisfied(self, name: str, present: set[str]) -> bool:
        """Whether an object with these attributes has all that it must have."""
        required = {
            attribute
            for attribute, meaning in self.object_attributes(name).items()
            if meaning["requirement"] == "required" and profile(meaning) is None
        }
        group = set(self.document["objects"][name].get("constraints", {}).get("at_least_one", ()))
        return required <= present and (not group or bool(group & present))

    def observable(self, name: str, meaning: dict[str, Json]) -> tuple[int, str] | None:
        """The observable type of an attribute, as id and caption, when the export marks it."""
        marks = (meaning, self.dictionary.get(name, {}), self.types.get(meaning["type"], {}))
        for mark in marks:
            if "observable" in mark:
                uid = int(mark["observable"])
                captions = self.object_attributes("observable")["type_id"]["enum"]
                return uid, str(captions[str(uid)]["caption"])
        return None

    def primitive(self, type_name: str) -> str:
        """The type that a type is made of: `ip_t` -> `string_t`."""
        return str(self.types[type_name].get("type", type_name))


def enum_ids(attributes: Attributes) -> dict[str, str]:
    """The text attributes that stand beside an enum's id: `{"severity": "severity_id"}`."""
    return {
        meaning["sibling"]: name
        for name, meaning in attributes.items()
        if "enum" in meaning and meaning.get("sibling") in attributes
    }


def profile(meaning: dict[str, Json]) -> str | None:
    """The profile that an attribute belongs to."""
    if meaning.get("profiles"):
        return str(meaning["profiles"][0])
    return meaning.get("profile")


def is_object(meaning: dict[str, Json]) -> bool:
    """Whether an attribute is an OCSF object with attributes of its own."""
    return bool(meaning["type"] == "object_t" and meaning["object_type"] != "object")
