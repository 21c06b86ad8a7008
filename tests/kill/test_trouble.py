"""Disks that are full, read-only or broken, and states that are damaged or locked."""

import errno
import re
import sqlite3
from collections.abc import Iterator

import pytest
from kept import Lines
from killing import Act, Deed, Ended, launcher
from points import Tally, kills
from worlds import World, slack_at_three_moments

FULL, READ_ONLY, BROKEN = errno.ENOSPC, errno.EROFS, errno.EIO
_FIXES = {FULL: "make room there", READ_ONLY: "let the user that collects write there"}


@pytest.fixture(scope="module")
def module_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("troubled")
    with slack_at_three_moments(40) as servers, launcher(folder) as starter:
        yield World(servers, starter, (Lines(folder / "out"),), folder / "state")


@pytest.fixture
def world(module_world: World) -> World:
    """Where a first run was and the next has much to do."""
    module_world.start_with_runs_at(1)
    return module_world


def failing(world: World, error: int, scope: str, act: Act, most: int) -> Iterator[Ended]:
    """Yield how runs ended that a disk failed, each at another call; the next must set it right."""
    back = world.save()
    names = world.collect(2, Deed(scope=scope)).calls
    for deed in kills(names, most=most):
        back()
        yield world.collect(2, Deed(act, deed.at, error, scope))
        tally = Tally()
        tally.finish(world)
        assert tally.wrong == []


def last_line(end: Ended) -> str:
    return end.told.splitlines()[-1]


@pytest.mark.parametrize("error", [FULL, READ_ONLY], ids=["full", "read-only"])
def test_a_folder_of_events_that_takes_nothing_is_named_with_the_fix(
    world: World, error: int
) -> None:
    for end in failing(world, error, "/out", Act.FAIL_ON, most=2):
        assert end.status == 16
        assert re.fullmatch(rf"error: \S+/out\S*: [\w -]+ \({_FIXES[error]};.*\)", last_line(end))


@pytest.mark.parametrize("error", [FULL, READ_ONLY], ids=["full", "read-only"])
def test_a_state_that_takes_nothing_is_named_with_the_fix(world: World, error: int) -> None:
    ends = list(failing(world, error, "/state/state.sqlite", Act.FAIL_ON, most=2))
    told = [last_line(end) for end in ends if end.status == 17]
    assert len(told) >= 3
    assert all(
        re.fullmatch(r"error: \S+/state\.sqlite: [\w /-]+ \(.+ where .+\)", one) for one in told
    )
    assert [end.told for end in ends if end.status not in {0, 17}] == []


@pytest.mark.parametrize("scope", ["/out", "/state"])
@pytest.mark.parametrize("error", [FULL, BROKEN], ids=["full", "broken"])
def test_one_call_that_fails_loses_nothing(world: World, error: int, scope: str) -> None:
    for end in failing(world, error, scope, Act.FAIL_ONCE, most=2):
        assert end.status in {0, 16, 17}


def test_a_full_disk_at_the_very_first_start_is_told_and_loses_nothing(
    module_world: World,
) -> None:
    world = module_world
    world.start_with_runs_at(0)
    for at in range(1, 30, 3):
        world.start_with_runs_at(0)
        end = world.collect(0, Deed(Act.FAIL_ON, at, FULL, "/state"))
        assert (end.status, "/state" in last_line(end)) == (17, True)
        tally = Tally()
        tally.finish(world)
        assert tally.wrong == []


def test_a_file_in_the_place_of_a_folder_is_named_with_the_fix(world: World) -> None:
    back = world.save()
    world.kept[0].clear()
    out = world.state.with_name("out")
    out.write_text("no folder")
    end = world.collect(2)
    out.unlink()
    assert end.status == 16
    assert f"{out}: File exists (a file stands where a folder should" in last_line(end)
    back()
    tally = Tally()
    tally.finish(world)
    assert tally.wrong == []


@pytest.mark.parametrize("start", [0, 30_000], ids=["header", "middle"])
def test_a_damaged_state_is_named_with_the_fix_and_nothing_is_delivered(
    world: World, start: int
) -> None:
    file = world.state / "state.sqlite"
    sound, before = file.read_bytes(), sorted(world.kept[0].uids())
    file.write_bytes(sound[:start] + b"\xa5" * (len(sound) - start))
    end = world.collect(2)
    assert end.status == 17
    assert f"{file}: " in last_line(end)
    assert "it is damaged: move it away and start again with --oldest" in last_line(end)
    assert sorted(world.kept[0].uids()) == before
    file.write_bytes(sound)
    tally = Tally()
    tally.finish(world)
    assert tally.wrong == []


def test_after_a_damaged_state_was_moved_away_nothing_is_lost(world: World) -> None:
    (world.state / "state.sqlite").write_bytes(b"no database")
    assert world.collect(2).status == 17
    world.state.rename(world.state.with_name("damaged"))
    world.kept[0].clear()
    tally = Tally()
    tally.finish(world)
    assert tally.lost == []


def test_a_state_that_another_program_locks_is_named_with_the_fix(world: World) -> None:
    file = world.state / "state.sqlite"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    end = world.collect(2)
    other.close()
    assert end.status == 17
    assert f"{file}: database is locked (another program has it open" in last_line(end)
    tally = Tally()
    tally.finish(world)
    assert tally.wrong == []
