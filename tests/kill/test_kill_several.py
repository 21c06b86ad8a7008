"""Events as lines and in a lake, and untouched entries, in one run: each sink is whole."""

from collections.abc import Iterator
from random import Random

import pytest
from kept import Lake, Lines
from killing import launcher
from points import collecting, kill_at_each, kills_of
from worlds import World, slack_at_three_moments


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("killed")
    sinks = (Lines(folder / "out"), Lake(folder / "lake"), Lines(folder / "raw", "raw"))
    with slack_at_three_moments(25) as servers, launcher(folder, "--lakes") as starter:
        yield World(servers, starter, sinks, folder / "state")


@pytest.mark.parametrize("moment", [0, 2], ids=["first", "last"])
def test_killed_at_calls_of_each_kind_each_sink_has_all_of_it_once(
    world: World, moment: int
) -> None:
    scene = collecting(moment)
    deeds = kills_of(world, scene, most=1, commits=6, chance=Random(moment))  # noqa: S311
    tally = kill_at_each(world, scene, deeds)
    assert tally.wrong == []
    assert tally.kills.total() == len(deeds)
