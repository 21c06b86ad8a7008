"""The table as it is written, as `table.read_table` makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slack_ocsf_codegen.ir.places import Span

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
    """One line of an `[action.<category>]` table; `text` is what is written there."""

    action: str
    category: str
    value: Raw
    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class VersionLayer:
    """What `[ocsf."<version>"]` adds for one version of OCSF, over the sections of all."""

    classes: Mapping[str, RawTable]
    entities: Mapping[str, Mapping[str, RawTable]]
    sources: Mapping[str, RawTable] = field(default_factory=dict)


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
    sources: Mapping[str, RawTable] = field(default_factory=dict)
