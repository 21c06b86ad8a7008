"""Invented entries: the same for a seed everywhere, and in the order and mix of a real log."""

import hashlib
import itertools
import json
import os
import subprocess
import sys
import tracemalloc
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from slack_ocsf import ACTIONS, NOT_YET_MAPPED
from slack_ocsf_collector.entries import entries

BLOCK = 8192
KNOWN = ACTIONS | NOT_YET_MAPPED
SOME_ACTIONS = [
    "anomaly",
    "app_approved",
    "app_datastore_created",
    "app_installed",
    "barrier_created",
    "canvas_opened",
    "channel_renamed",
    "cli_login",
    "external_auth_oauth2_token_fetched",
    "file_downloaded",
    "file_uploaded",
    "external_shared_channel_invite_created",
    "function_distribution_permission_set",
    "guest_created",
    "huddle_ended",
    "legal_hold_policy_created",
    "list_cell_updated",
    "manual_export_started",
    "mcp_slack_read_channel_tool_called",
    "message_tombstoned",
    "native_dlp_rule_action_applied",
    "permissions_assigned",
    "pref.dnd_start_hour",
    "pref.sso_setting_changed",
    "pref.who_can_manage_guests",
    "private_message_forwarded",
    "role_assigned",
    "slack_ai_mcp_tool_called",
    "template_created",
    "user_login",
    "user_added_to_usergroup",
    "user_channel_join",
    "user_logout",
    "user_profile_updated",
    "workflow_created",
    "workflow_trigger_permission_set",
    "workspace_created",
]

DIGEST = """
import hashlib, json, sys
from slack_ocsf_collector.entries import entries
text = json.dumps(list(entries(11, 3000)), sort_keys=True)
print(hashlib.sha256(text.encode()).hexdigest())
"""


def digest(given: Iterator[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(list(given), sort_keys=True).encode()).hexdigest()


def digest_elsewhere(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", DIGEST]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return run.stdout.strip()


@pytest.mark.parametrize("hash_seed", ["0", "1", "4294967295"])
def test_another_process_and_hash_seed_give_the_same_entries(hash_seed: str) -> None:
    assert digest_elsewhere(hash_seed) == digest(entries(11, 3000))


def test_the_entries_of_a_seed_and_actions_are_those_they_always_were() -> None:
    """Who means to change them writes the new digest here: seeds of bug reports end with it."""
    found = digest(entries(2026, 1000, actions=SOME_ACTIONS))

    assert found == "353f01595f0a444ab70f4eae3d32213fa698ac6f0830920b7b28366b27fa024c"


def test_the_first_entries_do_not_depend_on_how_many_are_asked_for() -> None:
    many = itertools.islice(entries(3, 5000), 700)

    assert list(entries(3, 700)) == list(many)


def test_every_seed_is_another_organization() -> None:
    seeds = (0, 1, -1, 2, 10**30)

    ids = {next(entries(seed, 1))["id"] for seed in seeds}

    assert len(ids) == len(seeds)


def test_the_order_and_the_repetition_of_actions_do_not_matter() -> None:
    backwards = [*reversed(SOME_ACTIONS), "user_login"]

    given = entries(5, 300, actions=backwards)

    assert list(given) == list(entries(5, 300, actions=frozenset(SOME_ACTIONS)))


@pytest.mark.parametrize("number", [0, -5])
def test_none_are_made_when_none_are_asked_for(number: int) -> None:
    assert list(entries(1, number)) == []


def test_without_an_action_there_is_nothing_to_write_about() -> None:
    with pytest.raises(ValueError, match="no entry without an action"):
        entries(1, 5, actions=())


def test_one_action_alone_can_be_asked_for() -> None:
    found = {entry["action"] for entry in entries(1, 50, actions=["huddle_ended"])}

    assert found == {"huddle_ended"}


@pytest.mark.parametrize("seed", [0, 77])
def test_each_block_holds_every_action(seed: int) -> None:
    actions = [entry["action"] for entry in entries(seed, 2 * BLOCK)]

    assert set(actions[:BLOCK]) == set(actions[BLOCK:]) == KNOWN


def test_a_block_grows_with_more_than_half_as_many_actions() -> None:
    names = [f"channel_{number}" for number in range(5000)]

    found = {entry["action"] for entry in entries(1, 10_000, actions=names)}

    assert found == set(names)


def test_logins_downloads_joins_and_tools_of_agents_are_most_of_it() -> None:
    counts = Counter(entry["action"] for entry in entries(4, BLOCK))

    common = {action for action, _ in counts.most_common(5)}
    of_agents = sum(n for action, n in counts.items() if action.startswith(("mcp_", "slack_ai_")))

    assert {"file_downloaded", "user_login", "user_channel_join"} < common
    assert of_agents > BLOCK / 10
    assert sum(n for _, n in counts.most_common(40)) > BLOCK / 2


def test_ids_are_uuids_that_differ() -> None:
    ids = [entry["id"] for entry in entries(6, 20_000)]

    assert len(set(ids)) == len(ids)
    assert {uuid.UUID(each).version for each in ids[:1000]} == {4}


def test_times_never_fall_and_are_often_shared() -> None:
    times = [entry["date_create"] for entry in entries(8, 5000)]

    assert times == sorted(times)
    assert {type(time) for time in times} == {int}
    assert 0.2 < len(set(times)) / len(times) < 0.8


def test_office_hours_of_working_days_are_the_busy_ones() -> None:
    times = [entry["date_create"] for entry in entries(9, 60_000, actions=["user_login"])]
    hours = [(time // 3600) % 24 for time in times]
    days = Counter((time // 86_400 + 3) % 7 for time in times)  # the epoch was a Thursday

    at_work = sum(8 <= hour < 19 for hour in hours)

    assert at_work > 0.8 * len(times)
    assert len(set(hours)) == 24
    assert times[-1] - times[0] > 2 * 86_400
    assert min(days) == 0  # it begins on a Monday


def test_weekends_are_quiet() -> None:
    times = [entry["date_create"] for entry in entries(9, 150_000, actions=["cli_login"])]
    days = Counter((time // 86_400 + 3) % 7 for time in times)

    assert 0 < days[5] < days[1] / 5
    assert 0 < days[6] < days[1] / 5


def peak(number: int) -> int:
    """Return the most bytes that so many entries needed while none was kept."""
    tracemalloc.start()
    try:
        for _ in entries(13, number, actions=SOME_ACTIONS):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number() -> None:
    peak(100)

    assert peak(20_000) < 1.05 * peak(1000)


def containers(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from containers(each)


def test_no_two_entries_share_what_could_be_changed() -> None:
    made = list(entries(21, BLOCK))
    shared = Counter(id(each) for entry in made for each in containers(entry))

    assert set(shared.values()) == {1}
