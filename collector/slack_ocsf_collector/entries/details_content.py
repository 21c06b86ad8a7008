"""What entries about files, canvases, lists, huddles, messages and templates tell in `details`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_ocsf_collector.entries.deed import Deed

    Members = dict[str, Any]

_LEVELS = ("read", "write", "owner")


def _link(deed: Deed) -> Members:
    name = deed.entity.get("name", "file").replace(" ", "_").lower()
    return {"url_private": f"https://files.example.com/files-pri/{deed.entity.get('id')}/{name}"}


def _shared(deed: Deed) -> Members:
    channel = deed.code("channel")
    return {"channel_id": channel, "shared_to": channel, **_link(deed)}


def _blocked(deed: Deed) -> Members:
    return {"reason": deed.dice.one(("unapproved_ip", "file_type", "untrusted_device"))}


def _quip(deed: Deed) -> Members:
    return {"file_id": deed.entity.get("id"), "user_id": deed.code("user")}


def _access(deed: Deed) -> Members:
    level = deed.dice.one(_LEVELS)
    if deed.dice.chance(0.5):
        shared = {"channel_id": deed.code("channel"), "access_level": level}
        return {"access_level": level, "shared_with": shared}
    return {"access_level": level, "user_id": deed.code("user")}


def _canvas(deed: Deed) -> Members | None:
    """Return what a canvas has to do with a channel, if it has."""
    if deed.dice.chance(0.6):
        return None
    return {
        "is_channel_canvas": deed.dice.chance(0.7),
        "linked_channel_id": deed.code("channel"),
        "new_version_id": deed.dice.code("Fv0"),
    }


def _row(deed: Deed) -> Members:
    details: Members = {"row_id": deed.dice.code("Rec0")}
    if "cell" in deed.action:
        details |= {"column_id": deed.dice.code("Col0"), "cell_date_updated": deed.ago(3)}
    return details


def _column(deed: Deed) -> Members:
    return {"column_id": deed.dice.code("Col0")}


def _view(deed: Deed) -> Members:
    return {"view_id": deed.dice.code("View0"), "name": "Übersicht"}


def _huddle(deed: Deed) -> Members | None:
    """Return where the huddle was, when it is over also how long it lasted in seconds."""
    if deed.dice.chance(0.4):
        return None
    lasted = deed.entity.get("date_end", 0) - deed.entity.get("date_start", 0)
    channel = {"channel": deed.code("channel")}
    return {"duration": lasted, **channel} if lasted > 0 else channel


def _huddle_notes(deed: Deed) -> Members:
    canvas = deed.code("canvas") if deed.dice.chance(0.8) else None
    return {"agent_id": "USLACKBOT", "space_file_id": canvas}


def _forwarded(deed: Deed) -> Members:
    source, destination = _seen(deed, "channel.direct"), _seen(deed, "channel")
    return {
        "source_channel": source,
        "destination_channel": destination,
        "source_team": deed.session.location["id"],
        "destination_team": deed.code("workspace"),
    }


def _seen(deed: Deed, pool: str) -> Members:
    channel = deed.any(pool)
    names = ("id", "name", "privacy", "is_shared", "is_org_shared")
    seen = {name: channel[name] for name in names}
    return {**seen, "teams_shared_with": channel.get("teams_shared_with", [])[:]}


def _message(deed: Deed) -> Members:
    written = deed.entity.get("timestamp") or deed.timestamp()
    return {
        "channel": deed.entity.get("channel", ""),
        "message_ts": written,
        "thread_ts": written if deed.dice.chance(0.5) else deed.timestamp(900_000),
    }


def _template(deed: Deed) -> Members:
    return {
        "template_title": deed.entity.get("template_name"),
        "channels": deed.codes("channel"),
        "workflows": deed.codes("workflow", 2) if deed.dice.chance(0.5) else [],
        "is_slack_provided_template": deed.dice.chance(0.3),
    }


def _collaborator(deed: Deed) -> Members:
    return {"user_ids": deed.codes("user"), "channel_ids": deed.codes("channel", 2)}


DETAILS = (
    (r"file_(shared|public_link_created)", _shared),
    (r"file_.*blocked.*", _blocked),
    (r"file_owner_.*|canvas_quip_.*|slack_ai_file_.*", _quip),
    (r"(canvas|list)_(access_.*|shared|unshared|linksharing_enabled)", _access),
    (r"(canvas|list)_ownership_.*", _collaborator),
    (r"canvas_.*", _canvas),
    (r"list_(row|cell).*", _row),
    (r"list_column_.*", _column),
    (r"list_.*view_.*", _view),
    (r"slack_ai_huddle_.*", _huddle_notes),
    (r"huddle_.*", _huddle),
    (r"private_message_forwarded|sales_home_.*", _forwarded),
    (r".*message_.*|thread_.*|record_shared", _message),
    (r"template_collaborator_.*", _collaborator),
    (r"template_.*", _template),
)
