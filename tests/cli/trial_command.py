"""A command that does what a test asks it to, started through the contract."""

import sys
import time
from typing import NoReturn

import click

from slack_ocsf_cli import CannotDo, Findings, Misconfigured, run
from slack_ocsf_cli.commands import Commands

ENDS = {
    "well": None,
    "findings": Findings("two files are stale"),
    "silent-findings": Findings(),
    "misconfigured": Misconfigured("mappings.toml:3: no such class"),
    "cannot": CannotDo("https://example.com: no answer"),
    "missing-file": FileNotFoundError(2, "No such file or directory", "there.json"),
    "surprise": ZeroDivisionError("division by\nzero"),
    "click-exception": click.ClickException("not so"),
    "aborted": click.Abort(),
}


@click.command()
@click.argument("end", type=click.Choice(list(ENDS)))
def end(end: str) -> None:
    """End in one of the ways there are."""
    click.echo("data")
    if error := ENDS[end]:
        raise error


@click.command()
@click.option("--lines", default=1, show_default=True, help="How many.")
@click.option("--as-text", "kind", help="Another.")
def write(lines: int, kind: str | None) -> None:
    """Write lines."""
    for number in range(lines):
        sys.stdout.write(f"line {number} {kind or ''}\n")


@click.command()
def wait() -> None:
    """Write a line, and wait."""
    click.echo("waiting")
    time.sleep(60)


@click.group()
def nested() -> None:
    """Hold another command."""


@nested.command()
@click.option("--web-address", default="none")
def inner(web_address: str) -> None:
    """Write the option."""
    click.echo(web_address)


def commands() -> Commands:
    group = Commands("slack-ocsf", "Try the contract.")
    for command in (end, write, wait, nested):
        group.add_command(command)
    return group


def main() -> NoReturn:
    run(commands)


if __name__ == "__main__":
    main()
