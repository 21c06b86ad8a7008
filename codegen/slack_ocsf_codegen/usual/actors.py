"""Write out what an actor becomes, who is a user in every entry of the usual form."""

from collections.abc import Mapping
from dataclasses import replace

from slack_ocsf_codegen.ir import (
    Build,
    Caption,
    Constant,
    Convert,
    Elements,
    First,
    Lookup,
    OtherText,
    Part,
    Path,
    Read,
    Sentence,
    Slot,
    Value,
)
from slack_ocsf_codegen.usual.structs import ACTOR, NotUsual


def written_out(slot: Slot, users: Mapping[str, Build]) -> Slot:
    """Return a slot of the event with each conversion of the actor as the object that it gives.

    Args:
        slot: Of the event, or of an object in it.
        users: What a user becomes, by the OCSF object.

    Raises:
        NotUsual: A user does not become that object, or by its kind.
    """
    return replace(slot, value=_written_out(slot.value, users))


def _written_out(value: Value, users: Mapping[str, Build]) -> Value:
    match value:
        case Convert(path=path, object=name) if path.keys == ACTOR:
            if name not in users:
                raise NotUsual
            return _of_actor(users[name])
        case Build(slots=slots):
            return replace(value, slots=tuple(written_out(slot, users) for slot in slots))
        case First(options=values):
            return First(tuple(_written_out(one, users) for one in values))
        case Elements(items=values):
            return Elements(tuple(_written_out(one, users) for one in values))
        case _:
            return value


def _of_actor(value: Value) -> Value:  # noqa: PLR0911 - one return for each form
    """Read of the actor what a conversion reads of an entity."""
    match value:
        case Constant() | Caption():
            return value
        case Read(path=path) | Lookup(path=path):
            return replace(value, path=_in_entry(path))
        case OtherText(text=Read() as read):
            return OtherText(replace(read, path=_in_entry(read.path)))
        case Sentence(parts=parts):
            return replace(value, parts=tuple(map(_part, parts)))
        case Build(slots=slots):
            moved = (replace(slot, value=_of_actor(slot.value)) for slot in slots)
            return replace(value, slots=tuple(moved))
        case First(options=values):
            return First(tuple(map(_of_actor, values)))
        case Elements(items=values):
            return Elements(tuple(map(_of_actor, values)))
        case _:
            raise NotUsual


def _part(part: Part) -> Part:
    pieces = (_in_entry(piece) if isinstance(piece, Path) else piece for piece in part.pieces)
    return replace(part, pieces=tuple(pieces))


def _in_entry(path: Path) -> Path:
    return replace(path, root="entry", keys=(*ACTOR, *path.keys))
