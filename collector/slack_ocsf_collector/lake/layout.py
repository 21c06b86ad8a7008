"""Where in a lake an object stands: the layout of Amazon Security Lake's custom sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

#: What stands for the region where none is told.
NO_REGION = "global"
DAY = 86_400_000
PREFIX = "ext/"
_DATE = re.compile(r"/eventDay=(\d{8})/[^/]+\.parquet$")
_TEAM = re.compile(r"[A-Za-z0-9]{1,32}")


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a key that are the same for all objects of a lake's writer.

    Attributes:
        region: The partition `region`.
        account: The partition `accountId`; empty for `external_` and the id of the organisation
            or workspace, `external_slack` where that is not known.
    """

    region: str = NO_REGION
    account: str = ""

    def key(self, class_uid: int, team: str, day: int, name: str) -> str:
        """Return the key of an object.

        Args:
            class_uid: Class of its events.
            team: Slack's id of the organisation or workspace that they are of, or nothing.
            day: Days since 1970.
            name: Name of the batch.
        """
        known = team if _TEAM.fullmatch(team) else "slack"
        date = datetime.fromtimestamp(day * DAY // 1000, UTC)
        return (
            f"{PREFIX}slack_{class_uid}/region={self.region}"
            f"/accountId={self.account or f'external_{known}'}"
            f"/eventDay={date:%Y%m%d}/{name}.parquet"
        )


def overlaps(key: str, oldest: int, latest: int) -> bool:
    """Tell whether an object can hold events of a stretch of time, both ends Unix seconds."""
    found = _DATE.search(key)
    if found is None:
        return False
    first, last = (f"{datetime.fromtimestamp(one, UTC):%Y%m%d}" for one in (oldest, latest))
    return first <= found[1] <= last
