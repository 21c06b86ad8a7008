"""Which kinds of entity each conversion of a plan serves."""

from collections.abc import Iterable

from slack_ocsf_codegen.effects.sources import Keys, Kinds
from slack_ocsf_codegen.ir import Build, Plan

_ANY = "any"
#: As many names as a reader takes in.
_FEW = 3


def known_kinds(plans: Iterable[Plan]) -> frozenset[str]:
    """Return every kind with a conversion of its own in one of the plans, and `any` for others."""
    return frozenset({_ANY, *(one.kind for plan in plans for one in plan.conversions)})


class Conversions:
    """The conversions of a plan, by the OCSF object they write.

    Args:
        plan: The plan.
        kinds: Every kind of entity that is told apart.
    """

    def __init__(self, plan: Plan, kinds: frozenset[str]) -> None:
        self._plan = plan
        self.kinds = kinds

    def of(self, target: str) -> list[tuple[frozenset[str], Build]]:
        """Return what writes an OCSF object, with the kinds it serves: `any` has the rest."""
        own = [one for one in self._plan.conversions if one.build.object == target]
        rest = self.kinds.difference(one.kind for one in own if one.kind != _ANY)
        return [(rest if one.kind == _ANY else frozenset({one.kind}), one.build) for one in own]

    def named(self, at: Keys, names: frozenset[str]) -> Kinds:
        """Return kinds of the entity at a member with a label for people."""
        return Kinds(at, names, f"of {self._label(names)}")

    def _label(self, names: frozenset[str]) -> str:
        others = self.kinds - names
        if not others:
            return "any kind"
        if len(names) <= _FEW:
            return ", ".join("any other kind" if name == _ANY else name for name in sorted(names))
        if len(others) <= _FEW:
            return f"any kind but {', '.join(sorted(others))}"
        return f"{len(names)} kinds"
