"""The words that invented entries are made of."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TypedDict


class Language(TypedDict):
    """Names of people, each with its spelling in an email address."""

    family_first: bool
    given: dict[str, str]
    family: dict[str, str]


class Words(TypedDict):
    """What words.json holds. No person, organization or app of these names is meant."""

    people: list[Language]
    companies: list[str]
    workspaces: list[str]
    teams: list[str]
    subjects: list[str]
    documents: list[str]
    filetypes: dict[str, str]
    apps: list[str]
    assistants: list[str]
    scopes: list[str]
    usergroups: list[str]
    roles: list[str]
    workflows: list[str]
    functions: list[str]
    templates: list[str]
    holds: list[str]
    providers: list[str]
    cities: list[str]
    questions: list[str]
    emoji: list[str]
    keywords: list[str]
    user_agents: dict[str, list[str]]


@cache
def words() -> Words:
    """Return the words; nobody changes them."""
    text = files("slack_ocsf_collector.entries").joinpath("words.json").read_text("utf-8")
    found: Words = json.loads(text)
    return found
