"""Kill a command at the calls by which it changes anything, and let the next runs go on."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Event

from killing import Act, Deed, Launcher
from worlds import LATER, Step, World

_KILLED = frozenset({-9, 143})
_COMMIT = "fdatasync"
_SOON, _HARMLESS = (60, 120, 200), 10
_WRITES = frozenset({"write", "pwrite", "writev", "send", "sendto", "sendmsg"})


@dataclass(frozen=True)
class Scene:
    """What is killed, and the runs before and after.

    Attributes:
        killed: The run that is killed.
        before: Runs from an empty state to where it begins.
        after: Runs behind it, after which all must be there.
        harm: Is done to the sinks before it.
    """

    killed: Step
    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = (Step(-1),)
    harm: Callable[[World], object] = lambda _: None

    def begin(self, world: World) -> None:
        """Bring a world to where the run begins."""
        world.start_with(*self.before)
        self.harm(world)

    def wanted(self, world: World) -> set[str]:
        """Return the ids of all that must be there at the end."""
        moments = {step.moment for step in (*self.before, *self.after)}
        return set().union(*map(world.published, moments))


def collecting(moment: int) -> Scene:
    """Return a look at a moment, behind looks at those before it, and then at the last one."""
    return Scene(Step(moment), before=tuple(map(Step, range(moment))))


_LAST_LOOK = collecting(0)


@dataclass
class Tally:
    """What came of runs that were killed, each followed at last by one that was not.

    `kills` counts them by the call at which each came. Ids are in `lost` and `repeated` once for
    each time and sink. `told` is what a run said that should have gone to its end, and did not,
    and which files were left unfinished for ever.
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

    def finish(self, world: World, scene: Scene = _LAST_LOOK) -> None:
        """Let the runs behind go to their ends, and compare."""
        self.go_on(world, scene.after)
        self.compare(world, scene.wanted(world))

    def go_on(self, world: World, steps: Iterable[Step]) -> None:
        """Let runs go to their ends."""
        for step in steps:
            end = world.run(step)
            self.told += [] if end.status in step.fine else [f"{end.status}: {end.told}"]

    def compare(self, world: World, wanted: set[str]) -> None:
        """Compare what each sink has with what it should."""
        for one in world.kept:
            found = Counter(one.uids())
            self.lost += wanted - found.keys()
            self.told += one.unfinished()
            self.repeated += (found - Counter(found.keys())).elements()


def calls(world: World, step: Step) -> list[str]:
    """Return the calls that a run makes from here, and go back to here."""
    back = world.save()
    end = world.run(step)
    back()
    assert end.status in step.fine, end.told
    return end.calls


def kills(
    names: Sequence[str], most: int | None = None, commits: int = 0, chance: Random | None = None
) -> Iterator[Deed]:
    """Yield a kill at each call, and another in the middle of it if it writes.

    Args:
        names: Of the calls.
        most: Only so many calls of each name, spread over the run; every other write is torn.
        commits: So many of those that end a transaction, where that is more.
        chance: Decides which of those that are next to each other; else it is the first.
    """
    steps = dict.fromkeys(names, 1)
    if most:
        wanted = Counter(dict.fromkeys(names, most)) | Counter({_COMMIT: commits})
        steps = {name: -(-amount // wanted[name]) for name, amount in Counter(names).items()}
    seen: Counter[str] = Counter()
    taken: dict[tuple[str, int], int] = {}
    for at, name in enumerate(names, 1):
        place, rest = divmod(seen[name], steps[name])
        seen[name] += 1
        which = taken.setdefault((name, place), chance.randrange(steps[name]) if chance else 0)
        is_write = name in _WRITES
        if rest != which:
            continue
        if not most or not is_write or place % 2:
            yield Deed(Act.KILL, at)
        if is_write and not (most and place % 2):
            yield Deed(Act.TEAR, at)


def kills_of(
    world: World, scene: Scene, most: int, commits: int = 0, chance: Random | None = None
) -> list[Deed]:
    """Bring a world to where a scene begins, and return kills at calls of its run, as `kills`."""
    scene.begin(world)
    return list(kills(calls(world, scene.killed), most, commits, chance))


def kill_at_each(world: World, scene: Scene, deeds: Iterable[Deed]) -> Tally:
    """From the same beginning again and again: kill a run, let the next ones go on, compare."""
    tally = Tally()
    back = world.save()
    for deed in deeds:
        back()
        end = world.run(scene.killed, deed)
        if end.status in _KILLED:
            tally.kills[end.calls[: deed.at][-1] if end.calls else "start"] += 1
        tally.finish(world, scene)
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


def kill_beside(world: World, other: Launcher, scene: Scene, amount: int, chance: Random) -> Tally:
    """Start a run so often on one state, each killed at a random call, and compare at the end.

    Beside it another is killed and started again: the last one before, which goes on for ever. If
    there are others before, a day has passed for them.

    Args:
        world: Where the one server's clock is moved on between two runs.
        other: Starts the run beside.
        scene: What is killed; its harm is done now and then.
        amount: How often.
        chance: Decides when.
    """
    tally = Tally()
    (slack,), (*first, beside) = world.servers, scene.before
    slack.clock(advance=LATER[-1] if first else 0)
    world.start_with(*first)
    is_over = Event()
    with ThreadPoolExecutor(1) as pool:
        words, at_other_times = world.words(beside), Random(chance.random())  # noqa: S311
        running = pool.submit(_run_until, is_over, other, words, at_other_times)
        for number in range(amount):
            if number % _HARMLESS == 0:
                scene.harm(world)
            end = world.run(scene.killed, Deed(Act.TEAR, chance.randint(1, chance.choice(_SOON))))
            tally.kills[end.calls[-1]] += end.status == -9
            tally.told += [end.told] if end.status not in {-9, *scene.killed.fine} else []
            slack.clock(advance=chance.choice([0, 10, 1000]))
        is_over.set()
    tally += running.result()
    slack.clock(advance=LATER[-1])
    tally.finish(world, scene)
    return tally


def _run_until(is_over: Event, other: Launcher, words: list[object], chance: Random) -> Tally:
    """Run a command again and again, killed each time."""
    tally = Tally()
    while not is_over.is_set():
        end = other.run(words, Deed(within=chance.uniform(0.3, 1.2)))
        tally.kills[end.calls[-1] if end.calls else "start"] += end.status == -9
        tally.told += [end.told] if end.status != -9 else []
    return tally
