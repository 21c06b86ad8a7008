"""The pipeline: load -> resolve -> render -> format."""

from pathlib import Path

from slack_ocsf_codegen.formatting import formatted
from slack_ocsf_codegen.ir import Ocsf, Plan, Slack
from slack_ocsf_codegen.locate import project_input
from slack_ocsf_codegen.models import render_models
from slack_ocsf_codegen.ocsf import load_ocsf
from slack_ocsf_codegen.render import render, render_coverage
from slack_ocsf_codegen.resolve import resolve
from slack_ocsf_codegen.slack import load_slack
from slack_ocsf_codegen.table import load_table

#: The version that mappings.toml is written for.
DEFAULT_OCSF = "1.5.0"
#: The name of the generated package.
PACKAGE = "slack_ocsf"


def load_plan(project: Path, ocsf_version: str = DEFAULT_OCSF) -> Plan:
    """Return the checked plan of a project's table.

    Schemas that the project does not have are those that came with the generator. What another
    version than the default lacks is left out; `Plan.lacking` says what that is.

    Raises:
        GeneratorError: The table or a schema is wrong; the subclass says which.
    """
    return resolve(
        load_table(project / "mappings.toml"),
        project_ocsf(project, ocsf_version),
        project_slack(project),
        reference=project_ocsf(project, DEFAULT_OCSF),
    )


def project_ocsf(project: Path, version: str) -> Ocsf:
    """Return one version of OCSF as the project has it, else as the generator has it."""
    return load_ocsf(project_input(project, f"schemas/ocsf/{version}.json").parent, version)


def project_slack(project: Path) -> Slack:
    """Return Slack's facts, each file as the project has it, else as the generator has it."""
    names = ("actions", "schemas", "envelope", "documented")
    files = (project_input(project, f"schemas/slack/{name}.json") for name in names)
    return load_slack(*files)


def generate(project: Path, ocsf_version: str = DEFAULT_OCSF) -> dict[str, str]:
    """Return every generated file by its path in the project. Writes nothing.

    Raises:
        GeneratorError: As `load_plan`, or a tool refused its input.
    """
    plan = load_plan(project, ocsf_version)
    modules = {**render(plan, PACKAGE), **render_models(plan, PACKAGE)}
    texts = {f"generated/{PACKAGE}/{path}": text for path, text in modules.items()}
    return {**formatted(texts), "docs/coverage.md": render_coverage(plan)}
