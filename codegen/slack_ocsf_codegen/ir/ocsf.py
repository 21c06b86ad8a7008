"""One version of OCSF, as `ocsf.read_export` makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


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
