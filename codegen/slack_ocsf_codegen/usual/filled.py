"""Mark the values that every entry of the usual form has: nothing is printed for their lack."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.certainty import is_certain, is_certain_path
from slack_ocsf_codegen.ir import (
    Build,
    Elements,
    First,
    Lookup,
    Ocsf,
    OtherText,
    Part,
    Path,
    Read,
    Sentence,
    Slot,
    Value,
)
from slack_ocsf_codegen.sources import Keys
from slack_ocsf_codegen.usual.structs import Usual


@dataclass(frozen=True, slots=True)
class Filled:
    """Marks the paths of values that are there.

    Attributes:
        ocsf: The schema.
        structs: By where their objects stand.
    """

    ocsf: Ocsf
    structs: Mapping[Keys, Usual]

    def slot(self, slot: Slot) -> Slot:
        """Return a slot with the paths marked in its value."""
        return replace(slot, value=self._value(slot.value))

    def _value(self, value: Value) -> Value:  # noqa: PLR0911 - one return for each form
        match value:
            case Read(path=path, type=name, is_array=False) if self._takes_any(name):
                return replace(value, path=self._path(path))
            case Lookup(path=path):
                return replace(value, path=self._path(path))
            case OtherText(text=Read() as read):
                return OtherText(replace(read, path=self._path(read.path)))
            case Sentence(parts=parts):
                return replace(value, parts=tuple(map(self._part, parts)))
            case First(options=options):
                return self._first(tuple(map(self._value, options)))
            case Elements(items=items):
                return Elements(tuple(map(self._value, items)))
            case Build(slots=slots):
                return replace(value, slots=tuple(map(self.slot, slots)))
            case _:
                return value

    def _takes_any(self, name: str) -> bool:
        """Whether a type takes every such string, or is asked of it before all else."""
        data_type = self.ocsf.types.get(name)
        if data_type is None or data_type.base != "string_t" or data_type.name == "json_t":
            return False
        if conversions.is_pattern(data_type):
            return conversions.is_remembered(data_type)
        longest = self.ocsf.types["string_t"].max_len
        return data_type.max_len is None or data_type.max_len == longest

    def _path(self, path: Path) -> Path:
        if path.root != "entry" or path.given is not None or not self._is_filled(path.keys):
            return path
        return replace(path, given="filled")

    def _is_filled(self, keys: Keys) -> bool:
        """Whether a member is filled in an object that is always there."""
        struct = self.structs.get(keys[:-1])
        if struct is None or not struct.is_filled(keys[-1]):
            return False
        around = [keys[:length] for length in range(1, len(keys))]
        return all(one[-1] in self.structs[one[:-1]].needed for one in around)

    def _part(self, part: Part) -> Part:
        pieces = [self._path(one) if isinstance(one, Path) else one for one in part.pieces]
        is_there = all(isinstance(one, str) or is_certain_path(one) for one in pieces)
        return replace(part, pieces=tuple(pieces), optional=part.optional and not is_there)

    @staticmethod
    def _first(options: tuple[Value, ...]) -> Value:
        """The options up to the first that is always there."""
        certain = [number for number, option in enumerate(options) if is_certain(option)]
        reached = options[: certain[0] + 1] if certain else options
        return reached[0] if len(reached) == 1 else First(reached)
