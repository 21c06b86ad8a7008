"""`slack-ocsf explain`: what becomes of an action, or of one entry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slack_ocsf_cli import CannotDo, Findings
from slack_ocsf_collector.editions import DEFAULT, edition

if TYPE_CHECKING:
    from types import ModuleType

    from click.shell_completion import CompletionItem

    from slack_ocsf_collector.events import Event
    from slack_ocsf_collector.explain.catalogue import ActionRecord


def _complete(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from slack_ocsf_collector.explain.catalogue import catalogue

    names = catalogue(edition()).actions
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@click.command("explain", short_help="Show what becomes of an action or an entry.")
@click.argument("action", required=False, shell_complete=_complete)
@click.option(
    "--event",
    "file",
    type=click.Path(path_type=Path),
    help='Explain the first entry in this file, "-" for standard input.',
)
@click.option("--ocsf", "version", default=DEFAULT, show_default=True, help="OCSF version.")
@click.option("--json", "as_json", is_flag=True, help="Write it as JSON.")
def explain_command(*, action: str | None, file: Path | None, version: str, as_json: bool) -> None:
    """Show what becomes of the Slack ACTION: its class, and where each attribute comes from.

    With --event the same for one real entry, before and after: which value went where, and what
    stayed under `unmapped`. An ACTION beside it picks the first entry of that action.

    A source such as $actor.id is a path of Slack's entry, whose wrappers are read through;
    anything else is said by the table.
    """
    if action is None and file is None:
        raise click.UsageError("name an ACTION, or an entry's file with --event")
    package = edition(version)
    if file is not None:
        _explain_entry(_first(file, action, package), package, as_json=as_json)
    elif action is not None:
        _explain_action(action, package, as_json=as_json)


def _explain_action(action: str, package: ModuleType, *, as_json: bool) -> None:
    from slack_ocsf_collector.explain.catalogue import catalogue
    from slack_ocsf_collector.explain.text import explanation

    known = catalogue(package)
    record = known.of(action)
    if not as_json:
        for line in explanation(record, action):
            click.echo(line)
    else:
        _write({"action": action, **_as_dict(record)})
    if action not in known.actions:
        near = known.nearest(action)
        hint = f" (did you mean {', '.join(near)}?)" if near else ""
        raise Findings(f"{action} is no action that the table knows{hint}")


def _explain_entry(event: Event, package: ModuleType, *, as_json: bool) -> None:
    from slack_ocsf_collector.before_and_after import before_and_after
    from slack_ocsf_collector.explain.catalogue import catalogue
    from slack_ocsf_collector.explain.entry import placed, placement, stayed

    entry = event.entry
    action = entry["action"]
    record = catalogue(package).of(action)
    if as_json:
        values = placed(entry, event.body, record)
        attributes = {one.path: {"value": one.value, "source": one.source} for one in values}
        left = dict(stayed(event.body))
        _write({"action": action, "attributes": attributes, "unmapped": left})
        return
    for line in before_and_after(entry, event.body):
        click.echo(line)
    click.echo()
    for line in placement(entry, event.body, record):
        click.echo(line)


def _first(file: Path, action: str | None, package: ModuleType) -> Event:
    """The first entry of a file, or the first of an action."""
    from slack_ocsf_collector.events import Event, events
    from slack_ocsf_collector.inputs import opened
    from slack_ocsf_collector.logs import Log
    from slack_ocsf_collector.reading import Unreadable, elements
    from slack_ocsf_collector.usual import reader

    reason = "there is no entry in it"
    try:
        with opened(file) as stream:
            found = elements(stream, str(file), read=reader(package))
            for one in events(found, package=package, log=Log.AUDIT):
                if not isinstance(one, Event):
                    reason = one.as_text()
                elif action in (None, one.action):
                    return one
                else:
                    reason = f"there is no entry of {action} in it"
    except Unreadable as error:
        reason = str(error)
    raise CannotDo(f"{file}: {reason}")


def _as_dict(record: ActionRecord) -> dict[str, object]:
    return {
        "category": record.category,
        "class": record.class_name,
        "class_name": record.class_caption,
        "class_uid": record.class_uid,
        "activity_id": record.activity_id,
        "activity_name": record.activity,
        "severity": list(record.severity),
        "status": list(record.status),
        "profiles": list(record.profiles),
        "cloudwatch_class_uid": record.cloudwatch,
        "line": record.line,
        "attributes": {path: list(found) for path, found in record.attributes.items()},
        "unmapped": list(record.unmapped),
    }


def _write(document: dict[str, object]) -> None:
    import orjson

    click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
