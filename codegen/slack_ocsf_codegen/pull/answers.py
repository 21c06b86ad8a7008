"""Slack's two answers, checked and put in one form: the same facts in any order, the same text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_ocsf_codegen.pull.failed import PullFailed

Actions = Mapping[str, tuple[str, ...]]
Schemas = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What Slack says of its audit logs.

    `actions` maps a category to its action names, both sorted; a name may stand in two.
    `schemas` are `{"type": kind, kind: {field: notation}}`, sorted; a kind may stand in several.
    """

    actions: Actions
    schemas: Schemas

    @property
    def names(self) -> frozenset[str]:
        """Every action name."""
        return frozenset(name for names in self.actions.values() for name in names)


def read_actions(answer: object, origin: str) -> Actions:
    """Return the actions in an answer of `/actions`; `origin` is for the error.

    Raises:
        PullFailed: It is of another shape or holds no action.
    """
    categories = _member(answer, "actions", dict, origin)
    for category, names in categories.items():
        if not (_is_name(category) and isinstance(names, list) and all(map(_is_name, names))):
            raise PullFailed(f"{origin}: actions.{category} should be a list of names")
    if not any(categories.values()):
        raise PullFailed(f"{origin}: it lists no action")
    return {category: tuple(sorted(set(names))) for category, names in sorted(categories.items())}


def read_schemas(answer: object, origin: str) -> Schemas:
    """Return the schemas in an answer of `/schemas`; `origin` is for the error.

    Raises:
        PullFailed: It is of another shape or holds no schema.
    """
    schemas = _member(answer, "schemas", list, origin)
    for place, schema in enumerate(schemas):
        if not _is_schema(schema):
            raise PullFailed(
                f'{origin}: schemas[{place}] should be {{"type": kind, kind: {{field: notation}}}}'
            )
    if not schemas:
        raise PullFailed(f"{origin}: it lists no schema")
    distinct = {json.dumps(schema, sort_keys=True): schema for schema in schemas}
    ordered = sorted(distinct.items(), key=lambda item: (item[1]["type"], item[0]))
    return tuple(schema for _, schema in ordered)


def texts(answers: Answers) -> dict[str, str]:
    """Return the vendored form of both answers by path under schemas/."""
    return {
        "slack/actions.json": _text({"actions": answers.actions}),
        "slack/schemas.json": _text({"schemas": answers.schemas}),
    }


def vendored(schemas: Path) -> Answers:
    """Return what is vendored; nothing where a file is missing or damaged: a pull mends that."""
    empty = Answers(actions={}, schemas=())
    folder = schemas / "slack"
    try:
        actions = read_actions(_load(folder / "actions.json"), "actions.json")
    except (PullFailed, ValueError, OSError):
        actions = empty.actions
    try:
        entities = read_schemas(_load(folder / "schemas.json"), "schemas.json")
    except (PullFailed, ValueError, OSError):
        entities = empty.schemas
    return Answers(actions, entities)


def fields(schemas: Schemas) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the notations of each field by kind and field; a kind's variants are merged."""
    merged: dict[tuple[str, str], set[str]] = {}
    for schema in schemas:
        for field, notation in schema[schema["type"]].items():
            merged.setdefault((schema["type"], field), set()).add(notation)
    return {key: tuple(sorted(notations)) for key, notations in sorted(merged.items())}


def _member(answer: object, name: str, form: type, origin: str) -> Any:  # noqa: ANN401 - JSON
    if isinstance(answer, dict) and answer.get("ok") is False:
        raise PullFailed(f"{origin}: Slack refused with {answer.get('error')!r}")
    if not (isinstance(answer, dict) and isinstance(answer.get(name), form)):
        wanted = "an object" if form is dict else "a list"
        raise PullFailed(f"{origin}: the answer should be an object with {wanted} {name!r}")
    return answer[name]


def _is_schema(schema: object) -> bool:
    if not isinstance(schema, dict) or not _is_name(schema.get("type")):
        return False
    kind = schema.get(schema["type"])
    return isinstance(kind, dict) and _all_names(kind) and _all_names(kind.values())


def _all_names(values: Iterable[object]) -> bool:
    return all(map(_is_name, values))


def _is_name(value: object) -> bool:
    """Names are printed to terminals and written into files: one line, nothing that steers."""
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _load(file: Path) -> object:
    return json.loads(file.read_text(encoding="utf-8"))


def _text(content: Mapping[str, object]) -> str:
    return json.dumps(content, indent=1, sort_keys=True) + "\n"
