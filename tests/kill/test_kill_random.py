from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from fake_slack_server import fake_slack
from killing import Deed, launcher
from points import Tally
from worlds import OLDEST, Kept, Lake, Lines, World

KILLS = 40


@pytest.fixture(params=[Lines, Lake], ids=["ndjson", "parquet"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    kept: Kept = request.param(tmp_path / "out")
    arguments = ("--events", 60, "--oldest", OLDEST, "--latest", OLDEST + 3600, "--stopped")
    growing = ("--rate", 0.01, "--late", "0.3:60-80000", "--limit-per-minute", 0)
    with fake_slack(*arguments, *growing) as slack, launcher(tmp_path, "--lakes") as starter:
        yield World((slack,), starter, kept, tmp_path / "state")


def test_killed_at_any_moment_again_and_again_nothing_is_lost_or_twice(world: World) -> None:
    chance = Random(0)  # noqa: S311 - nothing secret
    tally = Tally()
    while tally.kills.total() < KILLS:
        end = world.collect(0, Deed(within=chance.uniform(0.02, 0.3)))
        tally.kills[end.calls[-1] if end.calls else "start"] += end.status == -9
        tally.told += [end.told] if end.status not in {-9, 0} else []
        world.servers[0].clock(advance=chance.choice([0, 10, 1000]))
    world.servers[0].clock(advance=90_000)
    tally.finish(world)
    assert tally.wrong == []
