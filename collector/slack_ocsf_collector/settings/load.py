"""Load settings: one file, variables over it, flags over both."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, TypeVar

from slack_ocsf_collector.editions import DEFAULT
from slack_ocsf_collector.settings import checking, overlay, rules
from slack_ocsf_collector.settings.layers import Layers, layers_of
from slack_ocsf_collector.settings.mistakes import Mistake, SettingsWrong, in_order
from slack_ocsf_collector.settings.settings import Settings, Timing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_ocsf_collector.settings.given import Given
    from slack_ocsf_collector.settings.layers import Table
    from slack_ocsf_collector.settings.mistakes import Path

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with where they come from.

    Attributes:
        settings: None when there are mistakes.
        mistakes: All of them.
        layers: Tell where a value was written.
        organizations: The path of each in `layers`, in their order.
        sinks: Likewise.
    """

    settings: Settings | None
    mistakes: tuple[Mistake, ...]
    layers: Layers
    organizations: tuple[Path, ...]
    sinks: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """Settings as they were written, by path where there are several."""

    top: Table
    timing: Any
    organizations: dict[Path, Table]
    sinks: dict[Path, Table]


def load_settings(given: Mapping[str, Given], now: float | None = None) -> Settings:
    """Return the settings.

    Args:
        given: What options and their variables say, by name of the option; see `options`.
        now: Unix seconds that ages such as `30d` count back from; None for the clock's.

    Raises:
        SettingsWrong: They cannot be used. It names all mistakes.
    """
    loaded = load(given, now)
    if loaded.settings is None:
        raise SettingsWrong(loaded.mistakes)
    return loaded.settings


def load(given: Mapping[str, Given], now: float | None = None) -> Loaded:
    """Return the settings, or what is wrong with them, and where they come from.

    Raises:
        SettingsWrong: The file cannot be read.
    """
    layers = layers_of(given.get("config"))
    checking.check_names(layers, layers.document)
    written = _written(layers, given)
    timing = checking.timing_of(layers, written.timing)
    scalars = {"state": default_state(), **checking.scalars_of(layers, written.top)}
    moment = time.time() if now is None else now
    organizations = _each(
        written.organizations,
        lambda path, table: checking.organization_of(layers, path, table, moment),
    )
    sinks = _each(written.sinks, lambda path, table: checking.sink_of(layers, path, table))
    rules.check_names(layers, written.organizations)
    rules.check_timing(layers, timing or Timing())
    rules.check_sinks(layers, written.sinks, str(scalars["state"]))
    rules.check_ocsf(layers, scalars.get("ocsf", DEFAULT), sinks)
    settings = None
    if not layers.mistakes and timing is not None:
        settings = Settings(
            organizations=(*organizations.values(),),
            sinks=(*sinks.values(),),
            timing=timing,
            **scalars,
        )
    mistakes = in_order(mistake for _, mistake in layers.mistakes)
    return Loaded(settings, mistakes, layers, (*organizations,), (*sinks,))


def default_state() -> File:
    """Return where the state is kept when nobody says: where XDG has such things."""
    home = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111
    return File(home) / "slack-ocsf"


def _written(layers: Layers, given: Mapping[str, Given]) -> _Written:
    """Return what file and options say together, secrets in it being noted as mistakes."""
    document = layers.document
    top = {name: document[name] for name in overlay.TOP if name in document}
    timing: Any = document.get("timing", {})
    if isinstance(timing, dict):
        timing = overlay.put_over(layers, given, ("timing",), timing, overlay.TIMING)
    written = _Written(
        top=overlay.put_over(layers, given, (), top, overlay.TOP),
        timing=timing,
        organizations=overlay.organizations(layers, given),
        sinks=overlay.sinks(layers, given),
    )
    checking.check_secrets(layers, written.top, ())
    checking.check_secrets(layers, written.timing, ("timing",))
    for path, table in (*written.organizations.items(), *written.sinks.items()):
        checking.check_secrets(layers, table, path)
    return written


def _each(
    tables: Mapping[Path, Table], make: Callable[[Path, Table], _Made | None]
) -> dict[Path, _Made]:
    """Return what could be made of each table."""
    made = {path: make(path, table) for path, table in tables.items()}
    return {path: one for path, one in made.items() if one is not None}
