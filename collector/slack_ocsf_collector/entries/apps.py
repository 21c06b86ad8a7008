"""The apps, workflows, functions and tokens of an invented organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_ocsf_collector.entries.dice import Dice

    Members = dict[str, Any]


def apps(dice: Dice, users: Sequence[str]) -> dict[str, list[Members]]:
    """Return apps and what they bring, by kind of entity and, after a dot, by sort.

    Args:
        dice: Decides.
        users: Ids of the people who install and build.
    """
    installed = [_app(dice, name) for name in words()["apps"]]
    agents = [_app(dice, name) for name in words()["assistants"]]
    ids = [app["id"] for app in installed]
    names = words()["workflows"]
    return {
        "app": installed,
        "app.agent": agents,
        "app.distribution": [_distribution(dice, app, users) for app in installed],
        "workflow": [{"id": dice.code("Wf0"), "name": name} for name in names],
        "workflow_v2": [_workflow(dice, name, ids, users) for name in names * 2],
        "function": [
            {"id": dice.code("Fn0"), "app_id": dice.one(ids), "callback_id": callback}
            for callback in words()["functions"]
        ],
        "external_auth_oauth2_token": [
            _token(dice, dice.one(installed), provider) for provider in words()["providers"]
        ],
    }


def _app(dice: Dice, name: str) -> Members:
    distributed = dice.chance(0.6)
    app = {
        "id": dice.code("A0"),
        "name": name,
        "is_distributed": distributed,
        "is_directory_approved": distributed and dice.chance(0.7),
        "is_workflow_app": dice.chance(0.1),
        "scopes": dice.some(words()["scopes"], 5) if dice.chance(0.8) else [""],
    }
    if dice.chance(0.5):
        app["bot_scopes"] = dice.some(words()["scopes"], 6)
    return app


def _distribution(dice: Dice, app: Members, users: Sequence[str]) -> Members:
    """Return the second shape that Slack's schemas give an app."""
    return {
        "id": dice.code("Ad0"),
        "app_id": app["id"],
        "distribution_type": dice.one(("ORG", "WORKSPACE")),
        "user_ids": dice.some(users, 2),
    }


def _workflow(dice: Dice, name: str, ids: Sequence[str], users: Sequence[str]) -> Members:
    workflow = {
        "id": dice.code("Wf0"),
        "app_id": dice.one(ids),
        "date_updated": 1_700_000_000 + dice.number(0, 30_000_000),
        "callback_id": dice.code("cb").lower(),
        "name": name,
        "updated_by": dice.one(users),
        "step_configuration": [_step(dice, number) for number in range(dice.number(1, 3))],
    }
    if dice.chance(0.6):
        workflow["template_id"] = "" if dice.chance(0.5) else dice.code("Tp0")
    if dice.chance(0.4):
        workflow |= _trigger(dice)
    return workflow


def _step(dice: Dice, number: int) -> Members:
    step: Members = {"step_id": str(number), "type": dice.one(("form", "message", "function"))}
    provider = dice.one(words()["providers"])
    step |= dice.one(
        (
            {"config": {"fields": [{"name": "reason", "required": True}], "retries": 0}},
            {"config": None},
            {"external_auth_configuration": provider},
            {"external_auth_configuration": [{"provider_key": provider, "required": False}]},
        )
    )
    return step


def _trigger(dice: Dice) -> Members:
    return {
        "suspicious_keywords": dice.some(words()["keywords"], 2) if dice.chance(0.2) else [],
        "trigger_name": dice.one(("Shortcut", "Every Monday", "on reaction")),
        "trigger_channels": [dice.code("C0")],
        "trigger_configuration": {"frequency": {"weekly": True}, "timezone": "Etc/UTC"},
    }


def _token(dice: Dice, app: Members, provider: str) -> Members:
    """Return a token of another service, whose scopes are a text or a list."""
    scopes = dice.some(("read", "write", "offline", "profile"), 3)
    written = " ".join(scopes) if dice.chance(0.5) else scopes
    token: Members = {
        "provider": {
            "id": dice.bits(43),
            "key": provider,
            "app": {"id": app["id"], "scopes": written},
        },
        "scope": written,
    }
    if dice.chance(0.5):
        token = {
            "id": dice.code("Et0"),
            "provider_key": provider,
            "app": {"id": app["id"], "name": app["name"]},
            **token,
        }
    return token
