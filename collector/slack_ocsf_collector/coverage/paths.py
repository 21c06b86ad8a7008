"""The paths of the values in a JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_PATH = 500


def leaves(members: dict[str, Any], key: Callable[[str], str]) -> dict[str, object]:
    """Return the first value at each path: a scalar, or a list or object that is empty.

    Args:
        members: The object. It must not be nested so deep that Python cannot recurse into it.
        key: Returns what a path has for the name of a member.

    Returns:
        Values by path, such as "details.rules_checked[].id".
    """
    found: dict[str, object] = {}
    _collect(members, "", key, found)
    return found


def _collect(
    value: Any,  # noqa: ANN401 - any JSON value
    path: str,
    key: Callable[[str], str],
    found: dict[str, object],
) -> None:
    if isinstance(value, dict) and value:
        for name, member in value.items():
            _collect(member, f"{path}.{key(name)}" if path else key(name), key, found)
    elif isinstance(value, list) and value:
        for member in value:
            _collect(member, f"{path}[]", key, found)
    elif path:
        found.setdefault(
            path if len(path) <= _LONGEST_PATH else f"{path[:_LONGEST_PATH]}...", value
        )
