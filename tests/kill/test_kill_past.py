"""Commands that work on the past, into two sinks at once."""

from collections.abc import Iterator
from random import Random

import pytest
from kept import Lake, Lines
from killing import launcher
from points import kill_at_each, kills_of
from scenes import SCENES
from worlds import World, slack_at_three_moments


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("killed")
    sinks = (Lines(folder / "out"), Lake(folder / "lake"))
    with slack_at_three_moments(25) as servers, launcher(folder, "--lakes") as starter:
        yield World(servers, starter, sinks, folder / "state")


@pytest.mark.parametrize("name", ["backfill", "verify", "replay"])
def test_killed_at_a_call_of_each_kind_no_event_is_lost_or_twice(world: World, name: str) -> None:
    scene = SCENES[name]
    deeds = kills_of(world, scene, most=1, commits=6, chance=Random(name))  # noqa: S311
    tally = kill_at_each(world, scene, deeds)
    assert tally.wrong == []
    assert tally.kills.total() == len(deeds)
