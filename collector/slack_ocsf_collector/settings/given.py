"""What an option says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """What an option says.

    Attributes:
        place: Its flag or variable, such as `--state` or `SLACK_OCSF_STATE`.
        values: One, or several where it can be repeated.
    """

    place: str
    values: tuple[str, ...]

    @property
    def value(self) -> str:
        """The only value, or the last."""
        return self.values[-1]
