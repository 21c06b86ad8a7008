"""What the kill tests rest on: that a tally sees an event that is missing or there again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kept import Lines
from killing import launcher
from points import Tally
from worlds import World, slack_at_three_moments


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with slack_at_three_moments(5) as servers, launcher(tmp_path) as starter:
        yield World(servers, starter, (Lines(tmp_path / "out"),), tmp_path / "state")


def test_a_line_that_is_missing_and_one_that_is_there_again_are_seen(world: World) -> None:
    Tally().finish(world)
    (file,) = (world.state.parent / "out").iterdir()
    _, second, *others = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([second, second, *others]))
    tally = Tally()
    tally.compare(world, world.published())
    assert (len(tally.lost), len(tally.repeated), tally.told) == (1, 1, [])
