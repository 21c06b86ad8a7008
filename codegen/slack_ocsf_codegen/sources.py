"""Print how a mapper reaches into an entry, and how it puts back what it did not take.

Each object on the way to a value gets a variable (`context`) and a copy (`context_left`) from which
taken values are removed. At the end of the function each copy goes back into the one around it.
A function is printed twice: the first time tells what is read or taken more than once.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from slack_ocsf_codegen.branches import Lines, indented
from slack_ocsf_codegen.ir import Path, SlackType

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is read.

    Attributes:
        read: The expression that reads it, None when absent.
        type: What it surely is if it is there at all.
    """

    read: str
    type: Literal["string", "int", "mixed"] = "mixed"


class Sources:
    """The objects of the entry (or of the entity at hand) that one function reads.

    Args:
        root: The type of the entry.
        container: Its variable.
        left: The variable of its copy.
        again: What the first printing found to be read more than once.
        is_taken_once: Whether the function is the only one that takes anything from the copy.
    """

    def __init__(
        self,
        root: SlackType,
        container: str,
        left: str,
        *,
        again: frozenset[Keys] = frozenset(),
        is_taken_once: bool = True,
    ) -> None:
        self._types: dict[Keys, SlackType] = {(): root}
        self._names: dict[Keys, tuple[str, str]] = {(): (container, left)}
        self._read: Counter[Keys] = Counter()
        self._again = again
        self._variables: dict[str, str] = {}
        self._is_taken_once = is_taken_once

    def place(self, path: Path) -> Place:
        """Return where the value of a path is read."""
        self._read[path.keys] += 1
        self._reach(path.keys[:-1])
        if path.given == "action":
            return Place("action")
        return self._placed(path.keys)

    def _placed(self, keys: Keys) -> Place:
        read = self._member(keys)
        if keys in self._again:
            variable = "_".join((*keys, "value"))
            self._variables[variable] = read
            read = variable
        return Place(read)

    def _member(self, keys: Keys) -> str:
        """The expression that reads a member of what was reached."""
        return f"{self._names[keys[:-1]][0]}.get({keys[-1]!r})"

    def again(self) -> frozenset[Keys]:
        """Return the paths that were read more than once."""
        return frozenset(keys for keys, times in self._read.items() if times > 1)

    def take(self, path: Path, *, is_always: bool) -> Lines:  # noqa: ARG002 - for other sources
        """The statement that takes a value; where it may be gone already, that is no mistake.

        Args:
            path: Where the value is.
            is_always: Whether the value is taken from every entry that has it.
        """
        keys = path.keys
        _, left = self._reach(keys[:-1])
        is_shared = self._types[keys[:-1]].wrapped or not self._is_taken_once
        if keys in self._again or is_shared:
            return [f"{left}.pop({keys[-1]!r}, None)"]
        return [f"del {left}[{keys[-1]!r}]"]

    def take_time(self, path: Path) -> Lines:
        """The statement that takes a time, unless something of it was cut off."""
        _, left = self._reach(path.keys[:-1])
        return [f"take_time({left}, {path.keys[-1]!r})"]

    def entity(self, keys: Keys) -> tuple[str, str, str, str]:
        """Return kind, members, copy of members, and copy of the wrapper of a wrapped object."""
        container, left = self._reach(keys)
        return f"{container}_kind", container, left, f"{container}_wrapper_left"

    def _reach(self, keys: Keys) -> tuple[str, str]:
        if keys not in self._names:
            self._reach(keys[:-1])
            around = self._types[keys[:-1]]
            self._types[keys] = around.fields.get(keys[-1], SlackType("object"))
            name = "_".join(keys)
            self._names[keys] = (name, f"{name}_left")
        return self._names[keys]

    def opening(self) -> Lines:
        """The statements that reach into the objects, outer ones first, and read for all."""
        opened = [line for keys in self._inner() for line in self._open(keys)]
        read = [f"{name} = {value}" for name, value in sorted(self._variables.items())]
        return [*opened, *read]

    def closing(self) -> Lines:
        """The statements that put back what was left, inner objects first."""
        return [line for keys in reversed(list(self._inner())) for line in self._close(keys)]

    def _inner(self) -> Iterator[Keys]:
        """Objects in an order of their own, so that the same set prints the same."""
        return (keys for keys in sorted(self._names, key=lambda keys: (len(keys), keys)) if keys)

    def _open(self, keys: Keys) -> Lines:
        name, left = self._names[keys]
        read = self._member(keys)
        of_type = self._types[keys]
        if not of_type.wrapped:
            return [
                f"{name} = v if type(v := {read}) is dict else NOTHING",
                f"{left} = {name} and {name}.copy()",
            ]
        if of_type.flat_kind:
            call = f"open_member({read}, {of_type.flat_kind!r})"
            copied = (
                f"{left} = {name}.copy() if {name} is not {name}_wrapper else {name}_wrapper_left"
            )
        else:
            call = f"open_wrapper({read})"
            copied = f"{left} = {name}.copy()"
        return [
            f"{name}_kind, {name}, {name}_wrapper = {call}",
            f"{name}_wrapper_left = {name}_wrapper.copy()",
            copied,
        ]

    def _close(self, keys: Keys) -> Lines:
        name, left = self._names[keys]
        outer = self._names[keys[:-1]][1]
        if not self._types[keys].wrapped:
            return self._put_back(keys, outer, name)
        wrapper = f"{name}_wrapper"
        inner = returned(f"{wrapper}_left", f"{name}_kind", left, name)
        if self._types[keys].flat_kind:
            inner = [f"if {name} is not {wrapper}:", *indented(inner)]
        if keys == ("actor",):
            # the one value that no event holds: an actor is a user unless it says otherwise
            inner += [f'if {name}_kind == "user":', f'    {wrapper}_left.pop("type", None)']
        return [*inner, *self._put_back(keys, outer, wrapper)]

    def _put_back(self, keys: Keys, outer: str, name: str) -> Lines:
        """What was itself taken whole stays taken."""
        if keys in self._read:
            return [f"if {name}:", f"    put_back({outer}, {keys[-1]!r}, {name}_left)"]
        return returned(outer, repr(keys[-1]), f"{name}_left", name)


def returned(outer: str, key: str, left: str, was: str) -> Lines:
    """Keep under `unmapped` what was not taken from an object that was not empty."""
    return [
        f"if {left}:",
        f"    {outer}[{key}] = {left}",
        f"elif {was}:",
        f"    del {outer}[{key}]",
    ]
