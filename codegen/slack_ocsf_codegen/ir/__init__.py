"""The values that cross a stage boundary. All frozen; tuples and read-only mappings inside.

Loaders make `Ocsf`, `Slack` and `Table`; `resolve` makes a `Plan` of them; `render` prints it.
"""

from slack_ocsf_codegen.ir.ocsf import Attribute, Constraint, DataType, Ocsf, OcsfClass, OcsfObject
from slack_ocsf_codegen.ir.places import Mistake, Span
from slack_ocsf_codegen.ir.plan import (
    OTHER,
    Build,
    Caption,
    Constant,
    Conversion,
    Convert,
    Elements,
    First,
    Kind,
    Lookup,
    MappedAction,
    OtherText,
    Part,
    Path,
    Plan,
    Read,
    Sentence,
    Slot,
    Value,
)
from slack_ocsf_codegen.ir.slack import Slack, SlackType
from slack_ocsf_codegen.ir.written import (
    ActionLine,
    LiteralValue,
    Raw,
    RawArray,
    RawLiteral,
    RawTable,
    Table,
    VersionLayer,
)

__all__ = [
    "OTHER",
    "ActionLine",
    "Attribute",
    "Build",
    "Caption",
    "Constant",
    "Constraint",
    "Conversion",
    "Convert",
    "DataType",
    "Elements",
    "First",
    "Kind",
    "LiteralValue",
    "Lookup",
    "MappedAction",
    "Mistake",
    "Ocsf",
    "OcsfClass",
    "OcsfObject",
    "OtherText",
    "Part",
    "Path",
    "Plan",
    "Raw",
    "RawArray",
    "RawLiteral",
    "RawTable",
    "Read",
    "Sentence",
    "Slack",
    "SlackType",
    "Slot",
    "Span",
    "Table",
    "Value",
    "VersionLayer",
]
