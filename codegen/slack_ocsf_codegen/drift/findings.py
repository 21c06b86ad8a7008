"""What a comparison with Slack or with another OCSF version found: frozen values for the report."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_ocsf_codegen.ir import Mistake
from slack_ocsf_codegen.pull.changes import ActionChange, FieldChange


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line for the table that resolves without mistakes, and the lines it was made after.

    `relatives` are names of actions, the nearest first; empty when nothing is like the action.
    """

    category: str
    line: str
    why: str
    relatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action that Slack lists and neither `/actions` nor the documentation had before."""

    action: str
    categories: tuple[str, ...]
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Rename:
    """A new name that probably replaces an older one; `still_listed` when Slack has both."""

    before: str
    after: str
    why: str
    still_listed: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """An entity kind and its fields' notations; a kind listed several times may have several."""

    name: str
    fields: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class UnknownNotation:
    """A field whose type the generator cannot read."""

    kind: str
    field: str
    notation: str


@dataclass(frozen=True, slots=True)
class SlackDrift:
    """How what Slack says differs from what is vendored, each part sorted by name.

    `now_listed` are names that only the documentation had. `fields` leaves out those of new and
    vanished kinds. `breaks` are the table's mistakes once the vendored files say the same as
    Slack; that an action is new is none of them.
    """

    origin: str
    new: tuple[NewAction, ...]
    now_listed: tuple[str, ...]
    vanished: tuple[ActionChange, ...]
    moved: tuple[ActionChange, ...]
    renames: tuple[Rename, ...]
    new_kinds: tuple[Kind, ...]
    vanished_kinds: tuple[Kind, ...]
    fields: tuple[FieldChange, ...]
    unknown_notations: tuple[UnknownNotation, ...]
    breaks: tuple[Mistake, ...]

    @property
    def found(self) -> bool:
        """Whether there is any difference."""
        actions = (*self.new, *self.now_listed, *self.vanished, *self.moved)
        kinds = (*self.new_kinds, *self.vanished_kinds, *self.fields, *self.unknown_notations)
        return bool(actions or kinds or self.breaks)


@dataclass(frozen=True, slots=True)
class NewAttribute:
    """An attribute that the other version adds to a class; `type` as OCSF names it."""

    name: str
    type: str
    requirement: str
    profiles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassAdditions:
    """What the other version adds to a class in use; activities are captions in snake_case."""

    name: str
    activities: tuple[str, ...]
    attributes: tuple[NewAttribute, ...]


@dataclass(frozen=True, slots=True)
class OcsfDrift:
    """What another version would break, and what it adds to the classes in use."""

    before: str
    after: str
    breaks: tuple[Mistake, ...]
    additions: tuple[ClassAdditions, ...]

    @property
    def found(self) -> bool:
        """Whether there is any difference."""
        return bool(self.breaks or self.additions)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome; a part that was not asked for is None."""

    slack: SlackDrift | None
    ocsf: OcsfDrift | None

    @property
    def found(self) -> bool:
        """Whether anything differs."""
        return any(part is not None and part.found for part in (self.slack, self.ocsf))
