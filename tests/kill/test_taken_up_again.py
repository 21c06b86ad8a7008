from collections.abc import Iterator
from pathlib import Path

import pytest
from kept import Lines
from killing import launcher
from points import Tally
from worlds import World, slack_at_three_moments


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with slack_at_three_moments(40) as servers, launcher(tmp_path) as starter:
        yield World(servers, starter, (Lines(tmp_path / "out"),), tmp_path / "s")


def test_a_window_left_half_read_is_read_again_for_what_was_late(world: World) -> None:
    world.servers[0].fault("error=invalid_auth,after=2")
    left = world.collect(0)
    assert left.status == 10
    tally = Tally()
    tally.finish(world)
    assert (tally.lost, tally.repeated, tally.told) == ([], [], [])
