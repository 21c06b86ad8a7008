"""The rows of an answer: as they came, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.failures import AnswerViolated
from slack_ocsf_collector.portable import read
from slack_ocsf_collector.reader import Reader
from slack_ocsf_collector.splitting import split

if TYPE_CHECKING:
    from slack_ocsf_collector.element import Element
    from slack_ocsf_collector.slack.answer import Answer


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """The rows of an answer.

    Attributes:
        elements: As they came.
        dates: Unix seconds of each; None where a row has none that is a number: such a row is not
            checked here, it will be rejected when it is mapped.
    """

    elements: tuple[Element, ...]
    dates: tuple[float | None, ...]


def rows_of(answer: Answer, key: str, date: str, *, may_lack: bool = False) -> Rows:
    """Return the rows of an answer.

    Args:
        answer: Of Slack's.
        key: The member that lists them.
        date: The member of a row that they are sorted by.
        may_lack: Whether an answer without rows may have no list.

    Raises:
        AnswerViolated: There is no such list, or its text does not split into what it says.
    """
    path, listed = answer.asked.path, answer.members.get(key, [] if may_lack else None)
    if not isinstance(listed, list):
        raise AnswerViolated(f"{path}: `{key}` of the answer is missing or no list")
    found = split(iter([answer.body]), f"slack:{path}", read=_PROOF) if listed else ()
    elements = tuple(found)
    if len(elements) != len(listed):
        raise AnswerViolated(
            f"{path}: the text of the answer has {len(elements)} rows, `{key}` {len(listed)}"
        )
    return Rows(elements, tuple(_date(row, date) for row in listed))


def next_cursor(answer: Answer) -> str:
    """Return what asks for the next page; empty at the end, however Slack says so.

    Raises:
        AnswerViolated: It is no text.
    """
    metadata = answer.members.get("response_metadata")
    cursor = metadata.get("next_cursor") if isinstance(metadata, dict) else None
    if cursor is None:
        return ""
    if not isinstance(cursor, str):
        raise AnswerViolated(f"{answer.asked.path}: next_cursor is no text")
    return cursor


def _proof(raw: bytes) -> bool | None:
    """Tell that a text is an object, and keep nothing of what it says: a page has many."""
    return None if read(raw) is None else True


_PROOF = Reader(_proof)


def _date(row: Any, member: str) -> float | None:  # noqa: ANN401 - any JSON value
    value = row.get(member) if isinstance(row, dict) else None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return float(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
