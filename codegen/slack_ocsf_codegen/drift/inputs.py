"""What drift compares: the vendored facts with the table, and what stands against them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from slack_ocsf_codegen.generate import DEFAULT_OCSF, project_slack
from slack_ocsf_codegen.ir import Ocsf, Slack, Table
from slack_ocsf_codegen.locate import project_input
from slack_ocsf_codegen.ocsf_versions import find_ocsf
from slack_ocsf_codegen.pull.answers import Answers, Schemas, read_actions, read_schemas
from slack_ocsf_codegen.pull.failed import PullFailed
from slack_ocsf_codegen.resolve import resolve
from slack_ocsf_codegen.slack import slack_from
from slack_ocsf_codegen.table import load_table


@dataclass(frozen=True, slots=True)
class Vendored:
    """What the project has, and a table without mistakes over it.

    `envelope` and `documented` are the parts of the facts that Slack does not answer.
    """

    table: Table
    ocsf: Ocsf
    slack: Slack
    answers: Answers
    envelope: Mapping[str, Any]
    documented: Mapping[str, Any]

    def slack_with(self, answers: Answers) -> Slack:
        """Return the facts as they are once these answers are vendored.

        Raises:
            SchemaUnreadable: A type notation is unknown.
        """
        actions, schemas = {"actions": answers.actions}, {"schemas": answers.schemas}
        slack = slack_from(actions, schemas, self.envelope, self.documented)
        return replace(slack, logs=self.slack.logs)


def load_vendored(project: Path) -> Vendored:
    """Return the vendored facts of a project and its table.

    Raises:
        GeneratorError: The table or a schema is wrong; the subclass says which.
        PullFailed: A vendored answer is of another shape.
    """
    slack = project_slack(project)
    ocsf = find_ocsf(project, DEFAULT_OCSF)
    table = load_table(project / "mappings.toml")
    resolve(table, ocsf, slack)
    return Vendored(
        table=table,
        ocsf=ocsf,
        slack=slack,
        answers=Answers(
            actions=read_actions_file(_slack_file(project, "actions")),
            schemas=read_schemas_file(_slack_file(project, "schemas")),
        ),
        envelope=_document(_slack_file(project, "envelope")),
        documented=_document(_slack_file(project, "documented"))["actions"],
    )


def read_actions_file(file: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the actions in a file that holds an answer of `/actions`.

    Raises:
        PullFailed: It holds no such answer.
    """
    return read_actions(_document(file), str(file))


def read_schemas_file(file: Path) -> Schemas:
    """Return the schemas in a file that holds an answer of `/schemas`.

    Raises:
        PullFailed: It holds no such answer.
    """
    return read_schemas(_document(file), str(file))


def _slack_file(project: Path, name: str) -> Path:
    return project_input(project, f"schemas/slack/{name}.json")


def _document(file: Path) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        raise PullFailed(f"{file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise PullFailed(f"{file}: not JSON, or cut off ({error})") from error
