"""What settings come to, one by one, with where each comes from and without secrets."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.settings.secrets import where
from slack_ocsf_collector.settings.settings import SecretSource, SinkSetting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_ocsf_collector.settings.load import Loaded
    from slack_ocsf_collector.settings.mistakes import Path

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Effective:
    """One setting.

    Attributes:
        name: Such as `organization.acme.page_size`.
        value: A JSON value.
        origin: `FILE:LINE`, a variable, a flag, or `default`.
    """

    name: str
    value: str | int | bool | list[str] | None
    origin: str


def effective(loaded: Loaded) -> Iterator[Effective]:
    """Yield each setting; none when there are mistakes."""
    settings = loaded.settings
    if settings is None:
        return
    for name in ("state", "ocsf", "metrics", "metrics_file", "log_level"):
        yield from _of(loaded, name, (name,), getattr(settings, name))
    yield from _of(loaded, "timing", ("timing",), settings.timing)
    for path, organization in zip(loaded.organizations, settings.organizations, strict=True):
        yield from _of(loaded, f"organization.{organization.name}", path, organization)
    for index, (path, sink) in enumerate(zip(loaded.sinks, settings.sinks, strict=True), 1):
        yield from _of(loaded, f"sink.{index}", path, sink)


def _of(loaded: Loaded, name: str, path: Path, value: Any) -> Iterator[Effective]:  # noqa: ANN401
    if isinstance(value, SecretSource) or not is_dataclass(value):
        yield Effective(name, _shown(path, value), _origin(loaded, path))
        return
    for one in fields(value):
        inner = getattr(value, one.name)
        if one.name in ("options", "headers") and isinstance(value, SinkSetting):
            yield from _of_members(loaded, name, path, one.name, inner)
        else:
            yield from _of(loaded, f"{name}.{one.name}", (*path, one.name), inner)


def _of_members(
    loaded: Loaded, name: str, path: Path, kind: str, members: Mapping[str, Any]
) -> Iterator[Effective]:
    """Yield options, which stand in a sink's own table, or headers, which have one of theirs."""
    is_own = kind == "headers"
    for member, value in members.items():
        inner: Path = (*path, kind, member) if is_own else (*path, member)
        yield from _of(loaded, f"{name}.{'headers.' if is_own else ''}{member}", inner, value)


def _shown(path: Path, value: Any) -> str | int | bool | list[str] | None:  # noqa: ANN401
    if isinstance(value, SecretSource):
        return where(value)
    if path[-1] == "oldest" and value is not None:
        return datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
    if path[-1] == "target":
        target, query, _ = str(value).partition("?")
        return f"{target}?..." if query else target
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value if value is None or isinstance(value, int | bool) else str(value)


def _origin(loaded: Loaded, path: Path) -> str:
    layers = loaded.layers
    of_option = layers.given.get(path[:-1]) if path[-1] in ("kind", "target", "carries") else None
    return layers.origin(path) if layers.is_written(path) else of_option or DEFAULT
