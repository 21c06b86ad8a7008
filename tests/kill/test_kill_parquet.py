from collections.abc import Iterator

import pytest
from kept import Lake
from killing import launcher
from points import collecting, kill_at_each, kills_of
from worlds import World, slack_at_three_moments


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("killed")
    with slack_at_three_moments(40) as servers, launcher(folder, "--lakes") as starter:
        yield World(servers, starter, (Lake(folder / "out"),), folder / "state")


@pytest.mark.parametrize("moment", [0, 1, 2], ids=["first", "late", "last"])
def test_killed_at_calls_of_each_kind_no_event_is_lost_or_twice(world: World, moment: int) -> None:
    scene = collecting(moment)
    deeds = kills_of(world, scene, most=4)
    tally = kill_at_each(world, scene, deeds)
    assert tally.wrong == []
    assert tally.kills.total() == len(deeds)
