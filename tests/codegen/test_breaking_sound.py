"""What the comparison calls minor, a patch or no change keeps its word for every entry.

The events are those of the naive interpreter of the table, which knows nothing of the comparison.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from itertools import permutations, product
from typing import TYPE_CHECKING, Any

import pytest

from ocsf_export import Export
from slack_ocsf_codegen.breaking.comparison import find_changes
from slack_ocsf_codegen.breaking.findings import Finding, Level
from small_table import plan
from table_interpreter import interpret

if TYPE_CHECKING:
    from slack_ocsf_codegen.ir import Plan

EXPORT = Export.of("1.5.0")

_HEAD = """
version = "0.1.0"
otherwise = { to = "base_event.other", activity_name = "Unmapped Action" }
not_yet_mapped = ["file_deleted", "user_logout", "role_change_to_admin",
    "connect_dm_invite_generated", "pref.sso_setting_changed", "pref.allow_calls"]
[action.user]
user_login = "authentication.logon"
[event]
time = "$date_create"
severity = "informational"
metadata.product = { name = "Slack", vendor_name = "Slack" }
"""
#: Choices for each attribute; the empty text stands for none.
_ATTRIBUTES = {
    "severity": (
        '"low"',
        '{ match = "$details.reason", a = "high", default = "low" }',
        '{ match = "$details.reason", a = "high", b = "low", default = "low" }',
        '{ first = [{ match = "$details.reason", a = "high" }, { other = "$context.ua" }, "low"] }',
    ),
    "message": (
        "",
        '"$action"',
        '{ text = "{$action} by {$actor.name}" }',
        '{ text = "[by {$actor.name}]" }',
        '{ text = "[by {$actor.name}][ of {$entity.name}]" }',
        '{ text = "{$details.reason}[ of {$entity.name}]" }',
        '{ first = ["$details.reason", { text = "{$action}" }] }',
    ),
    "user": (
        '{ first = ["$entity", { name = "unknown" }] }',
        '{ first = ["$entity", "$actor", { name = "unknown" }] }',
        '{ first = [{ first = ["$entity", "$actor"] }, { name = "unknown" }] }',
        '{ first = ["$entity", { uid = "$details.subteam" }, { name = "unknown" }] }',
        '{ first = [{ uid = "$entity.id" }, { name = "unknown" }] }',
        '{ first = [{ uid = "$entity.id", name = "$entity.name" }, { name = "unknown" }] }',
        '{ uid = "$entity.id", name = { first = ["$entity.name", "unknown"] } }',
        '{ uid = { first = ["$details.subteam", "$entity.id"] }, name = "n" }',
        '{ uid = { first = ["$entity.id", "$details.subteam"] }, name = "n" }',
    ),
    "session": (
        "",
        '{ uid = "$details.reason" }',
        '{ issuer = "$details.reason" }',
        '{ uid = "$details.reason", issuer = "$details.reason" }',
        '{ uid = "$details.subteam", issuer = "$details.reason" }',
        '{ uid = { first = ["$details.subteam", "$details.reason"] }, issuer = "I" }',
        '{ uid = { match = "$details.reason", a = "A" } }',
        '{ uid = { match = "$details.reason", a = "A", b = "B" } }',
        '{ uid = { match = "$details.reason", a = "A", default = "D" } }',
        '{ uid = { match = "$details.reason", b = "D", a = "A", default = "D" } }',
    ),
    "status_detail": (
        "",
        '"$details.reason"',
        '{ text = "{$details.reason}" }',
        '{ first = ["$details.subteam", "$details.reason"] }',
        '{ first = [{ match = "$details.reason", a = "x" }, "$details.subteam"] }',
        '{ first = [{ match = "$details.reason", a = "x", b = "y" }, "$details.subteam"] }',
    ),
    "auth_factors": (
        "",
        '[{ factor_type = "sms", provider = "$details.subteam" }]',
        '[{ factor_type = "sms", provider = "$details.subteam" }, { factor_type = "otp" }]',
        '[{ factor_type = "otp" }, { factor_type = "sms", provider = "$details.subteam" }]',
        '[{ factor_type = { match = "$details.reason", a = "sms" }, provider = "P" }]',
        '[{ factor_type = { match = "$details.reason", a = "sms", b = "sms" }, provider = "P" }]',
    ),
    "src_endpoint": (
        "",
        '{ first = [{ ip = "$context.ip_address" }, { name = "unknown" }] }',
        '{ ip = "$context.ip_address", name = "n" }',
        '{ name = { first = ["$context.ip_address", "n"] } }',
        '{ name = "n", owner = "$actor" }',
    ),
    "metadata.labels": (
        "",
        '["a"]',
        '["a", "b"]',
        '["b", "a"]',
        '"$details.scopes"',
        '{ first = ["$details.scopes", ["a"]] }',
    ),
    "count": ("", '"$details.count"', '"$details.reason"'),
    "enrichments": ("", '[{ name = "n", value = "v", data = "$details" }]'),
}
#: Choices for how a kind of entity is written as a user.
_CONVERSIONS = {
    "entity.user.user": (
        'uid = "$id"',
        'uid = "$id"\nname = "$name"',
        'uid = "$id"\nname = "$name"\nemail_addr = "$email"',
        'name = { first = ["$name", "$id"] }',
        'uid = "$id"\ntype = { other = "$kind" }',
        'uid = "U"',
    ),
    "entity.file.user": ("", 'uid = "$id"', 'uid = "$id"\nname = "$name"', 'name = "f"'),
    "entity.channel.user": ("", 'uid = "$id"', 'name = "$id"'),
    "entity.any.user": ("", 'uid = "$id"', 'uid = "$id"\nname = "$name"', 'name = "$kind"'),
}
_CHOICES = {**_ATTRIBUTES, **_CONVERSIONS}
#: Tables that differ in one choice differ from one of these in no other.
_BASES = {
    "sparse": {name: texts[0] for name, texts in _CHOICES.items()},
    "full": {name: texts[-1] for name, texts in _CHOICES.items()},
    "details taken": {
        **{name: texts[0] for name, texts in _CHOICES.items()},
        "status_detail": _ATTRIBUTES["status_detail"][1],
        "enrichments": _ATTRIBUTES["enrichments"][1],
        "entity.any.user": _CONVERSIONS["entity.any.user"][2],
    },
}
_MEMBERS = (
    {"id": "I", "name": "N", "email": "a@b.example", "x": 1},
    {"id": "I"},
    {"name": "N"},
    {},
)
_WRAPPED: tuple[dict[str, Any], ...] = tuple(
    {"type": kind, kind: members}
    for kind, members in product(("user", "file", "channel", "starship"), _MEMBERS)
)
_DETAILS: tuple[dict[str, Any], ...] = (
    {},
    {"reason": "a"},
    {"reason": "b", "subteam": "S", "scopes": ["s", "t"]},
    {"reason": "c", "scopes": ["s", 1]},
    {"subteam": "S", "count": 7},
    {"reason": 7, "count": "7"},
    {"reason": {"x": "y"}, "subteam": ""},
)
_CONTEXTS = ({}, {"ip_address": "10.0.0.1"}, {"ip_address": "none", "ua": "curl"})
_ACTORS = (*_WRAPPED[:3], _WRAPPED[-1])
_ENTRIES: tuple[dict[str, Any], ...] = (
    *({"entity": entity, "details": details} for entity, details in product(_WRAPPED, _DETAILS)),
    *({"actor": actor, "context": context} for actor, context in product(_ACTORS, _CONTEXTS)),
    *({"actor": actor, "entity": entity} for actor, entity in product(_ACTORS, _WRAPPED[:5])),
)


def written(choice: dict[str, str]) -> str:
    attributes = [f"{name} = {choice[name]}" for name in _ATTRIBUTES if choice[name]]
    sections = [f"[{name}]\n{choice[name]}" for name in _CONVERSIONS if choice[name]]
    service = 'service = { name = "Slack" }'
    lines = [_HEAD, "[class.authentication]", service, *attributes, *sections]
    return "\n".join(lines) + "\n"


@cache
def plan_of(table: str) -> Plan:
    return plan(table)


@cache
def events(table: str) -> list[dict[str, Any]]:
    read = tomllib.loads(table)
    always = {"action": "user_login", "date_create": 1700000000}
    return [interpret({**always, **entry}, read, EXPORT) for entry in _ENTRIES]


def level(before: str, after: str) -> Level | None:
    return max((one.change.kind.level for one in changes(before, after)), default=None)


def changes(before: str, after: str) -> tuple[Finding, ...]:
    return find_changes(plan_of(before), plan_of(after))


def pairs(base: str, name: str) -> list[tuple[str, str]]:
    """Every two tables that differ in the choice of one name alone."""
    tables = [written({**_BASES[base], name: text}) for text in _CHOICES[name]]
    return list(permutations(tables, 2))


@pytest.mark.parametrize("base", _BASES)
@pytest.mark.parametrize("name", _CHOICES)
def test_events_keep_what_the_level_promises(base: str, name: str) -> None:
    for before, after in pairs(base, name):
        found = level(before, after)
        if found is not Level.MAJOR:
            for was, is_now in zip(events(before), events(after), strict=True):
                kept = is_kept(found, was, is_now)
                assert kept, f"{found}:\n{before}\n{after}\n{was}\n{is_now}"


def test_the_choices_reach_every_level() -> None:
    every = [pair for base, name in product(_BASES, _CHOICES) for pair in pairs(base, name)]
    levels = Counter(level(*pair) for pair in every)
    assert min(levels[one] for one in (None, *Level)) >= 10, levels


def is_kept(level: Level | None, was: dict[str, Any], is_now: dict[str, Any]) -> bool:
    """Whether an event keeps what is promised of a change of a level below major."""
    if level is None:
        return was == is_now
    has_message = ("message" in was) <= ("message" in is_now)
    was, is_now = ({**event, "message": ""} for event in (was, is_now))
    if level is Level.PATCH:
        return has_message and was == is_now
    for event in (was, is_now):
        event.pop("observables", None)  # their places move with the elements of arrays
    return has_message and contains(is_now, was)


def contains(whole: Any, part: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether every value of `part` is at its place in `whole`, in an array at any place."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(name in whole and contains(whole[name], part[name]) for name in part)
    if isinstance(part, list) and isinstance(whole, list):
        return all(any(contains(one, each) for one in whole) for each in part)
    return type(whole) is type(part) and bool(whole == part)
