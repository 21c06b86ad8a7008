"""What becomes of an action, flat: each attribute of the event by its path, with its sources."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from slack_ocsf_codegen.effects.kinds import Conversions
from slack_ocsf_codegen.effects.presence import (
    Presence,
    keys_of,
    kind_of,
    written,
)
from slack_ocsf_codegen.effects.sources import Atoms, Keys, Source, Taken
from slack_ocsf_codegen.effects.texts import arms, kind_text, leaf_lookups, literal, sentence_text
from slack_ocsf_codegen.ir import (
    Build,
    Caption,
    Constant,
    Convert,
    Elements,
    First,
    Kind,
    Lookup,
    MappedAction,
    OtherText,
    Plan,
    Read,
    Sentence,
    Slot,
    Value,
)

#: The generator writes it into every event; a change of it is told once.
_VERSION = "metadata.version"
Sources = Mapping[str, tuple[Source, ...]]
_Placed = tuple[str, Source]


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of an action; an element of an array has its place there: `resources[0].uid`."""

    ocsf_class: str
    activity: Caption
    sources: Sources


class Effects:
    """Tells the effects of one plan.

    Args:
        plan: The plan.
        kinds: Every kind of entity that is told apart.
    """

    def __init__(self, plan: Plan, kinds: frozenset[str]) -> None:
        self._served = Conversions(plan, kinds)
        self._presence = Presence(plan.ocsf, self._served)
        self._converted: dict[tuple[str, Keys], tuple[_Placed, ...]] = {}

    def of(self, action: MappedAction) -> Effect:
        """Return what becomes of an action."""
        found: dict[str, list[Source]] = defaultdict(list)
        for path, source in self._slots(action.slots, "", ()):
            if path != _VERSION:
                found[path].append(source)
        sources = {path: tuple(listed) for path, listed in found.items()}
        return Effect(action.ocsf_class, action.activity, sources)

    def _slots(self, slots: Iterable[Slot], at: str, member: Keys) -> Iterator[_Placed]:
        for slot in slots:
            name = slot.text_attribute or slot.attribute
            yield from self._sources(slot.value, f"{at}.{name}" if at else name, member)

    def _sources(  # noqa: C901 - one case for each form
        self, value: Value, at: str, member: Keys
    ) -> Iterator[_Placed]:
        match value:
            case Constant(value=tuple(items)):
                for index, item in enumerate(items):
                    yield f"{at}[{index}]", literal(Constant(item))
            case Elements(items=items):
                for index, item in enumerate(items):
                    yield from self._sources(item, f"{at}[{index}]", member)
            case First():
                yield from self._first(value, at, member)
            case Build():
                yield from self._build(value, at, member)
            case Convert():
                for path, source in self._entity(value.object, keys_of(value.path, member)):
                    yield at + path, source
            case Lookup():
                for path, lookup, silent in leaf_lookups(value):
                    for source in arms(lookup, member, silent):
                        yield at + path, source
            case _:
                yield at, self._single(value, member)

    def _first(self, first: First, at: str, member: Keys) -> Iterator[_Placed]:
        before: Atoms = frozenset()
        for option in first.options:
            for path, source in self._sources(option, at, member):
                yield path, replace(source, unless=source.unless | before) if before else source
            before |= self._presence.of(option, member)

    def _build(self, build: Build, at: str, member: Keys) -> Iterator[_Placed]:
        needed = self._presence.needs(build, member)
        for path, source in self._slots(build.slots, at, member):
            if not needed or source.presence <= needed:
                yield path, source
            else:
                yield path, replace(source, needs=source.needs | {needed})

    def _entity(self, target: str, member: Keys) -> tuple[_Placed, ...]:
        """Return the sources in an entity, by their paths in the object that starts with a dot."""
        if (target, member) not in self._converted:
            kinds: dict[_Placed, frozenset[str]] = defaultdict(frozenset)
            for names, build in self._served.of(target):
                for path, source in self._build(build, "", member):
                    kinds[path, source] |= names
            self._converted[target, member] = tuple(
                (f".{path}", self._of_kinds(source, member, names))
                for (path, source), names in kinds.items()
            )
        return self._converted[target, member]

    def _of_kinds(self, source: Source, member: Keys, names: frozenset[str]) -> Source:
        """Say nothing of kinds when a path serves them all: without the entity it is not there."""
        if source.kinds is not None or (source.taken and names == self._served.kinds):
            return source
        return replace(source, kinds=self._served.named(member, names))

    def _single(self, value: Value, member: Keys) -> Source:
        presence = self._presence.of(value, member)
        match value:
            case Read():
                keys = keys_of(value.path, member)
                return Source(
                    written(keys), presence, taken=Taken(keys, self._presence.form(value))
                )
            case Kind():
                at = kind_of(value, member)
                return Source(kind_text(at), presence, taken=Taken((*at, "type"), "kind"))
            case OtherText(text=text):
                other = self._single(text, member)
                return Source(f"Other {other.text}", presence)
            case Sentence():
                return Source(sentence_text(value, member), presence, is_wording=True)
            case Constant() | Caption():
                return literal(value)
            case _:
                raise AssertionError("a value made of values has several sources")
