"""An independent judge of OCSF events, by the official export and nothing of the generator.

The export is that of the `ocsf-json-schema` package, in either of its forms. Beyond what
JSON Schema can say it holds an event to the rules of `docs/mappings.md`: ids beside their
captions, profiles exactly as used, observables complete and true, nothing empty, nothing
deprecated, numbers that JSON in 64 bits can hold.

Two choices: beside id 99 the caption itself (`Other`) counts as a mistake, since 99 stands
for a word of the source's own; and integers may use 64 bits whatever their OCSF type.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ocsf_checker_observables import observable_faults
from ocsf_checker_values import is_empty, json_faults, shown, value_faults
from ocsf_checker_walk import Export, holders, profiles_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocsf_checker_walk import Holder, Member

_OTHER = 99
_EARLIEST_MS = 10**11
"""March 1973 in ms; a time in seconds is below it until the year 5138."""


@cache
def official_export(version: str) -> dict[str, Any]:
    """Return the export of an OCSF version as published."""
    path = files("ocsf_json_schema") / "ocsf" / f"{version}.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def violations(event: Mapping[str, Any], export: Mapping[str, Any]) -> list[str]:
    """Return every fault of an event as `path: what is wrong`; an empty list when valid.

    Args:
        event: A decoded OCSF event.
        export: The decoded official export of the OCSF version that the event must keep.
    """
    return [*_faults(event, Export.read(export)), *json_faults(event)]


def _faults(event: Mapping[str, Any], export: Export) -> Iterator[str]:
    uid = event.get("class_uid")
    spec = export.classes.get(uid) if isinstance(uid, int) else None
    if spec is None:
        yield f"class_uid: {shown(uid)} is no class of OCSF {export.version}"
        return
    parts = list(holders(event, spec, export))
    listed = _listed_profiles(event)
    for holder in parts:
        yield from _unknown(holder)
        yield from _missing(holder, listed)
        yield from _constraints(holder)
        yield from _deprecated(holder)
        for member in holder.members():
            yield from value_faults(member, export)
            yield from _caption(member, holder)
            yield from _profile(member, listed)
    yield from _header(event, export)
    yield from _profile_list(listed, spec, parts)
    yield from observable_faults(event, parts, export)


def _listed_profiles(event: Mapping[str, Any]) -> list[str]:
    metadata = event.get("metadata")
    listed = metadata.get("profiles") if isinstance(metadata, dict) else None
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []


def _unknown(holder: Holder) -> Iterator[str]:
    for name in holder.value:
        if name not in holder.spec["attributes"]:
            yield f"{holder.at(name)}: {holder.spec['name']} has no such attribute"


def _missing(holder: Holder, listed: list[str]) -> Iterator[str]:
    for name, attribute in sorted(holder.spec["attributes"].items()):
        brought_by = profiles_of(attribute)
        due = attribute["requirement"] == "required"
        if due and (not brought_by or brought_by & set(listed)) and name not in holder.value:
            yield f"{holder.at(name)}: missing, {holder.spec['name']} requires it"


def _constraints(holder: Holder) -> Iterator[str]:
    constraints = holder.spec.get("constraints") or {}
    path = holder.path or "event"
    for rule, words in (("at_least_one", "at least one"), ("just_one", "exactly one")):
        names = constraints.get(rule, ())
        count = sum(_stands(name, holder.value) for name in names)
        if names and (count == 0 or (rule == "just_one" and count > 1)):
            yield f"{path}: {count} of {', '.join(names)}, needs {words}"


def _stands(name: str, value: object) -> bool:
    """Tell whether a name of a constraint, which may be a dotted path, is there."""
    for step in name.split("."):
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


def _deprecated(holder: Holder) -> Iterator[str]:
    if "@deprecated" in holder.spec:
        yield f"{holder.path or 'class_uid'}: {holder.spec['name']} is deprecated"
    for member in holder.members():
        if "@deprecated" in member.attribute:
            yield f"{member.path}: the attribute is deprecated"
        enum = member.attribute.get("enum", {}) if member.name != "type_uid" else {}
        for element in member.elements() if enum else ():
            if "@deprecated" in enum.get(str(element.value), {}):
                yield f"{element.path}: {element.value} is deprecated"


def _caption(member: Member, holder: Holder) -> Iterator[str]:
    """Compare an id with the text beside it; of arrays, element by element."""
    sibling, enum = member.attribute.get("sibling"), member.attribute.get("enum")
    if not sibling or not enum or is_empty(member.value):
        return
    path, text = holder.at(sibling), holder.value.get(sibling)
    if text is None:
        yield f"{path}: missing beside {member.name}"
        return
    ids = [element.value for element in member.elements()]
    texts = text if member.attribute.get("is_array") and isinstance(text, list) else [text]
    if len(ids) != len(texts):
        yield f"{path}: {len(texts)} texts beside {len(ids)} of {member.name}"
        return
    for each, beside in zip(ids, texts, strict=True):
        caption = enum.get(str(each), {}).get("caption", beside)
        own = each == _OTHER and caption == "Other"
        if own and beside == caption:
            yield f"{path}: {shown(beside)} beside id 99 is not the source's own text"
        elif not own and beside != caption:
            yield f"{path}: {shown(beside)} is not {shown(caption)}, the caption of {shown(each)}"


def _profile(member: Member, listed: list[str]) -> Iterator[str]:
    if member.profiles and not member.profiles & set(listed):
        names = " or ".join(sorted(member.profiles))
        yield f"{member.path}: comes with the profile {names}, not in metadata.profiles"


def _profile_list(listed: list[str], spec: Mapping[str, Any], parts: list[Holder]) -> Iterator[str]:
    used = {name for holder in parts for member in holder.members() for name in member.profiles}
    for index, name in enumerate(listed):
        path = f"metadata.profiles[{index}]"
        if name not in spec["profiles"]:
            yield f"{path}: {spec['name']} does not offer the profile {name}"
        elif name not in used:
            yield f"{path}: the event uses nothing of the profile {name}"
        elif name in listed[:index]:
            yield f"{path}: {name} is listed twice"


def _header(event: Mapping[str, Any], export: Export) -> Iterator[str]:
    activity, type_uid = event.get("activity_id"), event.get("type_uid")
    if isinstance(activity, int) and isinstance(type_uid, int):
        due = event["class_uid"] * 100 + activity
        if type_uid != due:
            yield f"type_uid: {type_uid} is not class_uid * 100 + activity_id, {due}"
    if activity == 0:
        yield "activity_id: 0 (Unknown), though the action is known"
    metadata = event.get("metadata")
    version = metadata.get("version") if isinstance(metadata, dict) else None
    if isinstance(version, str) and version != export.version:
        yield f"metadata.version: {shown(version)} is not {shown(export.version)}"
    time = event.get("time")
    if isinstance(time, int) and time <= _EARLIEST_MS:
        yield f"time: {time} is too small for ms since the epoch"
