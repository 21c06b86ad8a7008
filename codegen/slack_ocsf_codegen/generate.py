"""The pipeline: load -> resolve -> render -> format."""

from pathlib import Path

from slack_ocsf_codegen.catalogue import render_catalogue
from slack_ocsf_codegen.cloudwatch import load_cloudwatch
from slack_ocsf_codegen.formatting import formatted
from slack_ocsf_codegen.ir import Plan, Slack
from slack_ocsf_codegen.locate import project_input
from slack_ocsf_codegen.models import render_models
from slack_ocsf_codegen.ocsf_versions import find_ocsf
from slack_ocsf_codegen.render import render, render_coverage, render_views
from slack_ocsf_codegen.resolve import resolve
from slack_ocsf_codegen.slack import load_slack
from slack_ocsf_codegen.table import load_table

#: The version that mappings.toml is written for.
DEFAULT_OCSF = "1.5.0"
#: The name of the package for that version.
PACKAGE = "slack_ocsf"
#: Slack's logs beside the audit log, as the table and the files of their schemas name them.
LOGS = ("access", "integration")


def load_plan(project: Path, ocsf_version: str = DEFAULT_OCSF) -> Plan:
    """Return the checked plan of a project's table.

    Schemas that the project does not have are those that came with the generator. What another
    version than the default lacks is left out; `Plan.lacking` says what that is.

    Raises:
        GeneratorError: The table or a schema is wrong; the subclass says which.
    """
    return resolve(
        load_table(project / "mappings.toml"),
        find_ocsf(project, ocsf_version),
        project_slack(project),
        reference=find_ocsf(project, DEFAULT_OCSF),
    )


def project_slack(project: Path) -> Slack:
    """Return Slack's facts, each file as the project has it, else as the generator has it."""
    names = ("actions", "schemas", "envelope", "documented")
    files = (project_input(project, f"schemas/slack/{name}.json") for name in (*names, *LOGS))
    actions, schemas, envelope, documented, *logs = files
    return load_slack(actions, schemas, envelope, documented, dict(zip(LOGS, logs, strict=True)))


def generate(
    project: Path, ocsf_version: str = DEFAULT_OCSF, package: str | None = None
) -> dict[str, str]:
    """Return every generated file by its path in the project. Writes nothing.

    Args:
        project: The folder that holds mappings.toml.
        ocsf_version: The version of OCSF that events are of.
        package: The import name of the generated package, if it is not `package_name`.

    Raises:
        GeneratorError: As `load_plan`, or a tool refused its input.
    """
    plan = load_plan(project, ocsf_version)
    package = package or package_name(ocsf_version)
    cloudwatch = load_cloudwatch(project_input(project, "schemas/slack/cloudwatch.json"))
    modules = {
        **render(plan, package),
        **render_models(plan, package),
        "catalogue.json": render_catalogue(plan, cloudwatch),
    }
    texts = {f"generated/{package}/{path}": text for path, text in modules.items()}
    return {
        **formatted(texts, package),
        coverage_page(package): render_coverage(plan, cloudwatch),
        views_script(package): render_views(plan, package),
    }


def package_name(ocsf_version: str) -> str:
    """Return the usual name of a version's package, under which the runtime finds it."""
    if ocsf_version == DEFAULT_OCSF:
        return PACKAGE
    return f"{PACKAGE}_{ocsf_version.replace('.', '_')}"


def coverage_page(package: str) -> str:
    """Return where the page on a package goes; that of the usual one is plainly coverage.md."""
    return f"docs/coverage{package.removeprefix(PACKAGE)}.md"


def views_script(package: str) -> str:
    """Return where the views over a lake of a package's events go."""
    return f"docs/views{package.removeprefix(PACKAGE)}.sql"
