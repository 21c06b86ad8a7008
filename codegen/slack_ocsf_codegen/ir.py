"""The values that cross a stage boundary. All frozen; tuples and read-only mappings inside.

Loaders make `Ocsf`, `Slack` and `Table`; `resolve` makes a `Plan` of them; `render` prints it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in the table: file name as given, line counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong with the table, and where."""

    span: Span
    text: str

    def __str__(self) -> str:
        return f"{self.span.file}:{self.span.line}: {self.text}"


# --- OCSF ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DataType:
    """An OCSF data type; `base` is the primitive it is written as (`string_t`, `long_t`...)."""

    name: str
    caption: str
    base: str
    regex: str | None = None
    max_len: int | None = None
    limits: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as one class or object has it.

    `enum` maps ids (as text, the form of the export) to captions. `observable` is the type id of
    the observable that a value here is, already resolved over attribute, dictionary and type.
    """

    name: str
    caption: str
    type: str
    object_type: str | None = None
    is_array: bool = False
    requirement: str = "optional"
    profiles: tuple[str, ...] = ()
    enum: Mapping[str, str] = field(default_factory=dict)
    sibling: str | None = None
    observable: int | None = None
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """At least one, or just one, of `attributes` must be there."""

    kind: Literal["at_least_one", "just_one"]
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OcsfObject:
    """An OCSF object, or the attributes of a class."""

    name: str
    caption: str
    attributes: Mapping[str, Attribute]
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class OcsfClass:
    """An OCSF event class; `body` holds its attributes and constraints."""

    name: str
    caption: str
    uid: int
    category_uid: int
    category_name: str
    profiles: tuple[str, ...]
    body: OcsfObject


@dataclass(frozen=True, slots=True)
class Ocsf:
    """One version of OCSF; `observables` maps observable type ids to their captions."""

    version: str
    classes: Mapping[str, OcsfClass]
    objects: Mapping[str, OcsfObject]
    types: Mapping[str, DataType]
    observables: Mapping[int, str]


# --- Slack ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlackType:
    """The type of a value in an entry.

    `item` is the type of a list's elements. `fields` are the known members of an object. A
    `wrapped` object is `{"type": t, t: {...}}`; `flat_kind` names the kind of one that may also be
    written without the wrapper.
    """

    name: Literal["string", "bool", "int", "mixed", "list", "object"]
    item: "SlackType | None" = None
    fields: Mapping[str, "SlackType"] = field(default_factory=dict)
    wrapped: bool = False
    flat_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Slack:
    """What Slack says of itself: actions with their categories, entity kinds, one entry.

    `categories` maps a category to its actions in order; an action may stand in two.
    `documented` are actions that only the documentation has.
    """

    categories: Mapping[str, tuple[str, ...]]
    documented: frozenset[str]
    entities: Mapping[str, Mapping[str, SlackType]]
    entry: SlackType

    @property
    def actions(self) -> frozenset[str]:
        """Every known action name."""
        return frozenset(name for names in self.categories.values() for name in names)


# --- the table, as written -----------------------------------------------------------------

LiteralValue = str | int | float | bool


@dataclass(frozen=True, slots=True)
class RawLiteral:
    """A string, number or bool as it stands in the table; a string may be a `$path`."""

    value: LiteralValue
    span: Span
    own: bool = False


@dataclass(frozen=True, slots=True)
class RawArray:
    """An array as it stands in the table."""

    items: tuple["Raw", ...]
    span: Span
    own: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table, inline table or dotted key; `own` marks what stands on an action's line."""

    entries: Mapping[str, "Raw"]
    span: Span
    own: bool = False


Raw = RawLiteral | RawArray | RawTable


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One line of an `[action.<category>]` table."""

    action: str
    category: str
    value: Raw
    span: Span


@dataclass(frozen=True, slots=True)
class VersionLayer:
    """What `[ocsf."<version>"]` adds for one version of OCSF, over the sections of all."""

    classes: Mapping[str, RawTable]
    entities: Mapping[str, Mapping[str, RawTable]]


@dataclass(frozen=True, slots=True)
class Table:
    """`mappings.toml`, read but not yet understood."""

    file: str
    version: RawLiteral
    otherwise: Raw
    not_yet_mapped: tuple[RawLiteral, ...]
    event: RawTable
    classes: Mapping[str, RawTable]
    entities: Mapping[str, Mapping[str, RawTable]]
    actions: tuple[ActionLine, ...]
    versions: Mapping[str, VersionLayer] = field(default_factory=dict)


# --- the plan: values with every name resolved ----------------------------------------------


@dataclass(frozen=True, slots=True)
class Path:
    """Where a value stands: member names from the entry (or from the entity at hand)."""

    root: Literal["entry", "entity"]
    keys: tuple[str, ...]
    type: SlackType

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
    """A closed lookup of the string at a path, or of each string of the list there."""

    path: Path
    arms: tuple[tuple[str, Constant | Caption], ...]
    default: Constant | Caption | None
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
    """What becomes of one action: its class, activity and slots, layers merged."""

    action: str
    category: str
    ocsf_class: str
    activity: Caption
    slots: tuple[Slot, ...]
    span: Span


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
