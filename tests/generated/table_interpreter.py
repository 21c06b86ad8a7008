"""A naive interpreter of mappings.toml: the table's meaning, with nothing worked out beforehand.

It shares no code with the generator. The tests compare the two over generated entries.
"""

from collections.abc import Iterable
from typing import Any

from ocsf_export import Attributes, Export, Json, is_object, profile, snake
from slack_paths import Place, Scope
from table_forms import is_plain_object
from table_values import Found, Values
from value_conversions import converted, scalar_text

Table = dict[str, Any]
"""mappings.toml, as tomllib reads it."""


class NoEventError(Exception):
    """The entry or row lacks what every event needs.

    Args:
        path: What is missing: of an entry `action` before `date_create`.
    """

    def __init__(self, path: str) -> None:
        super().__init__(f"no event without {path}")
        self.path = path


def interpret(entry: dict[str, Json], table: Table, export: Export) -> dict[str, Json]:
    """The OCSF event of one Slack entry.

    Raises:
        NoEventError: The action is no string or empty, or the date is no time.
    """
    _require_word(entry, "action")
    _require_time(entry, "date_create", export)
    line = action_line(entry["action"], table)
    layers = _layers(line, table, export)
    values = Values(export, table.get("entity", {}))
    return _event(entry, line, layers, values, Scope.of_entry(entry))


def interpret_row(row: dict[str, Json], log: str, table: Table, export: Export) -> dict[str, Json]:
    """The OCSF event of one row of the log that `[source.<log>]` is for.

    Raises:
        NoEventError: What its `match` looks at is no string or empty, or its time is none.
    """
    section = dict(table["source"][log])
    line = section.pop("to")
    if isinstance(line, dict) and "match" in line:
        lines = dict(line)
        member = lines.pop("match").removeprefix("$")
        default = lines.pop("default")
        _require_word(row, member)
        line = lines.get(row[member], default)
    _require_time(row, section["time"].removeprefix("$"), export)
    line = {"to": line} if isinstance(line, str) else line
    layers = _together((section, _own(line), _version(export)))
    return _event(row, line, layers, Values(export, {}), Scope.of_row(row))


def _event(
    entry: dict[str, Json],
    line: dict[str, Json],
    layers: dict[str, Json],
    values: Values,
    scope: Scope,
) -> dict[str, Json]:
    export = values.export
    class_name, activity = line["to"].split(".")
    known = export.class_attributes(class_name)
    named, activity_taken = _activity(activity, line, known, values, scope)
    found = values.attributes(layers, known, scope)
    event: dict[str, Json] = _classification(named, known) | found.value
    profiles = {profile(known[name]) for name in event} - {None}
    if profiles:
        event["metadata"] = {**event["metadata"], "profiles": sorted(str(p) for p in profiles)}
    if observables := _observables(event, known, "", export):
        event["observables"] = observables
    kept = _left(entry, found.taken | activity_taken | _actor_type(entry), ())
    return event | ({"unmapped": kept} if kept else {})


def action_line(action: str, table: Table) -> dict[str, Json]:
    """The line of an action, `otherwise` when it has none; always as `{ to = ... }`."""
    lines = {name: line for category in table["action"].values() for name, line in category.items()}
    line: Json = lines.get(action, table["otherwise"])
    return {"to": line} if isinstance(line, str) else dict(line)


def _require_word(entry: dict[str, Json], name: str) -> None:
    word = entry.get(name)
    if not isinstance(word, str) or not word:
        raise NoEventError(name)


def _require_time(entry: dict[str, Json], name: str, export: Export) -> None:
    if converted(entry.get(name), {"type": "timestamp_t"}, export) is None:
        raise NoEventError(name)


def _layers(line: dict[str, Json], table: Table, export: Export) -> dict[str, Json]:
    """[event], [class.<class>], the line, and what the generator itself adds to metadata."""
    class_name = line["to"].split(".")[0]
    shared = _offered(table.get("event", {}), export.class_attributes(class_name), export)
    of_class = table.get("class", {}).get(class_name, {})
    return _together((shared, of_class, _own(line), _version(export)))


