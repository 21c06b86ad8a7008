"""A backfill and a collector that work with the same state at once, both killed."""

from pathlib import Path
from random import Random

from fake_slack_server import fake_slack
from kept import Lines
from killing import launcher
from points import kill_beside
from scenes import BESIDE
from worlds import GROWING, World


def test_killed_at_any_call_beside_a_collector_no_line_is_lost_or_twice(tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    with (
        fake_slack(*GROWING, "--events", 300) as slack,
        launcher(tmp_path) as starter,
        launcher(tmp_path / "beside") as other,
    ):
        world = World((slack,), starter, (Lines(tmp_path / "out"),), tmp_path / "state")
        tally = kill_beside(world, other, BESIDE["backfill"], 12, Random(0))  # noqa: S311 - nothing secret
    assert tally.wrong == []
    assert tally.kills.total() >= 10
