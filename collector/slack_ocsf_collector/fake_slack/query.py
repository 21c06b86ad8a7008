"""What a request for /audit/v1/logs asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_ocsf_collector.fake_slack.answer import Refused
from slack_ocsf_collector.fake_slack.cursors import Position, position_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

DEFAULT_LIMIT = 100
MOST = 9999
MOST_ACTIONS = 30
_SECONDS = re.compile(r"\d{1,12}")


@dataclass(frozen=True, slots=True)
class Query:
    """What entries are wanted; None where anything will do.

    Attributes:
        oldest: The first date_create, in Unix seconds.
        latest: The last.
        limit: About how many.
        actions: With one of these actions.
        actor: By the user of this id.
        entity: About what has this id.
        position: Where the page before ended.
    """

    oldest: int | None = None
    latest: int | None = None
    limit: int = DEFAULT_LIMIT
    actions: frozenset[str] | None = None
    actor: str | None = None
    entity: str | None = None
    position: Position | None = None


def query_of(parameters: Mapping[str, str], known: AbstractSet[str]) -> Query:
    """Read the parameters of a request. An empty one counts as left out.

    Args:
        parameters: As sent.
        known: The actions that can be asked for.

    Raises:
        Refused: With HTTP status 400.
    """
    given = {name: value for name, value in parameters.items() if value}
    return Query(
        oldest=_whole(given, "oldest"),
        latest=_whole(given, "latest"),
        limit=_limit(given),
        actions=_actions(given, known),
        actor=given.get("actor"),
        entity=given.get("entity"),
        position=_position(given),
    )


def _whole(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not _SECONDS.fullmatch(text):
        raise Refused(400, "invalid_arguments")
    return int(text)


def _limit(given: Mapping[str, str]) -> int:
    limit = _whole(given, "limit")
    if limit is None:
        return DEFAULT_LIMIT
    if not 1 <= limit <= MOST:
        raise Refused(400, "invalid_limit")
    return limit


def _actions(given: Mapping[str, str], known: AbstractSet[str]) -> frozenset[str] | None:
    text = given.get("action")
    if text is None:
        return None
    actions = frozenset(text.split(","))
    if len(actions) > MOST_ACTIONS:
        raise Refused(400, "invalid_arguments")
    if actions - known:
        raise Refused(400, "invalid_action")
    return actions


def _position(given: Mapping[str, str]) -> Position | None:
    cursor = given.get("cursor")
    if cursor is None:
        return None
    try:
        return position_of(cursor)
    except ValueError as error:
        raise Refused(400, "invalid_cursor") from error
