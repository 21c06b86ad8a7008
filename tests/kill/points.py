"""Kill a collector at the calls by which it changes anything, and let the next run go on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from killing import Act, Deed
from worlds import LATER, World

_KILLED = frozenset({-9, 143})
_WRITES = frozenset({"write", "pwrite", "writev", "send", "sendto", "sendmsg"})


@dataclass
class Tally:
    """What came of runs that were killed, each followed at last by one that was not.

    `kills` counts them by the call at which each came. Ids are in `lost` and `repeated` once for
    each time. `told` is what a run said that should have gone to its end, and did not.
    """

    kills: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.kills + other.kills,
            self.lost + other.lost,
            self.repeated + other.repeated,
            self.told + other.told,
        )

    @property
    def wrong(self) -> list[str]:
        """All that must not be."""
        return self.lost + self.repeated + self.told

    def finish(self, world: World) -> None:
        """Let a run go to its end, and compare."""
        end = world.collect(-1)
        self.told += [end.told] if end.status else []
        self.compare(world)

    def compare(self, world: World) -> None:
        """Compare what the sink has with what was published."""
        found = Counter(world.kept.uids())
        self.lost += world.published() - found.keys()
        self.repeated += (found - Counter(found.keys())).elements()


def calls(world: World, moment: int) -> list[str]:
    """Return the calls that a run makes from here, and go back to here."""
    back = world.save()
    end = world.collect(moment)
    back()
    assert end.status == 0, end.told
    return end.calls


def kills(names: Sequence[str], most: int | None = None) -> Iterator[Deed]:
    """Yield a kill at each call, and another in the middle of it if it writes.

    With `most`, only so many calls of each name, spread over the run; every other write is torn.
    """
    of_name = Counter(names)
    seen: Counter[str] = Counter()
    for at, name in enumerate(names, 1):
        step = -(-of_name[name] // most) if most else 1
        place, rest = divmod(seen[name], step)
        seen[name] += 1
        is_write = name in _WRITES
        if rest:
            continue
        if not most or not is_write or place % 2:
            yield Deed(Act.KILL, at)
        if is_write and not (most and place % 2):
            yield Deed(Act.TEAR, at)


def kill_at_each(world: World, moment: int, deeds: Iterable[Deed]) -> Tally:
    """From the same beginning again and again: kill a run, let the next go on, compare."""
    tally = Tally()
    back = world.save()
    for deed in deeds:
        back()
        end = world.collect(moment, deed)
        if end.status in _KILLED:
            tally.kills[end.calls[deed.at - 1]] += 1
        tally.finish(world)
    back()
    return tally


def kill_at_random(world: World, amount: int, chance: Random) -> Tally:
    """Kill so many runs on one state at random moments, move Slack's clock, compare at the end."""
    tally = Tally()
    (slack,) = world.servers
    while tally.kills.total() < amount:
        end = world.collect(0, Deed(within=chance.uniform(0.02, 0.3)))
        tally.kills[end.calls[-1] if end.calls else "start"] += end.status == -9
        tally.told += [end.told] if end.status not in {-9, 0} else []
        slack.clock(advance=chance.choice([0, 10, 1000]))
    slack.clock(advance=LATER[-1])
    tally.finish(world)
    return tally
