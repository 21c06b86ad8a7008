"""Load the mapping of an earlier project with today's generator."""

import re
from dataclasses import replace
from pathlib import Path

from slack_ocsf_codegen.breaking.git import PACKAGE_INIT, TABLE
from slack_ocsf_codegen.generate import DEFAULT_OCSF, project_slack
from slack_ocsf_codegen.ir import Plan, RawLiteral, Slack, Table
from slack_ocsf_codegen.ocsf_versions import find_ocsf
from slack_ocsf_codegen.resolve import resolve
from slack_ocsf_codegen.table import load_table

_OCSF_VERSION = re.compile(r'^OCSF_VERSION = "([^"\n]+)"$', re.MULTILINE)


def load_earlier(folder: Path) -> Plan:
    """Return the plan of an earlier project, for the OCSF version that was its default.

    Schemas that it does not have are those that came with the generator.

    Raises:
        GeneratorError: Today's generator cannot read its table or a schema of it.
    """
    slack = project_slack(folder)
    table = _tolerating(load_table(folder / TABLE), slack)
    return resolve(table, find_ocsf(folder, _default_ocsf(folder)), slack)


def _default_ocsf(folder: Path) -> str:
    """Return the version that its package was generated for; without one, today's default."""
    file = folder / PACKAGE_INIT
    found = _OCSF_VERSION.search(file.read_text(encoding="utf-8")) if file.is_file() else None
    return found[1] if found else DEFAULT_OCSF


def _tolerating(table: Table, slack: Slack) -> Table:
    """Declare actions that Slack got since then: they had no line, which was no mistake."""
    known = {line.action for line in table.actions} | {one.value for one in table.not_yet_mapped}
    new = tuple(RawLiteral(one, table.version.span) for one in sorted(slack.actions - known))
    return replace(table, not_yet_mapped=(*table.not_yet_mapped, *new))
