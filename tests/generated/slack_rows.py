"""Rows of access and integration logs: written ones, plausible ones and damaged ones."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

import slack_ocsf
from ocsf_export import Json
from slack_damages import KEYS, VALUES, Share, single_damages
from slack_entries import SLACK, TABLE
from slack_ocsf_collector.derived_ids import with_access_ids, with_integration_id
from slack_ocsf_collector.entries import access_rows, integration_rows
from slack_paths import ROOT

Row = dict[str, Json]


@dataclass(frozen=True)
class Log:
    """A log whose rows have no action.

    `needed` are the members without which a row is no event.
    """

    name: str
    rows: Callable[[int, int], Iterator[Row]]
    with_ids: Callable[[Row], Row]
    mapper: Callable[[Row], dict[str, Json]]

    @property
    def schema(self) -> dict[str, Json]:
        """The shape of a row."""
        found: dict[str, Json] = json.loads((SLACK / f"{self.name}.json").read_text("utf-8"))
        return found

    @property
    def needed(self) -> frozenset[str]:
        """The members without which a row is no event."""
        return frozenset(self.schema["required"])

    @property
    def written(self) -> list[Path]:
        """The files of written rows."""
        return sorted((ROOT / "tests" / "rows" / self.name).glob("*.json"))

    def full(self) -> Row:
        """A row with every member, each value unique."""
        row: Row = {}
        for number, (name, shape) in enumerate(self.schema["properties"].items(), 1):
            types = {"string": f"{name} mark{number}", "integer": 10**9 + number, "boolean": True}
            kind = shape["type"] if isinstance(shape["type"], str) else shape["type"][0]
            row[name] = types[kind]
        if "ip" in row:
            row["ip"] = "10.9.8.7"
        return row | ({"date": "1786123456", "change_type": "added"} if "date" in row else {})

    def damaged(self, share: Share) -> Iterator[Row]:
        """The full row with any member lacking or holding any value, or a part of these."""
        return single_damages(self.full(), "", VALUES, share)


LOGS = (
    Log("access", access_rows, with_access_ids, slack_ocsf.map_access_log),
    Log("integration", integration_rows, with_integration_id, slack_ocsf.map_integration_log),
)
CHANGES = sorted(set(TABLE["source"]["integration"]["to"]) | {"reinstalled", " ", "é"})


@st.composite
def damaged_rows(draw: st.DrawFn, log: Log) -> Row:
    """Full rows with a handful of damages, which may leave no event."""
    row = log.full()
    if log.name == "integration":
        row["change_type"] = draw(st.sampled_from(CHANGES))
    for _ in range(draw(st.integers(1, 8))):
        name = draw(st.sampled_from([*sorted(log.full()), *KEYS]))
        if draw(st.booleans()):
            row.pop(name, None)
        else:
            row[name] = copy.deepcopy(draw(st.sampled_from(VALUES)))
    return row
