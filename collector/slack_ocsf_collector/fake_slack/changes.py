"""The rows of team.integrationLogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries import integration_rows
from slack_ocsf_collector.fake_slack.spreading import spread

if TYPE_CHECKING:
    from slack_ocsf_collector.fake_slack.settings import Settings
    from slack_ocsf_collector.fake_slack.web_query import WebQuery


class Changes:
    """Rows, newest first.

    Args:
        settings: How many there are.
    """

    def __init__(self, settings: Settings) -> None:
        rows = list(integration_rows(settings.seed, settings.changes))
        dates = spread((int(row["date"]) for row in rows), settings.span)
        for row, date in zip(rows, dates, strict=True):
            row["date"] = str(date)
        self.rows = rows[::-1]
        self._empty = 0

    def matching(self, query: WebQuery) -> list[dict[str, Any]]:
        """Return the rows that are asked for."""
        wanted = query.members.items()
        return [row for row in self.rows if all(str(row.get(name)) == is_ for name, is_ in wanted)]

    def leaves_out_logs(self) -> bool:
        """Tell whether `logs` is missing from an answer without rows: it is from every other."""
        self._empty += 1
        return self._empty % 2 == 1
