"""Access logs, of which each version of a row comes once, and integration logs."""

from collections.abc import Iterator
from random import Random

import pytest
from kept import Lines
from killing import launcher
from points import kill_at_each, kills_of
from scenes import ROWS
from worlds import World, rows_at_three_moments


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("killed")
    sources = ("access", "integration")
    with rows_at_three_moments(30, 15) as servers, launcher(folder) as starter:
        yield World(servers, starter, (Lines(folder / "out"),), folder / "state", sources)


@pytest.mark.parametrize("name", ["sweep", "sweep taken up late"])
def test_killed_at_calls_of_each_kind_no_version_of_a_row_is_lost_or_twice(
    world: World, name: str
) -> None:
    scene = ROWS[name]
    deeds = kills_of(world, scene, most=1, commits=10, chance=Random(name))  # noqa: S311
    tally = kill_at_each(world, scene, deeds)
    assert tally.wrong == []
    assert tally.kills.total() == len(deeds)
