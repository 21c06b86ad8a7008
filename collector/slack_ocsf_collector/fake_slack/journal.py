"""What was asked of the server, for tests that count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from slack_ocsf_collector.fake_slack.answer import Answer, Request
    from slack_ocsf_collector.output import Lines


class Journal:
    """One JSON line for each request, written before its answer is sent.

    Args:
        file: Gets them too.
    """

    def __init__(self, file: Lines | None = None) -> None:
        self._file = file
        self._lines: list[bytes] = []

    def add(self, now: float, request: Request, answer: Answer) -> None:
        """Write a request down."""
        line = orjson.dumps(
            {
                "time": round(now, 3),
                "host": request.host,
                "has_token": request.token is not None,
                "method": request.method,
                "path": request.path,
                "parameters": dict(request.parameters),
                "status": answer.status,
                "rows": answer.rows,
                "faults": list(answer.faults),
            }
        )
        self._lines.append(line)
        if self._file is not None:
            self._file.add(line)
            self._file.flush()

    def lines(self) -> list[bytes]:
        """Return all lines so far."""
        return self._lines.copy()
