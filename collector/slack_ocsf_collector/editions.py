"""The generated packages: one for each version of OCSF that is installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from slack_ocsf_cli import Misconfigured

if TYPE_CHECKING:
    from types import ModuleType

#: The version of the package `slack_ocsf`; others have theirs in their names.
DEFAULT = "1.5.0"

_NAME = "slack_ocsf"


def edition(version: str = DEFAULT) -> ModuleType:
    """Return the generated package of a version of OCSF.

    Raises:
        Misconfigured: None is installed.
    """
    name = _NAME if version == DEFAULT else f"{_NAME}_{version.replace('.', '_')}"
    if not (version[:1].isdigit() and find_spec(name)):
        there = ", ".join(sorted(map(_version, _installed())))
        raise Misconfigured(
            f"no mapping for OCSF {version} is installed (there: {there}); make one with: "
            f"slack-ocsf-codegen generate --ocsf {version} --out DIR, and put DIR on PYTHONPATH"
        )
    package = import_module(name)
    if version != package.OCSF_VERSION:
        raise Misconfigured(
            f"the package {name} in {package.__file__} makes OCSF {package.OCSF_VERSION}, not"
            f" {version}: generate it under a name of its own"
        )
    return package


def _installed() -> set[str]:
    names = {module.name for module in iter_modules()}
    prefix = f"{_NAME}_"
    return {
        name
        for name in names
        if name == _NAME or (name.startswith(prefix) and name[len(prefix)].isdigit())
    }


def _version(name: str) -> str:
    return name.removeprefix(f"{_NAME}_").replace("_", ".") if name != _NAME else DEFAULT
