"""What has to be in an entry for a value to be there."""

from collections.abc import Iterable

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.certainty import is_certain, is_certain_path
from slack_ocsf_codegen.effects.kinds import Conversions
from slack_ocsf_codegen.effects.sources import Atoms, Keys
from slack_ocsf_codegen.ir import (
    Build,
    Caption,
    Constant,
    Convert,
    Elements,
    First,
    Kind,
    Lookup,
    Ocsf,
    OtherText,
    Path,
    Read,
    Sentence,
    Value,
)

#: There whatever the entry holds.
ALWAYS: Atoms = frozenset({"always"})


def keys_of(path: Path, member: Keys) -> Keys:
    """Return a path from the entry; `member` holds the entity at hand."""
    return path.keys if path.root == "entry" else (*member, *path.keys)


def kind_of(kind: Kind, member: Keys) -> Keys:
    """Return the member of the entry whose kind this is."""
    return ("entity",) if kind.root == "entry" else member


def written(keys: Keys) -> str:
    """Return a path as the table writes it."""
    return "$" + ".".join(keys)


class Presence:
    """Tells of values what has to be there, as the names of conditions."""

    def __init__(self, ocsf: Ocsf, served: Conversions) -> None:
        self._ocsf = ocsf
        self._served = served
        self._converted: dict[tuple[str, Keys], Atoms] = {}

    def of(self, value: Value, member: Keys) -> Atoms:  # noqa: C901, PLR0911 - one case for each form
        """Return conditions of which one has to hold; `member` holds the entity at hand."""
        if is_certain(value):
            return ALWAYS
        match value:
            case Read():
                return frozenset({f"{written(keys_of(value.path, member))} as {self.form(value)}"})
            case Kind():
                return frozenset({f"kind of {written(kind_of(value, member))}"})
            case OtherText():
                return self.of(value.text, member)
            case Lookup():
                return frozenset(arm_condition(value, arm, member) for arm, _ in value.arms)
            case Sentence():
                return _of_sentence(value, member)
            case Convert():
                return self._of_entity(value.object, keys_of(value.path, member))
            case First(options=values) | Elements(items=values):
                return self._either(values, member)
            case Build():
                return self._of_object(value, member)
            case Constant() | Caption():
                return ALWAYS

    def needs(self, build: Build, member: Keys) -> Atoms:
        """Return conditions of which one makes an object valid, none when it always is."""
        needed = (slot.value for slot in build.slots if slot.attribute in build.needs)
        return self._either(needed, member)

    def form(self, read: Read) -> str:
        """Return what a value has to be to be read: one name for types that take the same."""
        data_type = self._ocsf.types.get(read.type)
        name = read.type.removesuffix("_t")
        if data_type and data_type.base == "string_t" and not conversions.is_pattern(data_type):
            name = "text"
        return f"list of {name}" if read.is_array else name

    def _of_object(self, build: Build, member: Keys) -> Atoms:
        if build.needs:
            return self.needs(build, member)
        return self._either((slot.value for slot in build.slots), member)

    def _either(self, values: Iterable[Value], member: Keys) -> Atoms:
        return frozenset().union(*(self.of(value, member) for value in values))

    def _of_entity(self, target: str, member: Keys) -> Atoms:
        if (target, member) not in self._converted:
            self._converted[target, member] = frozenset(
                f"{condition} of {written(member)}, {kind}"
                for kinds, build in self._served.of(target)
                for condition in self.of(build, member)
                for kind in kinds
            )
        return self._converted[target, member]


def arm_condition(lookup: Lookup, arm: str, member: Keys) -> str:
    """Return the condition under which an arm of a lookup is taken."""
    return f'{written(keys_of(lookup.path, member))} is "{arm}"'


def _of_sentence(sentence: Sentence, member: Keys) -> Atoms:
    """An optional part needs all of its paths; each of the others alone is something to say."""
    found: set[str] = set()
    for part in sentence.parts:
        paths = [piece for piece in part.pieces if isinstance(piece, Path)]
        if not part.optional and any(map(is_certain_path, paths)):
            return ALWAYS
        texts = [f"{written(keys_of(path, member))} as text" for path in paths]
        found.update([" and ".join(sorted(texts))] if part.optional and texts else texts)
    return frozenset(found)
