"""Print how a mapper reads structs, and gathers under `unmapped` what it did not take.

A member of a struct that can be taken has a variable, `UNSET` once it is. Dicts in structs are the
mapper's own: what is taken is taken from them. Only an entity that is read again then is copied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slack_ocsf_codegen.branches import Lines, indented, with_variable
from slack_ocsf_codegen.ir import Path, SlackType
from slack_ocsf_codegen.sources import Keys, Place, Sources, returned
from slack_ocsf_codegen.usual.gathering import Gathering
from slack_ocsf_codegen.usual.structs import ACTOR, GIVEN, USER, NotUsual, Usual


@dataclass(frozen=True, slots=True)
class Found:
    """What the first printing of a function finds and the second goes by.

    Attributes:
        taken_if_filled: Members of structs that are taken wherever they are filled.
        copied: Entities that are read, or converted, when something of them may have been taken.
    """

    taken_if_filled: set[Keys] = field(default_factory=set)
    copied: set[Keys] = field(default_factory=set)


class UsualSources(Sources):
    """The structs of an entry, and the dicts in them, that one function reads.

    Args:
        structs: By where their objects stand.
        root: The type of the entry.
        again: What the first printing found to be read more than once.
        found: What the first printing found, which it adds.
        gathering: Prints what gathers the rest of objects in the entry.
    """

    def __init__(
        self,
        structs: Mapping[Keys, Usual],
        root: SlackType,
        again: frozenset[Keys],
        found: Found,
        gathering: Gathering,
    ) -> None:
        super().__init__(root, "entry", "unmapped", again=again)
        self._structs = structs
        self._taken: dict[Keys, str] = {}
        self._taken_if_filled = found.taken_if_filled
        self._copied = found.copied
        self._touched: set[Keys] = set()
        self._gathering = gathering
        for keys in structs:
            self._reach(keys)

    def place(self, path: Path) -> Place:
        """Return where the value of a path is read."""
        if path.keys in self._structs:
            raise NotUsual
        self._look_at(path.keys[:-1])
        return super().place(path)

    def _placed(self, keys: Keys) -> Place:
        place = super()._placed(keys)
        struct = self._structs.get(keys[:-1])
        if struct is None:
            return place
        return Place(place.read, struct.type_of(keys[-1]))

    def _member(self, keys: Keys) -> str:
        if keys[:-1] not in self._structs:
            return super()._member(keys)
        if keys[-1] not in self._structs[keys[:-1]].fields:
            raise NotUsual
        return f"{self._names[keys[:-1]][0]}.{keys[-1]}"

    def take(self, path: Path, *, is_always: bool) -> Lines:
        """The statement that takes a value; none is needed if it is taken wherever it is filled."""
        keys = path.keys
        if keys[:-1] not in self._structs:
            self._touched.add(keys[:-1])
            return super().take(path, is_always=is_always)
        if keys in self._names:
            raise NotUsual
        if is_always and (keys in GIVEN or self._structs[keys[:-1]].type_of(keys[-1]) == "string"):
            self._taken_if_filled.add(keys)
        if keys in self._taken_if_filled:
            return []
        variable = "_".join((*keys, "left"))
        self._taken[keys] = variable
        return [f"{variable} = UNSET"]

    def take_time(self, path: Path) -> Lines:
        """The statement that takes a time from a dict."""
        if path.keys[:-1] in self._structs:
            raise NotUsual
        self._touched.add(path.keys[:-1])
        return super().take_time(path)

    def entity(self, keys: Keys) -> tuple[str, str, str, str]:
        """Return the same as of dicts; what a conversion takes, it takes from what it reads."""
        self._look_at(keys)
        self._touched.add(keys)
        kind, name, left, wrapper_left = super().entity(keys)
        return kind, name, left, f"{name}_wrapper" if self._is_own(keys) else wrapper_left

    def _look_at(self, keys: Keys) -> None:
        """Have an entity copied of which something may be gone; no other object is read then."""
        if keys in self._touched and self._types[keys].wrapped:
            self._copied.add(keys)

    def _is_own(self, keys: Keys) -> bool:
        """Whether a dict is in a struct, and so the mapper's own."""
        return keys[:-1] in self._structs and keys not in self._structs

    def _reach(self, keys: Keys) -> tuple[str, str]:
        name, _ = super()._reach(keys)
        if self._is_own(keys) and keys not in self._copied:
            self._names[keys] = (name, name)
        return self._names[keys]

    def opening(self) -> Lines:
        """The statements that reach into the objects, outer ones first, and read for all."""
        takes = [
            f"{variable}: Any = {self._member(keys)}"
            for keys, variable in sorted(self._taken.items())
        ]
        return [*super().opening(), *takes]

    def closing(self) -> Lines:
        """The statements that gather what was left, inner objects first."""
        return [*super().closing(), *self._gathered(())]

    def _open(self, keys: Keys) -> Lines:
        if self._is_own(keys):
            return self._open_own(keys)
        if keys not in self._structs:
            return super()._open(keys)
        name, _ = self._names[keys]
        read = self._member(keys)
        if keys == ACTOR:
            return [f"{name} = {read}.{USER}"]
        if self._is_needed(keys):
            return [f"{name} = {read}"]
        struct = self._structs[keys]
        return [f"{name} = v if type(v := {read}) is {struct.name} else {struct.absent}"]

    def _open_own(self, keys: Keys) -> Lines:
        """Reach into a dict so that later an empty one is one of which all was taken.

        One that is empty in the entry is read as absent; of an empty entity, which has a kind, that
        would not be the same, and the entry is left to the mapper of dicts.
        """
        name, left = self._names[keys]
        wrapped = self._types[keys].wrapped
        outer = f"{name}_wrapper" if wrapped else name
        opened = [f"{outer} = v if type(v := {self._member(keys)}) is dict and v else NOTHING"]
        if not wrapped:
            return opened
        kind = f"{name}_kind"
        return [
            *opened,
            f'{kind}: Any = v if type(v := {outer}.get("type")) is str else None',
            f"{name} = v if type(v := {outer}.get({kind})) is dict else NOTHING",
            f"if {name} is NOTHING:",
            f'    {kind} = ""',
            f"elif not {name}:",
            "    return None",
            *([f"{left} = {name}.copy()"] if left != name else []),
        ]

    def _close(self, keys: Keys) -> Lines:
        """Structs are gathered by those around them, and dicts in them, too."""
        if keys in self._structs:
            return []
        if not self._is_own(keys):
            return super()._close(keys)
        if keys in self._read:
            raise NotUsual
        name, left = self._names[keys]
        if not self._types[keys].wrapped:
            return []
        wrapper, kind = f"{name}_wrapper", f"{name}_kind"
        if left != name:
            return returned(wrapper, kind, left, name)
        return [f"if not {name} and {name} is not NOTHING:", f"    del {wrapper}[{kind}]"]

    def _gathered(self, keys: Keys) -> Lines:
        left = self._names[keys][1]
        lines, certain, others = self._split(keys)
        start = ", ".join(f"{name!r}: {value}" for name, value in certain)
        lines.append(f"{left}: Event = {{{start}}}")
        return [*lines, *(line for member in others for line in self._kept(member, left))]

    def _split(self, keys: Keys) -> tuple[Lines, list[tuple[str, str]], list[Keys]]:
        """What is left of an object in any entry, and its members from the first that may not be.

        Statements come first, that fill what is kept from event to event.
        """
        lines: Lines = []
        certain: list[tuple[str, str]] = []
        members = [(*keys, field) for field in self._structs[keys].fields]
        for number, member in enumerate(members):
            value = self._certain(member)
            if value is None:
                return lines, certain, members[number:]
            lines += value[0]
            certain += [(member[-1], value[1])] if value[1] else []
        return lines, certain, []

    def _certain(self, keys: Keys) -> tuple[Lines, str] | None:
        """What is left of a member in any entry, its expression empty for nothing."""
        if keys in self._structs and keys != ACTOR and self._is_needed(keys):
            lines, certain, others = self._split(keys)
            if others or not certain:
                return None if others else ([], "")
            name = self._gathering.parts.object(("unmapped", *keys), certain)
            return [*lines, *self._gathering.parts.filled(name, certain)], name
        if not self._structs[keys[:-1]].is_filled(keys[-1]) or keys in self._taken:
            return None
        return [], "" if keys in self._taken_if_filled else self._member(keys)

    def _kept(self, keys: Keys, outer: str) -> Lines:
        """The statements that keep what was not taken of one member."""
        put = f"{outer}[{keys[-1]!r}] ="
        if keys in self._structs:
            return self._kept_struct(keys, put)
        if keys in self._names:
            return self._kept_dict(keys, put)
        if keys in self._taken_if_filled:
            return self._kept_empty(keys, put)
        if keys in self._taken:
            variable = self._taken[keys]
            return [f"if {variable} is not UNSET:", f"    {put} {variable}"]
        if self._is_needed(keys):
            return [f"{put} {self._member(keys)}"]
        return [f"if (v := {self._member(keys)}) is not UNSET:", f"    {put} v"]

    def _is_needed(self, keys: Keys) -> bool:
        return keys[-1] in self._structs[keys[:-1]].needed

    def _kept_struct(self, keys: Keys, put: str) -> Lines:
        name, left = self._names[keys]
        if len(keys) == 1:
            kept = f"{{{USER!r}: v}}" if keys == ACTOR else "v"
            call = self._gathered_elsewhere(keys)
            tests = self._tests(keys)
            test = f"({' or '.join(tests)}) and (v := {call})" if tests else f"v := {call}"
            lines = [f"if {test}:", f"    {put} {kept}"]
        else:
            lines = [*self._gathered(keys), f"if {left}:", f"    {put} {left}"]
        if self._is_needed(keys):
            return lines
        return [
            f"if {name} is not {self._structs[keys].absent}:",
            *indented(lines),
            f"elif {self._member(keys)} is None:",
            f"    {put} None",
        ]

    def _tests(self, keys: Keys) -> list[str]:
        """Tests of which one holds if anything is left; none if they are not simple."""
        members = [(*keys, field) for field in self._structs[keys].fields]
        known = {one: self._certain(one) for one in members}
        if any(one in self._names or (known[one] or ([], ""))[1] for one in members):
            return []
        open_ones = [one for one in members if known[one] is None]
        reads = [self._taken.get(one) or self._member(one) for one in open_ones]
        return [f"{read} is not UNSET" for read in reads]

    def _gathered_elsewhere(self, keys: Keys) -> str:
        """The call of the function that gathers what was left of an object and those in it."""
        inner = [one for one in self._structs.values() if one.keys[: len(keys)] == keys]
        parameters = {self._names[one.keys][0]: one.name for one in inner}
        taken = sorted(self._taken.items())
        parameters |= {name: "Any" for one, name in taken if one[: len(keys)] == keys}
        lines = [*self._gathered(keys), f"return {self._names[keys][1]}"]
        return self._gathering.call(keys[-1], parameters, with_variable(lines))

    def _kept_dict(self, keys: Keys, put: str) -> Lines:
        name, _ = self._names[keys]
        outer = f"{name}_wrapper" if self._types[keys].wrapped else name
        return [
            f"if {outer}:",
            f"    {put} {outer}",
            f"elif {outer} is NOTHING and (v := {self._member(keys)}) is not UNSET:",
            f"    {put} v",
        ]

    def _kept_empty(self, keys: Keys, put: str) -> Lines:
        """Of what is taken wherever it is filled, null and empty strings."""
        if keys in GIVEN or self._structs[keys[:-1]].is_filled(keys[-1]):
            return []
        if self._is_needed(keys):
            return [f"if not (v := {self._member(keys)}):", f"    {put} v"]
        return [f"if not (v := {self._member(keys)}) and v is not UNSET:", f"    {put} v"]
