"""`slack-ocsf-codegen breaking`: does the version of the mapping say what changed in it?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from slack_ocsf_cli import CannotDo, Findings, Misconfigured
from slack_ocsf_codegen.breaking.comparison import compare
from slack_ocsf_codegen.breaking.earlier import load_earlier
from slack_ocsf_codegen.breaking.findings import Comparison
from slack_ocsf_codegen.breaking.git import TABLE, GitFailed, NoSuchRevision, write_revision
from slack_ocsf_codegen.breaking.json import as_json
from slack_ocsf_codegen.breaking.report import markdown
from slack_ocsf_codegen.command_failures import failures_of_a_command
from slack_ocsf_codegen.errors import GeneratorError, MappingErrors
from slack_ocsf_codegen.generate import load_plan
from slack_ocsf_codegen.ir import Plan

_folder = click.Path(path_type=Path, exists=True, file_okay=False)
#: So many mistakes of an earlier table are told: nobody can mend them any more.
_TOLD = 3


@click.command("breaking")
@click.option(
    "--project",
    type=_folder,
    default=Path(),
    help="Folder that holds mappings.toml (and schemas/, if it has its own).  [default: here]",
)
@click.option("--against", "revision", metavar="REV", help="An earlier revision of it in git.")
@click.option("--against-dir", "earlier", type=_folder, help="A folder that holds it as it was.")
@click.option("--json", "in_json", is_flag=True, help="Write the report as JSON.")
def breaking_command(
    project: Path, revision: str | None, earlier: Path | None, *, in_json: bool
) -> None:
    """Tell what a change of the mapping means; exit with 1 if its version does not follow."""
    if (revision is None) == (earlier is None):
        raise click.UsageError("give --against REV, or --against-dir DIR")
    comparison = _against_folder(project, earlier) if earlier else _against(project, revision or "")
    click.echo(as_json(comparison) if in_json else markdown(comparison), nl=False)
    if not comparison.follows:
        raise Findings(
            f"{TABLE}: version {comparison.after} does not follow"
            f" {comparison.before} of {comparison.against}: make it {comparison.least} or more"
        )


def _against(project: Path, revision: str) -> Comparison:
    plan = _plan(project)
    with TemporaryDirectory(prefix="slack-ocsf-") as name:
        folder = Path(name)
        try:
            write_revision(project, revision, folder)
        except NoSuchRevision as error:
            raise Misconfigured(str(error)) from error
        except GitFailed as error:
            raise CannotDo(str(error)) from error
        if not (folder / TABLE).is_file():
            return Comparison(revision, None, plan.version, None, follows=True, findings=())
        return _compared(folder, plan, revision)


def _against_folder(project: Path, folder: Path) -> Comparison:
    if not (folder / TABLE).is_file():
        raise Misconfigured(f"{folder} holds no {TABLE}")
    return _compared(folder, _plan(project), str(folder))


def _plan(project: Path) -> Plan:
    """Return the plan of today's table."""
    with failures_of_a_command():
        return load_plan(project)


def _compared(folder: Path, plan: Plan, against: str) -> Comparison:
    with _unreadable(against):
        return compare(load_earlier(folder), plan, against)


@contextmanager
def _unreadable(against: str) -> Iterator[None]:
    """Turn what is wrong with an earlier mapping into an error of the command."""
    told = f"{against}: this generator cannot read the mapping of then, so it compares nothing"
    try:
        yield
    except MappingErrors as error:
        some = "\n".join(map(str, error.mistakes[:_TOLD]))
        raise CannotDo(f"{told}; {_count(error)}, such as\n{some}") from error
    except (GeneratorError, ValueError) as error:
        raise CannotDo(f"{told}; {error}") from error


def _count(error: MappingErrors) -> str:
    count = len(error.mistakes)
    return f"{count} mistake{'s' if count != 1 else ''}"
