"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["ok", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        outcome: Whether the collector can work with it.
        part: The organisation, the sink or the state.
        check: What was looked at.
        fact: What was found.
        remedy: What to do; empty when there is nothing to do.
    """

    outcome: Outcome
    part: str
    check: str
    fact: str
    remedy: str = ""
