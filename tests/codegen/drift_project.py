"""A small project to compare with changed answers of Slack, and the command run over it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator_runs import Run, run

if TYPE_CHECKING:
    from pathlib import Path

#: Each line's number is part of what the tests expect.
TABLE = """\
version = "0.1.0"
otherwise = { to = "base_event.other", activity_name = "Unmapped Action" }
not_yet_mapped = ["canvas_opened", "user_paused"]
[event]
time = "$date_create"
severity = "informational"
actor.user = "$actor"
metadata.product = { name = "Slack", vendor_name = "Slack" }
[entity.user.user]
uid = "$id"
name = "$name"
[class.authentication]
user = { first = ["$entity", { name = "unknown" }] }
service = { name = "Slack" }
[class.web_resources_activity]
web_resources = [{ name = "unknown" }]
[class.entity_management]
entity = { name = "unknown", type = { other = "setting" } }
[action.user]
user_login = "authentication.logon"
user_logout = { to = "authentication.logoff", severity = "low" }
[action.list]
list_created = "web_resources_activity.create"
list_deleted = { to = "web_resources_activity.delete", severity = "low" }
list_archived = { to = "web_resources_activity.other", activity_name = "Archive" }
[action.canvas]
canvas_created = "web_resources_activity.create"
canvas_deleted = { to = "web_resources_activity.delete", severity = "low" }
[action.channel]
member_joined = { to = "user_access.assign_privileges", user = { uid = "U" }, privileges = ["x"] }
[action.workspace_or_org]
"pref.sso_changed" = { to = "entity_management.update", severity = "high" }
"""

ACTIONS: dict[str, list[str]] = {
    "canvas": ["canvas_created", "canvas_deleted", "canvas_opened"],
    "channel": ["member_joined"],
    "list": ["list_archived", "list_created", "list_deleted"],
    "user": ["user_login", "user_logout"],
    "workspace_or_org": ["pref.sso_changed"],
}
USER = {"id": "string", "name": "string", "email": "string"}
FILE = {"id": "string", "title": "string"}
DOCUMENTED = {"user": ["user_paused"]}


def actions(**changes: list[str]) -> dict[str, object]:
    """Return an answer of `/actions`; a category given replaces the one that the project has."""
    return {"actions": {**ACTIONS, **changes}}


def schemas(**changes: dict[str, str]) -> dict[str, object]:
    """Return an answer of `/schemas`; a kind given replaces the one that the project has."""
    kinds = {"user": USER, "file": FILE, **changes}
    return {"schemas": [{"type": kind, kind: fields} for kind, fields in kinds.items()]}


@dataclass(frozen=True, slots=True)
class Project:
    folder: Path

    def drift(self, *arguments: str | Path) -> Run:
        """Run the command in a process of its own."""
        return run("drift", "--project", self.folder, *arguments)

    def file(self, name: str, content: object) -> Path:
        """Write a file, a text as it is and all else as JSON."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path


def project(folder: Path) -> Project:
    """Write the project; what it has not (OCSF, the envelope) comes with the generator."""
    made = Project(folder)
    made.file("mappings.toml", TABLE)
    made.file("schemas/slack/actions.json", actions())
    made.file("schemas/slack/schemas.json", schemas())
    made.file("schemas/slack/documented.json", {"source": "a test", "actions": DOCUMENTED})
    return made
