from collections.abc import Iterator

import pytest
from kept import Lines
from killing import Act, Deed, launcher
from points import collecting, kill_at_each, kills_of
from worlds import World, slack_at_three_moments


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("killed")
    with slack_at_three_moments(40) as servers, launcher(folder) as starter:
        yield World(servers, starter, (Lines(folder / "out"),), folder / "state")


@pytest.mark.parametrize("moment", [0, 1, 2], ids=["first", "late", "last"])
def test_killed_at_calls_of_each_kind_no_line_is_lost_or_twice(world: World, moment: int) -> None:
    scene = collecting(moment)
    deeds = kills_of(world, scene, most=4)
    tally = kill_at_each(world, scene, deeds)
    assert tally.wrong == []
    assert tally.kills.total() == len(deeds)


def test_asked_to_stop_it_ends_as_asked_and_no_line_is_lost_or_twice(world: World) -> None:
    scene = collecting(0)
    found = kills_of(world, scene, most=4)
    deeds = [Deed(Act.TERMINATE, deed.at, within=20) for deed in found if deed.deed is Act.KILL]
    tally = kill_at_each(world, scene, deeds)
    assert tally.wrong == []
    assert tally.kills.total() == len(deeds)
