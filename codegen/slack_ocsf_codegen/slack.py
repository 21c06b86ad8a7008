"""Load what Slack says of its audit logs: actions, entity kinds, and the envelope around them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from slack_ocsf_codegen.errors import SchemaUnreadable
from slack_ocsf_codegen.ir import Slack, SlackType
from slack_ocsf_codegen.notation import read_notation

_JSON_TYPES: Mapping[str, SlackType] = {
    "string": SlackType("string"),
    "boolean": SlackType("bool"),
    "integer": SlackType("int"),
}


def load_slack(
    actions: Path,
    schemas: Path,
    envelope: Path,
    documented: Path,
    logs: Mapping[str, Path] | None = None,
) -> Slack:
    """Return the facts in these files.

    Args:
        actions: The answer of `GET /audit/v1/actions`.
        schemas: The answer of `GET /audit/v1/schemas`.
        envelope: A JSON Schema of one entry around its entity.
        documented: Names that only the documentation has, by category.
        logs: JSON Schemas of the rows of the other logs, by the log's name.

    Raises:
        SchemaUnreadable: A file is missing or not in its form, or a type notation is unknown.
    """
    more = _load(documented)
    answers = (_load(actions), _load(schemas), _load(envelope))
    rows = {log: _load(file) for log, file in (logs or {}).items()}
    try:
        slack = slack_from(*answers, more["actions"])
        return replace(slack, logs={log: _shape(schema) for log, schema in rows.items()})
    except (AttributeError, KeyError, TypeError) as error:
        known = (actions, schemas, envelope, documented, *(logs or {}).values())
        files = ", ".join(map(str, known))
        fact = f"{type(error).__name__}: {error}"
        raise SchemaUnreadable(f"one of {files} has not the form that it should ({fact})") from None


def slack_from(
    actions: Mapping[str, Any],
    schemas: Mapping[str, Any],
    envelope: Mapping[str, Any],
    documented: Mapping[str, Iterable[str]],
) -> Slack:
    """Return the facts in two answers of Slack, the envelope and the documented names."""
    categories = {name: list(names) for name, names in actions["actions"].items()}
    for category, names in documented.items():
        categories.setdefault(category, []).extend(names)
    return Slack(
        categories={name: tuple(names) for name, names in sorted(categories.items())},
        documented=frozenset(name for names in documented.values() for name in names),
        entities=_entities(schemas, envelope),
        entry=_shape(envelope),
    )


def _load(file: Path) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SchemaUnreadable(
            f"{file} is missing; fetch it with: slack-ocsf-codegen pull slack"
        ) from None
    except ValueError as error:
        raise SchemaUnreadable(f"{file}: not JSON ({error})") from None


def _entities(
    schemas: Mapping[str, Any], envelope: Mapping[str, Any]
) -> dict[str, Mapping[str, SlackType]]:
    """Merge the entity kinds: Slack lists some several times, with different fields."""
    merged: dict[str, dict[str, SlackType]] = {}
    for schema in schemas["schemas"]:
        kind = schema["type"]
        _merge_fields(merged.setdefault(kind, {}), schema[kind], f"schemas.json, {kind}")
    for kind, fields in envelope["x-extra-entities"].items():
        _merge_fields(merged.setdefault(kind, {}), fields, f"envelope.json, {kind}")
    return {kind: dict(sorted(fields.items())) for kind, fields in sorted(merged.items())}


def _merge_fields(into: dict[str, SlackType], fields: Mapping[str, str], place: str) -> None:
    for field, notation in fields.items():
        read = read_notation(notation, f"{place}.{field}")
        known = into.setdefault(field, read)
        if known != read:
            into[field] = SlackType("mixed")


def _shape(schema: Mapping[str, Any]) -> SlackType:
    """Return the type that a JSON Schema of the envelope describes."""
    flat = schema.get("x-slack-wrapped")
    if flat:
        return SlackType("object", wrapped=True, flat_kind=flat if isinstance(flat, str) else None)
    kind = schema.get("type")
    if kind == "object":
        members = schema.get("properties", {}).items()
        return SlackType("object", fields={name: _shape(member) for name, member in members})
    if kind == "array":
        return SlackType("list", item=_shape(schema["items"]))
    return (
        _JSON_TYPES.get(kind, SlackType("mixed")) if isinstance(kind, str) else SlackType("mixed")
    )
