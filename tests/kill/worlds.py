"""A Slack at three moments, a state and sinks: what a collector that is killed works with."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fake_slack_server import FakeSlack, fake_slack
from kept import Kept, saved
from killing import Deed, Ended, Launcher

from slack_ocsf_collector.derived_ids import with_access_ids, with_integration_id

OLDEST = 1789981322
LATEST = OLDEST + 3600
_SETTLE = 60
LATER = (0, 1200, 90_000)
"""Seconds that the clocks of the servers are ahead: late entries come, and rereads are due."""
_ROWS_LATER = (0, 1200, 8000)

GROWING = (
    *("--events", 60, "--oldest", OLDEST, "--latest", LATEST, "--stopped"),
    *("--rate", 0.01, "--late", "0.3:60-80000", "--limit-per-minute", 0),
)
"""Arguments of a Slack whose log grows as its clock is moved, three of ten entries late."""
_SETTINGS = f"""
state = "{{state}}"
[[organization]]
name = "acme"
token = {{{{ variable = "SLACK_OCSF_TOKEN" }}}}
sources = {{sources}}
oldest = {OLDEST}
page_size = 10
requests_per_minute = 50
"""
_ENDED_WELL = frozenset({0})


@dataclass(frozen=True)
class Step:
    """A run of a command.

    Attributes:
        moment: Of the Slack that it reads; -1 is the last one.
        command: Its words, without settings.
        fine: The statuses with which it may end.
        mends: Whether the mapping is whole; without, some entries cannot be an event.
    """

    moment: int
    command: tuple[object, ...] = ("collect", "--once")
    fine: frozenset[int] = _ENDED_WELL
    mends: bool = True


@dataclass(frozen=True)
class World:
    """Everything that a run works with: a Slack at one moment or more, the last one at the end."""

    servers: tuple[FakeSlack, ...]
    launcher: Launcher
    kept: tuple[Kept, ...]
    state: Path
    sources: tuple[str, ...] = ("audit",)

    def run(self, step: Step, deed: Deed | None = None) -> Ended:
        """Run a command."""
        return self.launcher.run(self.words(step), deed, mends=step.mends)

    def words(self, step: Step) -> list[object]:
        """Return the words of a command, with those of its settings."""
        config = self.state.with_name("slack-ocsf.toml")
        text = _SETTINGS.format(state=self.state, sources=[*self.sources])
        text += "".join(one.settings() for one in self.kept)
        if not config.exists() or config.read_text() != text:
            config.write_text(text)
        url = self.servers[step.moment].url
        return [*step.command, "--config", config, "--api-url", url, "--web-url", url]

    def collect(self, moment: int, deed: Deed | None = None) -> Ended:
        """Run `collect --once` against the Slack of a moment."""
        return self.run(Step(moment), deed)

    def published(self, moment: int = -1) -> set[str]:
        """Return the ids of all entries and rows that a run should have read at a moment."""
        slack = self.servers[moment]
        settled = slack.clock() - _SETTLE
        found: set[str] = set()
        for source in self.sources:
            match source:
                case "audit":
                    entries = slack.entries()
                    found |= {one["id"] for one in entries if one["date_create"] <= settled}
                case "access":
                    found |= {with_access_ids(one["row"])["id"] for one in slack.logins()}
                case "integration":
                    found |= {with_integration_id(one)["id"] for one in slack.changes()}
        return found

    def start_with(self, *steps: Step) -> None:
        """Begin with an empty state and empty sinks, and let some runs go to their ends."""
        shutil.rmtree(self.state, ignore_errors=True)
        for one in self.kept:
            one.clear()
        for step in steps:
            end = self.run(step)
            assert end.status in step.fine, end.told

    def start_with_runs_at(self, moments: int) -> None:
        """Begin so, with runs at the first moments."""
        self.start_with(*map(Step, range(moments)))

    def save(self) -> Callable[[], None]:
        """Return what brings back state and sinks as they are now."""
        back = [saved(self.state), *(one.save() for one in self.kept)]

        def bring_back() -> None:
            for one in back:
                one()

        return bring_back


@contextmanager
def slack_at_three_moments(events: int) -> Iterator[tuple[FakeSlack, ...]]:
    """Serve the same log as it is seen at three moments; each clock stands."""
    with _served(LATER, "--events", events, "--late", "0.3:60-80000") as servers:
        yield servers


@contextmanager
def rows_at_three_moments(logins: int, changes: int) -> Iterator[tuple[FakeSlack, ...]]:
    """Serve so many rows of access and integration logs; some of access logs change meanwhile."""
    rows = ("--logins", logins, "--login-rate", 0.005, "--changes", changes)
    with _served(_ROWS_LATER, "--events", 0, *rows) as servers:
        yield servers


@contextmanager
def _served(later: Iterable[int], *habits: object) -> Iterator[tuple[FakeSlack, ...]]:
    with ExitStack() as opened:
        servers = []
        for ahead in later:
            span = ("--oldest", OLDEST, "--latest", LATEST, "--stopped")
            limits = ("--limit-per-minute", 0, "--web-limit-per-minute", 0)
            servers.append(opened.enter_context(fake_slack(*span, *limits, *habits)))
            servers[-1].clock(advance=ahead)
        yield tuple(servers)
