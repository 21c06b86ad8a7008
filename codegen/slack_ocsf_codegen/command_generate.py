"""`slack-ocsf-codegen generate`: write the package, or check that it is current."""

import shlex
import sys
from pathlib import Path

import click

from slack_ocsf_cli import Findings, Misconfigured
from slack_ocsf_codegen.command_failures import failures_of_a_command
from slack_ocsf_codegen.generate import DEFAULT_OCSF, generate
from slack_ocsf_codegen.writing import differences, write


@click.command("generate")
@click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="Folder that holds mappings.toml (and schemas/, if it has its own).  [default: here]",
)
@click.option("--ocsf", "version", default=DEFAULT_OCSF, show_default=True, help="OCSF version.")
@click.option(
    "--package",
    help="Its import name.  [default: slack_ocsf, for other versions slack_ocsf_1_3_0 and so on]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the package and its pages into this folder, not into the project.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; show what would change and exit with 1."
)
def generate_command(
    project: Path, version: str, package: str | None, out: Path | None, *, check: bool
) -> None:
    """Write generated/slack_ocsf and its pages in docs/ from mappings.toml and schemas/."""
    if package is not None and not package.isidentifier():
        raise Misconfigured(f"{package!r} is no import name")
    with failures_of_a_command():
        texts = generate(project, version, package)
    folder = out or project
    if out is not None:
        texts = {path.partition("/")[2]: text for path, text in texts.items()}
    if check:
        _check(folder, texts)
    else:
        _write(folder, texts)


def _write(folder: Path, texts: dict[str, str]) -> None:
    changed = write(folder, texts)
    for path in changed:
        click.echo(f"wrote {path}", err=True)
    click.echo(f"{len(texts)} files, {len(changed)} changed", err=True)


def _check(folder: Path, texts: dict[str, str]) -> None:
    diff = differences(folder, texts)
    if diff:
        click.echo(diff, nl=False)
        raise Findings(f"generated files are not current; mend it with: {_mending()}")


def _mending() -> str:
    """The command as it was given, without what made it a check."""
    words = [word for word in sys.argv[1:] if word != "--check"]
    return shlex.join(["slack-ocsf-codegen", *words])
