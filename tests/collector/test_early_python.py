"""Patterns match alike in Python before 3.11.5, which Debian 12 has.

There, what a possessive quantifier repeats may not fail once a part of it has matched that is more
than single characters: matching would go on from where it failed (gh-106052).
"""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import dropwhile
from types import ModuleType
from typing import Any

import pytest

import slack_ocsf
import slack_ocsf_codegen
import slack_ocsf_collector

_parser: Any = import_module("re._parser")
Items = list[tuple[str, Any]]
_SINGLE = {"LITERAL", "NOT_LITERAL", "IN", "ANY", "AT"}


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def _possessive() -> list[str | bytes]:
    """The possessive patterns of all modules."""
    packages = (slack_ocsf, slack_ocsf_codegen, slack_ocsf_collector)
    values = (
        value for one in packages for module in _modules(one) for value in vars(module).values()
    )
    patterns = {value.pattern for value in values if isinstance(value, re.Pattern)}
    return sorted((one for one in patterns if _repeated(_parser.parse(one))), key=str)


def _repeated(node: Any) -> list[Items]:  # noqa: ANN401 - the parser has no types
    """What possessive quantifiers repeat in a parsed pattern, at any depth."""
    found: list[Items] = []
    if type(node) is _parser.SubPattern:
        for op, value in node:
            if str(op) == "POSSESSIVE_REPEAT":
                found.append([(str(inner), argument) for inner, argument in value[2]])
            found += _repeated(value)
    elif isinstance(node, list | tuple):
        found = [one for member in node for one in _repeated(member)]
    return found


def _cannot_go_astray(items: Items) -> bool:
    """Whether all that can fail are single characters at the start, or there is a way back."""
    if items[0][0] == "BRANCH":
        *_, last = items[0][1][1]
        return str(last) == str(_parser.parse("(?!)"))
    behind = dropwhile(lambda item: item[0] in _SINGLE, items)
    return all(op.endswith("REPEAT") and value[0] == 0 for op, value in behind)


@pytest.mark.parametrize("pattern", _possessive())
def test_what_a_possessive_quantifier_repeats_does_not_fail_behind_a_match(
    pattern: str | bytes,
) -> None:
    assert all(map(_cannot_go_astray, _repeated(_parser.parse(pattern))))


def test_a_repetition_that_would_go_astray_is_told() -> None:
    (items,) = _repeated(_parser.parse("(?:a(?=b)b)*+"))

    assert not _cannot_go_astray(items)
