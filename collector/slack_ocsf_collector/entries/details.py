"""What an entry tells in `details`, told by the words of its action."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from slack_ocsf_collector.entries import (
    details_accounts,
    details_administration,
    details_apps,
    details_channels,
    details_content,
    details_detections,
    details_groups,
    details_settings,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_ocsf_collector.entries.deed import Deed

    Members = dict[str, Any]
    Tell = Callable[[Deed], Members | None]

# The first pattern that fits a whole name holds; the likes of `.*_export_.*` come last.
_BY_NAME: tuple[tuple[str, Tell], ...] = (
    *details_settings.DETAILS,
    *details_detections.DETAILS,
    *details_groups.DETAILS,
    *details_accounts.DETAILS,
    *details_channels.DETAILS,
    *details_content.DETAILS,
    *details_apps.DETAILS,
    *details_administration.DETAILS,
)


def details_of(action: str) -> Tell | None:
    """Return what tells the details of such an action; None where there are none to tell."""
    fitting = (tell for pattern, tell in _BY_NAME if re.fullmatch(pattern, action, re.DOTALL))
    return next(fitting, None)
