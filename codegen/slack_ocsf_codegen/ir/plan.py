"""The plan: values with every name resolved, as `resolve` makes it and `render` prints it."""

from dataclasses import dataclass
from typing import Literal

from slack_ocsf_codegen.ir.ocsf import Ocsf
from slack_ocsf_codegen.ir.places import Span
from slack_ocsf_codegen.ir.slack import Slack, SlackType

Given = Literal["action", "time", "filled"]


@dataclass(frozen=True, slots=True)
class Path:
    """Where a value stands: member names from the entry (or from the entity at hand).

    Without what is `given` an entry is no event: a mapper gets it under that name. What is `filled`
    is a string in every entry at hand, and not empty.
    """

    root: Literal["entry", "entity"]
    keys: tuple[str, ...]
    type: SlackType
    given: Given | None = None

    def __str__(self) -> str:
        return "$" + ".".join(self.keys)


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal, of the attribute's type. `parameter` names it when it is an action's own."""

    value: object
    parameter: str | None = None


#: The id of Other in every enum of OCSF; beside it stands the source's own text.
OTHER = 99


@dataclass(frozen=True, slots=True)
class Caption:
    """An enum member: the id and the text beside it."""

    id: int
    text: str
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """The value at a path, written as an OCSF data type; all or none of a list."""

    path: Path
    type: str
    is_array: bool = False


@dataclass(frozen=True, slots=True)
class Convert:
    """An entity written as an OCSF object, by its kind."""

    path: Path
    object: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of the entity: `$kind`."""

    root: Literal["entry", "entity"]


@dataclass(frozen=True, slots=True)
class OtherText:
    """For an enum: id 99 with text of the source's own."""

    text: "Read | Kind"


@dataclass(frozen=True, slots=True)
class Lookup:
    """A closed lookup of the string at a path, or of each string of the list there.

    An arm that is an object is made of literals alone.
    """

    path: Path
    arms: tuple[tuple[str, "Arm"], ...]
    default: "Arm | None"
    each: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence: literal texts and paths in turn; `optional` ones go as a whole."""

    pieces: tuple["str | Path", ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """The `text` form; cut at `limit` characters where the attribute's type has one."""

    parts: tuple[Part, ...]
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class First:
    """The first option that is there."""

    options: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Elements:
    """An array, element by element."""

    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """An OCSF attribute and where its value comes from.

    For an enum `attribute` is the one that holds the id and `text_attribute` its sibling.
    """

    attribute: str
    text_attribute: str | None
    value: "Value"
    span: Span


@dataclass(frozen=True, slots=True)
class Build:
    """An OCSF object made of slots; without any of `needs` at run time it is left out."""

    object: str
    slots: tuple[Slot, ...]
    needs: tuple[str, ...] = ()

    @property
    def is_literal(self) -> bool:
        """Whether it is made of the table's own literals alone."""
        return not self.needs and all(_is_literal(slot.value) for slot in self.slots)


def _is_literal(value: "Value") -> bool:
    if isinstance(value, Build):
        return value.is_literal
    return isinstance(value, Constant | Caption) and value.parameter is None


Arm = Constant | Caption | Build

Value = (
    Constant
    | Caption
    | Read
    | Convert
    | Kind
    | OtherText
    | Lookup
    | Sentence
    | First
    | Elements
    | Build
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """`[entity.<kind>.<object>]`: one kind of entity written as one OCSF object."""

    kind: str
    build: Build


@dataclass(frozen=True, slots=True)
class MappedAction:
    """What becomes of one action: its class, activity and slots, layers merged.

    `text` is its line of the table, or its lines. With `is_named_by_action` the action itself is
    the name of the activity, which is Other.
    """

    action: str
    category: str
    ocsf_class: str
    activity: Caption
    slots: tuple[Slot, ...]
    span: Span
    text: str = ""
    is_named_by_action: bool = False


@dataclass(frozen=True, slots=True)
class MappedLog:
    """What becomes of the rows of a log that has no actions: `[source.<log>]`.

    Attributes:
        log: Its name, one of `Slack.logs`.
        time: The member that is the time of the event.
        action: The member that a row is told by, as an entry is by its action; None when all rows
            are alike.
        lines: What becomes of a row by the value of that member, all of one class.
        default: What becomes of any other row.
    """

    log: str
    time: str
    action: str | None
    lines: tuple[MappedAction, ...]
    default: MappedAction


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that `render` prints, checked.

    `lacking` says what the table, written for OCSF `reference`, has no place for in this version.
    """

    ocsf: Ocsf
    slack: Slack
    version: str
    actions: tuple[MappedAction, ...]
    otherwise: MappedAction
    not_yet_mapped: tuple[str, ...]
    conversions: tuple[Conversion, ...]
    reference: str
    lacking: tuple[str, ...] = ()
    logs: tuple[MappedLog, ...] = ()

    @property
    def lines(self) -> tuple[MappedAction, ...]:
        """Every line of the table, of actions and of the other logs."""
        of_logs = (line for log in self.logs for line in (*log.lines, log.default))
        return (*self.actions, self.otherwise, *of_logs)
