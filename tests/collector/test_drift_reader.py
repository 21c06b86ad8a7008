"""Once a day a collector looks whether Slack publishes names that the mapping does not know."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from slack_clients import TestClock, sent, slack_client, told_slack

import slack_ocsf
from slack_ocsf_collector.collect.drift import drift
from slack_ocsf_collector.collect.drift_reader import DriftReader
from slack_ocsf_collector.health.silent import Silent
from slack_ocsf_collector.slack.client import SlackClient
from slack_ocsf_collector.slack.published import published
from slack_ocsf_collector.state.database import open_state

ACTIONS, SCHEMAS = published("actions"), published("schemas")
NEW_ACTIONS = {"actions": {**ACTIONS["actions"], "sauna": ["sauna_booked"]}}


class Heard(Silent):
    """Keeps what it is told of drift."""

    def __init__(self) -> None:
        self.heard: list[tuple[Sequence[str], Sequence[str]]] = []

    def drifted(self, organization: str, actions: Sequence[str], fields: Sequence[str]) -> None:
        assert organization == "acme"
        self.heard.append((actions, fields))


@pytest.fixture
def state(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_state(tmp_path)) as connection:
        yield connection


def reader(
    client: SlackClient, state: sqlite3.Connection, heard: Heard, clock: TestClock | None = None
) -> DriftReader:
    return DriftReader(
        client,
        "acme",
        state=state,
        package=slack_ocsf,
        clock=clock or TestClock(),
        observer=heard,
    )


def test_what_slack_published_when_the_package_was_made_is_no_drift() -> None:
    found = drift(ACTIONS, SCHEMAS, slack_ocsf.ACTIONS, SCHEMAS)
    assert (found.actions, found.fields) == ([], [])


def test_a_new_action_is_named() -> None:
    assert drift(NEW_ACTIONS, SCHEMAS, slack_ocsf.ACTIONS, SCHEMAS).actions == ["sauna_booked"]


def test_a_new_member_of_an_entity_is_named() -> None:
    schemas = {"schemas": [*SCHEMAS["schemas"], {"type": "app", "app": {"mood": "string"}}]}
    assert drift(ACTIONS, schemas, slack_ocsf.ACTIONS, SCHEMAS).fields == ["app.mood"]


@pytest.mark.parametrize("odd", [None, [], "x", 1, {"a": None}, [None, {"app": 1}]])
def test_an_answer_of_another_shape_has_no_names(odd: object) -> None:
    found = drift({"actions": odd}, {"schemas": odd}, slack_ocsf.ACTIONS, SCHEMAS)
    assert (found.actions, found.fields) == ([], [])


def test_the_observer_is_told_and_the_next_look_is_a_day_later(state: sqlite3.Connection) -> None:
    heard = Heard()
    with told_slack(sent(NEW_ACTIONS), sent(SCHEMAS)) as slack, slack_client(slack.url) as client:
        for _ in range(2):
            reader(client, state, heard).turn(lambda: None)
    assert heard.heard == [(["sauna_booked"], [])]


def test_a_look_that_fails_keeps_nothing_up_and_comes_again_in_an_hour(
    state: sqlite3.Connection,
) -> None:
    heard, clock = Heard(), TestClock()
    answers = (sent({"ok": False}, 404), sent(ACTIONS), sent(SCHEMAS))
    with told_slack(*answers) as slack, slack_client(slack.url) as client:
        looking = reader(client, state, heard, clock)
        for seconds in (0, 3000, 3601):
            clock.wait(seconds)
            assert looking.turn(lambda: None) is False
    assert heard.heard == [([], [])]
