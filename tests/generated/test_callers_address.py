"""The caller's address and user agent stand at one documented place for each class."""

import pytest

from slack_ocsf import map_event

ADDRESS, AGENT = "192.0.2.7", "Mozilla/5.0"
ENDPOINT = ("src_endpoint.ip", "http_request.user_agent")
DEVICE = ("device.ip", "unmapped.context.ua")
PLACES = {
    "anomaly": ("device.ip", "evidences.0.http_request.user_agent"),
    "native_dlp_rule_action_applied": ("src_endpoint.ip", "unmapped.context.ua"),
    "user_created": ENDPOINT,
    "user_login": ENDPOINT,
    "barrier_created": ENDPOINT,
    "user_channel_join": ENDPOINT,
    "usergroup_updated": ENDPOINT,
    "public_channel_created": ENDPOINT,
    "app_installed": DEVICE,
    "mcp_slack_read_channel_tool_called": ENDPOINT,
    "app_datastore_created": ENDPOINT,
    "file_downloaded": ("src_endpoint.ip", "unmapped.context.ua"),
    "an_action_newer_than_the_table": DEVICE,
}


def event_of(action: str, address: str) -> dict[str, object]:
    context = {"ip_address": address, "ua": AGENT}
    return map_event({"action": action, "date_create": 1700000000, "context": context})


def at(event: object, path: str) -> object:
    for key in path.split("."):
        event = event[int(key)] if isinstance(event, list) else event[key]  # type: ignore[index]
    return event


def test_there_is_one_action_of_each_class() -> None:
    assert len({event_of(action, ADDRESS)["class_uid"] for action in PLACES}) == 13


@pytest.mark.parametrize("action", PLACES)
def test_address(action: str) -> None:
    assert at(event_of(action, ADDRESS), PLACES[action][0]) == ADDRESS


@pytest.mark.parametrize("action", PLACES)
def test_user_agent(action: str) -> None:
    assert at(event_of(action, ADDRESS), PLACES[action][1]) == AGENT


@pytest.mark.parametrize("action", PLACES)
def test_an_address_that_is_none_stays_unmapped(action: str) -> None:
    assert at(event_of(action, "1.23.45.678"), "unmapped.context.ip_address") == "1.23.45.678"
