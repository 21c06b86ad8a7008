"""What the server knows, for tests to compare with what was collected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.fake_slack.changes import Changes
    from slack_ocsf_collector.fake_slack.journal import Journal
    from slack_ocsf_collector.fake_slack.logins import Logins
    from slack_ocsf_collector.fake_slack.store import Store

_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Truth:
    """What the server knows.

    Attributes:
        store: The audit log.
        logins: Rows of team.accessLogs.
        changes: Rows of team.integrationLogs.
        journal: The requests so far.
    """

    store: Store
    logins: Logins
    changes: Changes
    journal: Journal

    def lines(self, name: str, now: float) -> Iterator[bytes] | None:
        """Return JSON lines, some in each piece, or None when there are none of this name.

        Args:
            name: "entries", "logins", "changes" or "requests".
            now: In Unix seconds; entries that cannot be read by now are left out.
        """
        match name:
            case "entries":
                return self._entries(now)
            case "logins":
                rows = [{"team": login.team, "row": login.row} for login in self.logins.rows]
                return _whole(orjson.dumps(row) for row in rows)
            case "changes":
                return _whole(map(orjson.dumps, self.changes.rows))
            case "requests":
                return _whole(iter(self.journal.lines()))
        return None

    def _entries(self, now: float) -> Iterator[bytes]:
        """Yield what can be read by now, oldest first, with the time since when."""
        store, count = self.store, len(self.store)
        for start in range(0, count, _BLOCK):
            block = range(start, min(start + _BLOCK, count))
            yield b"".join(
                b'{"published":%.3f,"entry":%b}\n' % (store.published(place), store.line(place))
                for place in block
                if store.published(place) <= now
            )


def _whole(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Make all lines at once: rows change while a slow reader reads."""
    return iter([b"".join(line + b"\n" for line in lines)])