def _own(line: dict[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in line.items() if key not in {"to", "activity_name"}}


def _version(export: Export) -> dict[str, Json]:
    return {"metadata": {"version": export.version}}


def _together(layers: Iterable[dict[str, Json]]) -> dict[str, Json]:
    merged: dict[str, Json] = {}
    for layer in layers:
        merged = _merged(merged, layer)
    return merged


def _offered(values: dict[str, Json], known: Attributes, export: Export) -> dict[str, Json]:
    """The lines of [event] that this class has, down to the attributes of its objects."""
    return {
        name: _offered(value, export.object_attributes(known[name]["object_type"]), export)
        if is_plain_object(value) and is_object(known[name])
        else value
        for name, value in values.items()
        if name in known
    }


def _merged(lower: Json, upper: Json) -> Json:
    if not is_plain_object(lower) or not is_plain_object(upper):
        return upper
    both = {name: _merged(lower[name], upper[name]) for name in lower.keys() & upper.keys()}
    return lower | upper | both


def _activity(
    activity: str, line: dict[str, Json], known: Attributes, values: Values, scope: Scope
) -> tuple[dict[str, Json], frozenset[Place]]:
    """The activity's id and name, and what its name takes of the entry."""
    ids = {snake(member["caption"]): uid for uid, member in known["activity_id"]["enum"].items()}
    uid = ids[activity]
    caption = known["activity_id"]["enum"][uid]["caption"]
    own_word = values.attribute(line.get("activity_name", caption), known["activity_name"], scope)
    name = Found(caption) if own_word is None else own_word
    return {"activity_id": int(uid), "activity_name": name.value}, name.taken


def _classification(activity: dict[str, Json], known: Attributes) -> dict[str, Json]:
    """Class, category, activity and type, as ids and captions."""
    constants = dict(activity)
    for uid_name, name in (("class_uid", "class_name"), ("category_uid", "category_name")):
        ((uid, member),) = known[uid_name]["enum"].items()
        constants |= {uid_name: int(uid), name: member["caption"]}
    type_uid = constants["class_uid"] * 100 + constants["activity_id"]
    type_name = known["type_uid"]["enum"][str(type_uid)]["caption"]
    return constants | {"type_uid": type_uid, "type_name": type_name}


def _observables(
    written: dict[str, Json], known: Attributes, prefix: str, export: Export
) -> list[dict[str, Json]]:
    """An observable for every scalar attribute that the export marks, at any depth."""
    observables: list[dict[str, Json]] = []
    for name, value in written.items():
        places = [(f"{prefix}{name}", value)]
        if known[name].get("is_array"):
            places = [(f"{prefix}{name}[{index}]", each) for index, each in enumerate(value)]
        for place, each in places:
            if is_object(known[name]):
                inside = export.object_attributes(known[name]["object_type"])
                observables += _observables(each, inside, f"{place}.", export)
            elif mark := export.observable(name, known[name]):
                type_id, type_name = mark
                texts = {"name": place, "type": type_name, "value": scalar_text(each)}
                observables.append({"type_id": type_id, **texts})
    return observables


def _actor_type(entry: dict[str, Json]) -> frozenset[Place]:
    """`actor.type` is the one thing that goes unsaid, when it says "user" and has one."""
    actor = entry.get("actor")
    if isinstance(actor, dict) and actor.get("type") == "user":
        return frozenset({("actor", "type")} if isinstance(actor.get("user"), dict) else ())
    return frozenset()


def _left(value: Json, taken: frozenset[Place], place: Place) -> Json:
    """The entry without what was taken, and without the objects that this emptied."""
    if not any(each[: len(place)] == place for each in taken):
        return value
    kept: dict[str, Json] = {}
    for key, member in value.items():
        at = (*place, key)
        if at in taken:
            continue
        left = _left(member, taken, at)
        if left is member or left:
            kept[key] = left
    return kept
