"""When entries come into the log: before the start, and while the server runs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.entries.clock import seconds
from slack_ocsf_collector.entries.dice import Dice
from slack_ocsf_collector.fake_slack.answer import in_json
from slack_ocsf_collector.fake_slack.arrivals import Arrivals
from slack_ocsf_collector.fake_slack.novelties import made_new
from slack_ocsf_collector.fake_slack.spreading import spread

if TYPE_CHECKING:
    from slack_ocsf_collector.fake_slack.spreading import Span
    from slack_ocsf_collector.fake_slack.store import Store

_WITHOUT_END = 10**12


@dataclass(frozen=True, slots=True)
class Lateness:
    """How many entries can be read only some time after their date.

    Attributes:
        share: Of all entries, from 0 to 1.
        least: Seconds.
        most: Seconds; those of each entry lie in between.
    """

    share: float = 0.0
    least: float = 0.0
    most: float = 0.0


class Publisher:
    """Writes entries into a store.

    Args:
        store: Where to.
        seed: Decides all of them.
        rate: New ones in each second, on average.
        lateness: Of some of them.

    Attributes:
        novelty: The share, from 0 to 1, of entries to come that have what nobody knows.
    """

    def __init__(self, store: Store, seed: int, rate: float, lateness: Lateness) -> None:
        self._store = store
        self._seed = seed
        self._lateness = lateness
        self._chance = Random(f"{seed} publishing")  # noqa: S311 - nothing secret
        self._entries = entries(seed, _WITHOUT_END)
        self._arrivals = Arrivals(rate, self._chance)
        self.novelty = 0.0

    def fill(self, span: Span) -> None:
        """Write what is there at the start, with the rhythm of a week and shared seconds."""
        rhythm = islice(seconds(Dice(f"{self._seed} fake slack")), span.events)
        for date in spread(rhythm, span):
            self._publish(date, date)

    def grow(self, now: float) -> None:
        """Write what came until now. The first call only begins to count."""
        for moment in self._arrivals.due(now):
            self._publish(int(moment), moment)

    def _publish(self, date: int, published: float) -> None:
        entry = next(self._entries)
        entry["date_create"] = date
        if self.novelty and self._chance.random() < self.novelty:
            made_new(self._chance, entry)
        lateness = self._lateness
        if lateness.share and self._chance.random() < lateness.share:
            delay = self._chance.uniform(lateness.least, lateness.most)
            published = max(published, date + delay)
        self._store.add(in_json(entry), date, published, entry["action"])
