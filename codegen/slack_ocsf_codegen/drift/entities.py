"""How the entity kinds and their fields differ, whatever the types are written like."""

from collections.abc import Iterable
from dataclasses import replace

from slack_ocsf_codegen.drift.findings import Kind, UnknownNotation
from slack_ocsf_codegen.errors import SchemaUnreadable
from slack_ocsf_codegen.notation import read_notation
from slack_ocsf_codegen.pull.answers import Answers, Schemas, fields


def kinds_only_in(some: Schemas, others: Schemas) -> tuple[Kind, ...]:
    """Return the kinds, sorted, that stand in `some` and not in `others`."""
    names = {schema["type"] for schema in some} - {schema["type"] for schema in others}
    notations = fields(some)
    return tuple(
        Kind(name, {field: found for (kind, field), found in notations.items() if kind == name})
        for name in sorted(names)
    )


def unknown_notations(schemas: Schemas) -> tuple[UnknownNotation, ...]:
    """Return the fields whose notation the generator cannot read, sorted."""
    return tuple(
        UnknownNotation(kind, field, notation)
        for (kind, field), notations in fields(schemas).items()
        for notation in notations
        if not _is_known(notation)
    )


def readable(answers: Answers, unknown: Iterable[UnknownNotation]) -> Answers:
    """Return the answers with `mixed` for each unknown notation, which fits whatever it means."""
    notations = {one.notation for one in unknown}
    schemas = tuple(
        {
            "type": schema["type"],
            schema["type"]: {
                field: "mixed" if notation in notations else notation
                for field, notation in schema[schema["type"]].items()
            },
        }
        for schema in answers.schemas
    )
    return replace(answers, schemas=schemas)


def _is_known(notation: str) -> bool:
    try:
        read_notation(notation, "")
    except SchemaUnreadable:
        return False
    return True
