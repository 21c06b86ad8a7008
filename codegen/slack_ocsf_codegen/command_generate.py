"""`slack-ocsf-codegen generate`: write the package, or check that it is current."""

import shlex
from pathlib import Path

import click

from slack_ocsf_cli import CannotDo, Findings, Misconfigured
from slack_ocsf_codegen.errors import GeneratorError, MappingErrors, TableUnreadable
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
    "--check", is_flag=True, help="Write nothing; show what would change and exit with 1."
)
def generate_command(project: Path, version: str, *, check: bool) -> None:
    """Write generated/slack_ocsf and docs/coverage.md from mappings.toml and schemas/."""
    texts = generated_texts(project, version)
    if check:
        _check(project, version, texts)
    else:
        changed = write(project, texts)
        for path in changed:
            click.echo(f"wrote {path}", err=True)
        click.echo(f"{len(texts)} files, {len(changed)} changed", err=True)


def generated_texts(project: Path, version: str) -> dict[str, str]:
    """Return the generated files, the generator's errors turned into those of a command."""
    try:
        return generate(project, version)
    except MappingErrors as error:
        count = len(error.mistakes)
        raise Misconfigured(f"{count} mistake{'s' if count != 1 else ''}\n{error}") from error
    except TableUnreadable as error:
        raise Misconfigured(str(error)) from error
    except GeneratorError as error:
        raise CannotDo(str(error)) from error


def _check(project: Path, version: str, texts: dict[str, str]) -> None:
    diff = differences(project, texts)
    if diff:
        click.echo(diff, nl=False)
        mend = _mending(project, version)
        raise Findings(f"generated files are not current; mend it with: {mend}")


def _mending(project: Path, version: str) -> str:
    words = ["slack-ocsf-codegen", "generate"]
    if project != Path():
        words += ["--project", str(project)]
    if version != DEFAULT_OCSF:
        words += ["--ocsf", version]
    return shlex.join(words)
