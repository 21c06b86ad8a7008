"""What cannot be absent at run time, and what an object or a class needs to be valid."""

from collections.abc import Iterable, Mapping

from slack_ocsf_codegen.ir import (
    Build,
    Caption,
    Constant,
    Constraint,
    Elements,
    First,
    Lookup,
    OcsfObject,
    Path,
    Read,
    Sentence,
    Slot,
    Value,
)


def is_certain(value: Value) -> bool:  # noqa: PLR0911 - one return for each form
    """Whether a value is there whatever the entry holds."""
    match value:
        case Constant() | Caption():
            return True
        case Read(path=path):
            return is_certain_path(path)
        case Lookup(default=default):
            return default is not None
        case Sentence(parts=parts):
            return any(_has_text(part.pieces) for part in parts if not part.optional)
        case First(options=options):
            return any(map(is_certain, options))
        case Elements(items=items):
            return any(map(is_certain, items))
        case Build(slots=slots, needs=needs):
            deciding = (slot for slot in slots if not needs or slot.attribute in needs)
            return any(is_certain(slot.value) for slot in deciding)
        case _:
            return False


def is_certain_path(path: Path) -> bool:
    """Whether there is no event without the value, as without `$action` and `$date_create`."""
    return path.given is not None


def _has_text(pieces: Iterable[str | Path]) -> bool:
    return any(isinstance(piece, str) and piece.strip(" ") for piece in pieces)


def requirements(body: OcsfObject) -> list[Constraint]:
    """What an object or class asks for: required attributes, at_least_one and just_one groups.

    Attributes required only under a profile are left to the one who uses the profile.
    """
    required = [
        Constraint("at_least_one", (name,))
        for name, attribute in body.attributes.items()
        if attribute.requirement == "required" and not attribute.profiles
    ]
    return [*required, *body.constraints]


def as_written(requirement: Constraint, body: OcsfObject) -> str:
    """Return a requirement's attributes as the table calls them: of an enum the text."""
    return " or ".join(repr(written(name, body)) for name in requirement.attributes)


def written(name: str, body: OcsfObject) -> str:
    """Return an attribute as the table calls it."""
    attribute = body.attributes.get(name)
    sibling = attribute.sibling if attribute and attribute.enum else None
    return sibling if sibling and sibling in body.attributes else name


def uncertain(body: OcsfObject, slots: Iterable[Slot]) -> list[Constraint]:
    """The requirements that no certain slot meets, the narrowest first."""
    values: Mapping[str, Value] = {slot.attribute: slot.value for slot in slots}
    open_ones = [
        requirement
        for requirement in requirements(body)
        if not any(name in values and is_certain(values[name]) for name in requirement.attributes)
    ]
    return sorted(open_ones, key=lambda requirement: len(requirement.attributes))
