"""Read entries of the usual form into structs, which are mapped in less time than dicts."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msgspec.json import Decoder

from slack_ocsf_collector.logs import AUDIT
from slack_ocsf_collector.portable import NOT_READ, read
from slack_ocsf_collector.reader import INTO_DICTS, Reader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from slack_ocsf_collector.logs import Log


@cache
def usual_of(package: ModuleType) -> ModuleType | None:
    """Return what maps structs in a generated package; None where it was made without."""
    return _part(package, "usual")


@cache
def cells_of(package: ModuleType) -> ModuleType | None:
    """Return what maps structs to lines of cells; None where a package was made without."""
    return _part(package, "cells")


def _part(package: ModuleType, part: str) -> ModuleType | None:
    name = f"{package.__name__}.{part}"
    return import_module(name) if hasattr(package, "__path__") and find_spec(name) else None


def reader(package: ModuleType, log: Log | None = None) -> Reader:
    """Return what reads elements for `events`: into structs, else into dicts.

    Args:
        package: The generated package that maps.
        log: The log that the elements are of; None tells each by its members.
    """
    usual = usual_of(package) if log in {None, AUDIT} else None
    if usual is None:
        return INTO_DICTS
    decode, kind = usual.decode, usual.Entry
    decode_list = Decoder(list[kind]).decode  # type: ignore[valid-type] # known when it runs

    def read_either(raw: bytes) -> object:
        try:
            return decode(raw)
        except NOT_READ:
            return read(raw)

    def read_structs(text: bytes) -> Sequence[object]:
        try:
            return decode_list(text)
        except NOT_READ:
            return ()

    return Reader(read_either, read_structs)
