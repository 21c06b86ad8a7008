"""Users compare with AWS CloudWatch: its actions keep its classes."""

import json
from pathlib import Path

import pytest

from slack_ocsf import ACTIONS, map_event

CLASSES = json.loads(
    Path(__file__).parents[2].joinpath("schemas/slack/cloudwatch.json").read_text(encoding="utf-8")
)["classes"]
PAIRS = [(action, int(uid)) for uid, actions in CLASSES.items() for action in actions]


def test_there_are_117_of_them() -> None:
    assert len(PAIRS) == 117


@pytest.mark.parametrize(("action", "class_uid"), PAIRS)
def test_class(action: str, class_uid: int) -> None:
    event = map_event({"action": action, "date_create": 1700000000})
    assert action in ACTIONS
    assert event["class_uid"] == class_uid


@pytest.mark.parametrize(("action", "_class_uid"), PAIRS)
def test_activity_is_known(action: str, _class_uid: int) -> None:
    assert map_event({"action": action, "date_create": 1700000000})["activity_id"] != 0
