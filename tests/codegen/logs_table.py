"""The small table with a section for each of two logs, and what is said when a line is bad."""

from dataclasses import replace

from slack_ocsf_codegen.errors import MappingErrors
from slack_ocsf_codegen.ir import Plan, SlackType
from small_table import SLACK, TABLE, plan

_TEXT, _NUMBER = SlackType("string"), SlackType("int")
LOGS = {
    "visits": SlackType(
        "object", fields={"user": _TEXT, "seen": _NUMBER, "is_new": SlackType("bool")}
    ),
    "changes": SlackType(
        "object",
        fields={"kind_of": _TEXT, "when": _TEXT, "number": SlackType("mixed"), "app": _TEXT},
    ),
}
FIRST = TABLE.count("\n") + 1
"""The line of `[source.visits]`."""

SECTIONS = """\
[source.visits]
to = "authentication.logon"
time = "$seen"
severity = "informational"
user = { first = [{ uid = "$user" }, { name = "unknown" }] }
service.name = "Slack"
metadata.product = { name = "Slack", vendor_name = "Slack" }
[source.changes]
to.match = "$kind_of"
to.added = { to = "application_lifecycle.install", severity = "low" }
to.removed = "application_lifecycle.remove"
to.default = { to = "application_lifecycle.other", activity_name = "$kind_of" }
time = "$when"
severity = "informational"
app = { first = [{ uid = "$app" }, { name = "unknown" }] }
metadata = { event_code = "$kind_of", product = { name = "Slack", vendor_name = "Slack" } }
"""


def plan_with(sections: str) -> Plan:
    """Return the plan of the small table with these sections."""
    return plan(TABLE + sections, replace(SLACK, logs=LOGS))


def edited(key: str, line: str) -> str:
    """Return the sections with this line in the place of the one that starts with `key`."""
    lines = SECTIONS.splitlines()
    (number,) = (index for index, text in enumerate(lines) if text.startswith(key))
    return "\n".join([*lines[:number], line, *lines[number + 1 :]]) + "\n"


def said(key: str, line: str) -> str:
    """Return what is said of an edit, with lines counted from `[source.visits]`, the first."""
    try:
        plan_with(edited(key, line))
    except MappingErrors as error:
        return "\n".join(map(_counted, str(error).splitlines()))
    return ""


def _counted(mistake: str) -> str:
    file, line, text = mistake.split(":", 2)
    return f"{file}:{int(line) - FIRST + 1}:{text}"
