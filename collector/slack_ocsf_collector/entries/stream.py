"""Realistic entries of Slack's audit log, invented from a seed.

They are for tests, benchmarks and servers that stand in for Slack. All of them are about one
organization, whose people, channels, files and apps stay the same from the first entry to the
last. Who did what is invented; the shapes are Slack's, with what is odd about them.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from slack_ocsf import ACTIONS, NOT_YET_MAPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def entries(seed: int, n: int, *, actions: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """Return an iterator over the first n entries of a seed.

    The same seed and actions give the same entries in every process, on every machine and
    with every Python version from 3.11 on; the first entries do not depend on n. They are made
    one at a time, at a memory that does not depend on n, and share no object, so that whoever
    gets one may change it.

    They come oldest first, several often within one second, with ids that differ. Each block
    of 8,192 entries, counted from the first, holds every action at least once (beyond 4,096
    actions, each block of twice their number); some actions happen all day long.

    Args:
        seed: Any integer; each gives another organization.
        n: How many entries; none when it is not positive.
        actions: The actions that happen, in any order; without it, all that slack_ocsf knows.
            A name that Slack does not have is written about as its words suggest.

    Raises:
        ValueError: There is no action to write about.
    """
    names = sorted(set(ACTIONS | NOT_YET_MAPPED if actions is None else actions))
    if not names:
        raise ValueError("no entry without an action: name some, or leave `actions` out for all")
    return islice(_without_end(seed, names), max(n, 0))


def _without_end(seed: int, names: list[str]) -> Iterator[dict[str, Any]]:
    from slack_ocsf_collector.entries.clock import seconds
    from slack_ocsf_collector.entries.dice import Dice
    from slack_ocsf_collector.entries.organization import organization
    from slack_ocsf_collector.entries.schedule import actions_without_end
    from slack_ocsf_collector.entries.sessions import Sessions
    from slack_ocsf_collector.entries.writing import Writer

    # One source of chance each, so that a change in one of them leaves the others as they were.
    within = organization(Dice(f"{seed} organization"))
    dice = Dice(f"{seed} entries")
    writer = Writer(dice, within, Sessions(dice, within))
    dates = seconds(Dice(f"{seed} clock"))
    for action in actions_without_end(Dice(f"{seed} actions"), names):
        yield writer.entry(action, next(dates))
