"""Read entries of the usual form into structs, which are mapped in less time than dicts."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from slack_ocsf_collector.logs import AUDIT
from slack_ocsf_collector.portable import NOT_READ, read

if TYPE_CHECKING:
    from types import ModuleType

    from slack_ocsf_collector.logs import Log
    from slack_ocsf_collector.splitting import Reader


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
    """Return what reads an element of a list for `events`: into a struct, else into a dict.

    Args:
        package: The generated package that maps.
        log: The log that the elements are of; None tells each by its members.
    """
    usual = usual_of(package) if log in {None, AUDIT} else None
    if usual is None:
        return read
    decode = usual.decode

    def read_either(raw: bytes) -> object:
        try:
            return decode(raw)
        except NOT_READ:
            return read(raw)

    return read_either
