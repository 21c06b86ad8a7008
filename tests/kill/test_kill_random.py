from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from fake_slack_server import fake_slack
from kept import Kept, Lake, Lines
from killing import launcher
from points import kill_at_random
from worlds import GROWING, World


@pytest.fixture(params=[Lines, Lake], ids=["ndjson", "parquet"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    kept: Kept = request.param(tmp_path / "out")
    with fake_slack(*GROWING) as slack, launcher(tmp_path, "--lakes") as starter:
        yield World((slack,), starter, (kept,), tmp_path / "state")


def test_killed_at_any_moment_again_and_again_nothing_is_lost_or_twice(world: World) -> None:
    tally = kill_at_random(world, 40, Random(0))  # noqa: S311 - nothing secret
    assert tally.wrong == []
