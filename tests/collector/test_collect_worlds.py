"""Whatever goes wrong and however late: after enough time each entry is in every sink once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from collecting import (
    Together,
    Told,
    collecting,
    lines_in,
    organization,
    published,
    records,
    settings,
    uids,
)
from fake_slack_thread import LATEST, OLDEST, slack_in_thread
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from test_verify import lake_uids

from slack_ocsf_collector.collect import assembly
from slack_ocsf_collector.failures import CollectorFailed, SinkFailed
from slack_ocsf_collector.fake_slack.paging import Habits
from slack_ocsf_collector.fake_slack.publishing import Lateness
from slack_ocsf_collector.fake_slack.spreading import Span
from slack_ocsf_collector.settings.settings import SinkSetting, Timing
from slack_ocsf_collector.sinks.sink import Batch, Sink, Waiting
from slack_ocsf_collector.waiting import Stopped

DAY = 86_400
FAULTS = ("status=503", "reset", "cut", "truncated", "expired", "rate-limited=20", "html")


class Flaky:
    """A sink that fails at times: before it has taken a batch, or after, without saying so."""

    def __init__(self, real: Sink, chance: Random, odds: float) -> None:
        self.setting = real.setting
        self._real = real
        self._chance = chance
        self.odds = odds

    def open(self, position: str) -> str:
        return self._real.open(position)

    def is_due(self, waiting: Waiting) -> bool:
        return self._real.is_due(waiting)

    def deliver(self, batch: Batch) -> str:
        self._fail()
        reached = self._real.deliver(batch)
        self._fail()
        return reached

    def close(self) -> None:
        self._real.close()

    def _fail(self) -> None:
        if self._chance.random() < self.odds:
            raise SinkFailed("down")


@dataclass(frozen=True)
class World:
    """What a run meets: `faults` of Slack with their odds, `flaky` the odds that a sink fails."""

    seed: int
    late_by: int
    rate: float
    page_size: int
    habits: Habits
    faults: tuple[str, ...]
    flaky: float
    stops: tuple[int, ...]
    reread: int


WORLDS = st.builds(
    World,
    seed=st.integers(0, 1000),
    late_by=st.sampled_from([0, 60, 1200, 20_000, DAY - 4000]),
    rate=st.sampled_from([0.0, 0.002, 0.01]),
    page_size=st.sampled_from([1, 7, 50, 1000]),
    habits=st.builds(
        Habits, st.sampled_from([0.0, 1.0]), st.sampled_from([0, 0.3]), st.sampled_from([0, 0.2])
    ),
    faults=st.lists(st.sampled_from(FAULTS), max_size=3, unique=True).map(tuple),
    flaky=st.sampled_from([0.0, 0.2, 0.6]),
    stops=st.lists(st.integers(1, 4000), max_size=4).map(tuple),
    reread=st.sampled_from([120, 900, 3600]),
)


@contextmanager
def flaky_sinks(world: World) -> Iterator[list[Flaky]]:
    """Let all sinks be flaky that are made meanwhile."""
    real, made, chance = assembly.make_sink, [], Random(world.seed)  # noqa: S311 - nothing secret

    def make(*args: object, **kwargs: object) -> Flaky:
        made.append(Flaky(real(*args, **kwargs), chance, world.flaky))  # type: ignore[arg-type]
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assembly, "make_sink", make)
        yield made


def live(world: World, folder: Path) -> tuple[list[str], Told]:
    """Let a world pass; return the ids of all entries that it published."""
    faults = [f"{one},odds=0.15" for one in world.faults]
    amount = 30 if world.page_size == 1 else 100
    with slack_in_thread(
        *faults,
        span=Span(amount, OLDEST, LATEST),
        seed=world.seed,
        rate=world.rate if world.page_size > 1 else 0.0,
        lateness=Lateness(0.4, 0, world.late_by),
        habits=world.habits,
    ) as slack:
        out = folder / "out"
        given_ = settings(
            folder,
            organization(slack, page_size=world.page_size),
            lines_in(out, size=30_000),
            lines_in(out, "raw"),
            SinkSetting("parquet", str(folder / "lake"), options={"records": 40}),
            timing=Timing(poll=300, reread=world.reread),
        )
        told = Told()
        with flaky_sinks(world) as sinks:
            for seconds in world.stops:
                with collecting(given_, Together(slack, seconds, 60), told) as (_, running):
                    _until_stopped(running.run)
            slack.clear()
            there = published(slack)
            slack.clock(advance=2 * DAY)
            with collecting(given_, Together(slack, 1e9, 60), told, once=True) as (_, running):
                for one in sinks:
                    one.odds = 0.0
                running.run_once()
        return there, told


def _until_stopped(run: object) -> None:
    try:
        run()  # type: ignore[operator]
    except (Stopped, CollectorFailed):
        return


@examples(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORLDS)
def test_every_entry_is_in_every_sink_exactly_once(world: World) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        there, _ = live(world, folder)
        found = uids(folder / "out")
        assert set(there) <= set(found)
        assert len(found) == len(set(found))
        assert lake_uids(folder / "lake") == found
        assert sorted(one["id"] for one in records(folder / "out", "raw")) == found
