"""Describe OCSF, as far as a plan reaches, and Slack's entries as JSON Schema for the models."""

from collections.abc import Iterable, Mapping

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.ir import Attribute, Ocsf, OcsfObject, Plan, Slack, SlackType
from slack_ocsf_codegen.model_names import class_name
from slack_ocsf_codegen.reach import occurring

Schema = dict[str, object]

_BASES = {
    "string_t": "string",
    "boolean_t": "boolean",
    "integer_t": "integer",
    "long_t": "integer",
    "float_t": "number",
}


def ocsf_schema(plan: Plan) -> Schema:
    """Return a bundle of `$defs`: each class and object that events can hold."""
    classes, objects = occurring(plan)
    described = _Described(plan.ocsf)
    definitions = {
        class_name(name): described.ocsf_class(name, reach) for name, reach in classes.items()
    }
    definitions |= {
        class_name(name): described.ocsf_object(name, with_required(plan.ocsf, name, reach))
        for name, reach in objects.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": dict(sorted(definitions.items())),
    }


def with_required(ocsf: Ocsf, name: str, reach: frozenset[str]) -> frozenset[str]:
    """Return what an object can hold, with what it must hold."""
    return reach | {one.name for one in ocsf.objects[name].attributes.values() if required(one)}


def required(attribute: Attribute) -> bool:
    """Whether an attribute must be there, whatever the profiles."""
    return attribute.requirement == "required" and not attribute.profiles


class _Described:
    """JSON Schemas of classes and objects of one version of OCSF."""

    def __init__(self, ocsf: Ocsf) -> None:
        self._ocsf = ocsf
        self._site = f"https://schema.ocsf.io/{ocsf.version}"

    def ocsf_class(self, name: str, reach: frozenset[str]) -> Schema:
        ocsf_class = self._ocsf.classes[name]
        heading = f"{ocsf_class.caption} [{ocsf_class.uid}], an OCSF class."
        return self._body(ocsf_class.body, reach, heading, f"{self._site}/classes/{name}")

    def ocsf_object(self, name: str, reach: frozenset[str]) -> Schema:
        body = self._ocsf.objects[name]
        return self._body(
            body, reach, f"{body.caption}, an OCSF object.", f"{self._site}/objects/{name}"
        )

    def _body(self, body: OcsfObject, reach: Iterable[str], heading: str, page: str) -> Schema:
        attributes = [body.attributes[name] for name in sorted(reach) if name in body.attributes]
        return {
            "type": "object",
            "description": f"{heading}\n\n{page}",
            "additionalProperties": False,
            "properties": {one.name: self._attribute(one) for one in attributes},
            "required": [one.name for one in attributes if required(one)],
        }

    def _attribute(self, attribute: Attribute) -> Schema:
        type_name = attribute.object_type or attribute.type
        listed = f"list of {type_name}" if attribute.is_array else type_name
        page = (
            "objects/" + attribute.object_type
            if attribute.object_type
            else "data_types#" + attribute.type
        )
        description = f"{attribute.caption}: {listed}, {attribute.requirement}. {self._site}/{page}"
        value = self._value(attribute)
        if attribute.is_array:
            # a constraint on an element would make datamodel-code-generator wrap it in a model
            value.pop("minLength", None)
            return {"type": "array", "items": value, "minItems": 1, "description": description}
        return (
            {**value, "description": description}
            if "$ref" not in value
            else {
                "allOf": [value],
                "description": description,
            }
        )

    def _value(self, attribute: Attribute) -> Schema:
        if attribute.object_type:
            if attribute.object_type == "object":
                return {"type": "object", "additionalProperties": True}
            return {"$ref": f"#/$defs/{class_name(attribute.object_type)}"}
        data_type = self._ocsf.types[attribute.type]
        if data_type.name == "json_t":
            return {}
        schema: Schema = {"type": _BASES[data_type.base]}
        if attribute.enum:
            as_number = data_type.base != "string_t"
            members = [int(one) if as_number else one for one in attribute.enum]
            return {**schema, "enum": sorted(members, key=lambda one: (str(type(one)), one))}
        if data_type.base == "string_t":
            schema["minLength"] = 1
        if data_type.max_len is not None:
            schema["maxLength"] = data_type.max_len
        if data_type.regex is not None:
            schema["pattern"] = data_type.regex
        if data_type.base in {"integer_t", "long_t"}:
            schema["minimum"], schema["maximum"] = conversions.integer_limits(data_type)
        return schema


def entry_schema(slack: Slack) -> Schema:
    """Return the JSON Schema of entries and rows: members optional, unknown members allowed."""
    definitions: dict[str, Schema] = {
        _kind_name(kind): _members(_properties(fields), f"The members of an entity: {kind}.")
        for kind, fields in slack.entities.items()
    }
    kinds = {kind: _nullable({"$ref": f"#/$defs/{_kind_name(kind)}"}) for kind in slack.entities}
    definitions["Wrapper"] = _members(
        {"type": _nullable({"type": "string"}), **kinds},
        "An entity beside its type: the member named by `type` holds it.",
    )
    properties = _properties(slack.entry.fields)
    for name in ("context", "details"):
        fields = slack.entry.fields[name].fields
        description = f"The member `{name}` of an entry."
        definitions[name.capitalize()] = _members(_properties(fields), description)
        properties[name] = _nullable({"$ref": f"#/$defs/{name.capitalize()}"})
    properties["action"] = {"type": "string"}
    properties["date_create"] = {"type": "integer", "description": "Unix time, seconds."}
    entry = _members(properties, "One entry of GET /audit/v1/logs.")
    definitions["Entry"] = {**entry, "required": ["action", "date_create"]}
    for log, row in slack.logs.items():
        description = f"One row of Slack's {log} logs."
        definitions[row_name(log)] = _members(_properties(row.fields), description)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": dict(sorted(definitions.items())),
    }


def row_name(log: str) -> str:
    """Return what the model of a log's rows is called: `AccessRow`."""
    return f"{log.capitalize()}Row"


def _properties(fields: Mapping[str, SlackType]) -> dict[str, Schema]:
    return {name: _nullable(_slack(of_type)) for name, of_type in sorted(fields.items())}


def _members(properties: Mapping[str, Schema], description: str) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": True,
    }


def _slack(of_type: SlackType) -> Schema:
    if of_type.wrapped:
        return {"$ref": "#/$defs/Wrapper"}
    if of_type.name == "list":
        return {"type": "array", "items": _slack(of_type.item) if of_type.item else {}}
    if of_type.name == "object":
        return {"type": "object", "additionalProperties": True}
    named = {"string": "string", "bool": "boolean", "int": "integer"}
    schema: Schema = {"type": named[of_type.name]} if of_type.name in named else {}
    return schema


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]} if schema else {}


def _kind_name(kind: str) -> str:
    return "".join(part.capitalize() for part in kind.split("_")) + "Entity"
