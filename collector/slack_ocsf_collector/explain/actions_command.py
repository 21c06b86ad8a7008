"""`slack-ocsf actions`: list the actions of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.editions import DEFAULT, edition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slack_ocsf_collector.explain.catalogue import ActionRecord, Catalogue


@click.command("actions", short_help="List the actions that the table maps.")
@click.option("--class", "classes", multiple=True, help="Only of this class, such as file_hosting.")
@click.option("--category", "categories", multiple=True, help="Only of this category of Slack's.")
@click.option(
    "--unlike-cloudwatch",
    is_flag=True,
    help="Only those that AWS CloudWatch's Slack integration maps to another class, or not at all.",
)
@click.option("--ocsf", "version", default=DEFAULT, show_default=True, help="OCSF version.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON lines.")
def actions_command(
    *,
    classes: tuple[str, ...],
    categories: tuple[str, ...],
    unlike_cloudwatch: bool,
    version: str,
    as_json: bool,
) -> None:
    """List Slack's actions with the class, activity, severity and status that they get."""
    from slack_ocsf_collector.explain.catalogue import catalogue

    known = catalogue(edition(version))
    records = [known.of(action) for action in known.actions]
    _check("class", classes, known.classes)
    _check("category", categories, {record.category for record in records})
    wanted = [
        record
        for record in records
        if (not classes or record.class_name in classes)
        and (not categories or record.category in categories)
        and (not unlike_cloudwatch or record.cloudwatch != record.class_uid)
    ]
    if as_json:
        _write_json(wanted)
    else:
        _write_table(wanted, known)


def _check(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    there = sorted(known)
    for name in names:
        if name not in there:
            raise Misconfigured(f"no {what} {name!r} is in use (there are: {', '.join(there)})")


def _write_json(records: list[ActionRecord]) -> None:
    import orjson

    for record in records:
        row = {
            "action": record.action,
            "category": record.category,
            "class": record.class_name,
            "class_uid": record.class_uid,
            "activity_id": record.activity_id,
            "activity_name": record.activity,
            "severity": list(record.severity),
            "status": list(record.status),
            "cloudwatch_class_uid": record.cloudwatch,
        }
        click.echo(orjson.dumps(row))


def _write_table(records: list[ActionRecord], known: Catalogue) -> None:
    head = ("action", "class", "activity", "severity", "status")
    rows = [
        (
            record.action,
            record.class_name,
            record.activity_shown,
            "/".join(_word(source) for source in record.severity),
            "/".join(_word(source) for source in record.status),
        )
        for record in records
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for number, row in enumerate((head, *rows)):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(click.style(line.rstrip(), bold=True) if number == 0 else line.rstrip())
    click.echo(f"{len(records)} of {len(known.actions)} actions", err=True)


def _word(source: str) -> str:
    """`Low (2)` -> `Low`."""
    return source.partition(" (")[0]
