"""Refresh what Slack says of its audit logs: `GET /audit/v1/actions` and `/schemas`.

Both endpoints answer without a token.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from slack_ocsf_codegen.pull.answers import (
    Answers,
    fields,
    read_actions,
    read_schemas,
    texts,
    vendored,
)
from slack_ocsf_codegen.pull.changes import SlackChanges, compare
from slack_ocsf_codegen.pull.failed import PullFailed, leaving
from slack_ocsf_codegen.pull.http import fetch_json
from slack_ocsf_codegen.pull.provenance import Origin, with_provenance
from slack_ocsf_codegen.pull.writing import write_together

SLACK = "https://api.slack.com/audit/v1"
COMMAND = "slack-ocsf-codegen pull slack"
_LICENCE = "none stated by Slack; only facts are kept: names and types"
_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class SlackPull:
    """What a pull did: counts, how the facts changed, the files written by path in schemas/.

    `fields` counts the fields of all entity kinds. `changes` is None when nothing was there to
    compare with.
    """

    actions: int
    fields: int
    changes: SlackChanges | None
    written: tuple[str, ...]

    def __str__(self) -> str:
        size = f"{self.actions} actions, {self.fields} entity fields"
        changes = "nothing to compare with" if self.changes is None else str(self.changes)
        return "\n".join((size, changes, *(f"wrote {path}" for path in self.written)))


def pull(
    schemas: Path,
    url: str = SLACK,
    *,
    today: date,
    force: bool = False,
    timeout: float = _TIMEOUT,
) -> SlackPull:
    """Replace `slack/actions.json` and `slack/schemas.json` with what Slack answers now.

    Args:
        schemas: The folder of the vendored files.
        url: The address before `/actions` and `/schemas`; https, or http on this machine.
        today: The date for the provenance.
        force: Take answers with less than half of what is vendored, too.
        timeout: Seconds for each answer.

    Raises:
        PullFailed: An answer is not what it should be; every file is as it was.
    """
    base = url.rstrip("/")
    with leaving(schemas):
        answers = fetch_answers(base, timeout)
        before = vendored(schemas)
        if not force:
            _check_size(before, answers, base)
        origins = {f"slack/{name}.json": _origin(base, name) for name in ("actions", "schemas")}
        contents = with_provenance(schemas, texts(answers), origins, today)
    return SlackPull(
        actions=len(answers.names),
        fields=len(fields(answers.schemas)),
        changes=compare(before, answers) if before.names or before.schemas else None,
        written=write_together(schemas, contents),
    )


def fetch_answers(url: str = SLACK, timeout: float = _TIMEOUT) -> Answers:
    """Return what Slack answers now, checked; writes nothing.

    Raises:
        PullFailed: An answer is not what it should be.
    """
    base = url.rstrip("/")
    actions, schemas = f"{base}/actions", f"{base}/schemas"
    return Answers(
        actions=read_actions(fetch_json(actions, timeout), actions),
        schemas=read_schemas(fetch_json(schemas, timeout), schemas),
    )


def _check_size(before: Answers, after: Answers, base: str) -> None:
    counts = (
        ("actions", len(before.names), len(after.names)),
        ("schemas", len(fields(before.schemas)), len(fields(after.schemas))),
    )
    for name, was, is_now in counts:
        if 2 * is_now < was:
            things = "actions" if name == "actions" else "entity fields"
            raise PullFailed(
                f"{base}/{name}: {is_now} {things}, less than half of the {was} vendored; "
                "if that is right, pull with --force"
            )


def _origin(base: str, name: str) -> Origin:
    command = COMMAND if base == SLACK else f"{COMMAND} --url {base}"
    return Origin(source=f"{base}/{name}", licence=_LICENCE, command=command)
