"""`slack-ocsf config check`: what the settings come to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from slack_ocsf_collector.settings.options import settings_options, variables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from slack_ocsf_collector.settings.effective import Effective
    from slack_ocsf_collector.settings.given import Given
    from slack_ocsf_collector.settings.load import Loaded


@click.group("config", short_help="Check settings.")
def config_group() -> None:
    """Check the settings of a collector."""


@config_group.command("check", short_help="Print the settings and where each comes from.")
@settings_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check_command(*, given: Mapping[str, Given], as_json: bool) -> None:
    """Print the effective settings and where each comes from, or all mistakes at once.

    No secret is read, and none is printed. With mistakes the exit status is 2.
    """
    from slack_ocsf_collector.settings.effective import effective
    from slack_ocsf_collector.settings.load import load
    from slack_ocsf_collector.settings.mistakes import SettingsWrong

    loaded = load(given)
    for note in unread_variables(os.environ):
        click.echo(f"note: {note}", err=True)
    found = list(effective(loaded))
    lines = [_as_json(loaded, found)] if as_json else _as_lines(found)
    for line in lines:
        click.echo(line)
    if loaded.mistakes:
        raise SettingsWrong(loaded.mistakes)


def unread_variables(names: Iterable[str]) -> list[str]:
    """Return a note for each variable that is nearly one of ours."""
    from slack_ocsf_collector.settings.mistakes import did_you_mean

    known = [*variables(), "SLACK_OCSF_TOKEN", "SLACK_OCSF_DEBUG"]
    notes = []
    for name in names:
        near = did_you_mean(name, known) if name.startswith("SLACK_OCSF_") else ""
        if near and name not in known:
            notes.append(f"{name} is set; no option of a collector reads it{near}")
    return notes


def _as_lines(found: list[Effective]) -> list[str]:
    import json

    shown = [one.value if isinstance(one.value, str) else json.dumps(one.value) for one in found]
    name = max((len(one.name) for one in found), default=0)
    value = max(map(len, shown), default=0)
    return [
        f"{one.name:{name}}  {text:{value}}  {one.origin}"
        for one, text in zip(found, shown, strict=True)
    ]


def _as_json(loaded: Loaded, found: list[Effective]) -> str:
    import json
    from dataclasses import asdict

    return json.dumps(
        {
            "settings": [asdict(one) for one in found],
            "mistakes": [asdict(one) for one in loaded.mistakes],
        },
        indent=2,
    )
