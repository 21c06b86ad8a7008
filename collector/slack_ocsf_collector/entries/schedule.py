"""Which action comes next: some all day long, every one now and then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from slack_ocsf_collector.entries.dice import Dice

BLOCK = 8192
"""So many entries, counted from the first, hold every action at least once, up to 4,096 actions."""

_SHARES: tuple[tuple[str, int], ...] = (
    # How often an action happens beside its turn in the block: entries in about 14,000. The
    # first pattern that fits the whole name holds; what fits none has its turn only.
    (r"file_downloaded", 1700),
    (r"user_login", 1000),
    (r"user_channel_join", 900),
    (r"file_(uploaded|shared)", 500),
    (r"canvas_opened", 450),
    (r"user_logout|user_channel_leave", 350),
    (r"slack_ai_mcp_.*_changed", 3),
    (r"mcp_slack_(read|search)_(channel|thread|public|public_and_private)_tool_called", 280),
    (r"public_channel_preview|canvas_edited|slack_ai_mcp_tool_called", 250),
    (r"list_(opened|cell_updated)|slack_ai_summary_requested", 200),
    (r"user_login_failed|mcp_slack_send_message_tool_called", 150),
    (r"external_auth_oauth2_token_(fetched|refreshed)", 120),
    (r"huddle_(participant_joined|participant_left)|slack_ai_mcp_.*", 90),
    (r"huddle_(started|ended)|slack_ai_file_summary_generated", 60),
    (r"permissions_assigned|slack_ai_(message|skill)_.*|list_row_.*|user_session_invalidated", 40),
    (r"(public|private)_channel_(created|archive)|guest_channel_.*|canvas_created|mcp_.*", 30),
    (r"user_(added_to|removed_from)_usergroup|app_installed|anomaly|emoji_added", 30),
    (r"canvas_.*|list_.*|slack_ai_.*|file_.*|huddle_.*|connect_dm_.*|user_.*", 8),
    (r"external_shared_channel_.*|app_.*|workflow_.*|function_.*|role_.*|message_.*", 4),
)


def actions_without_end(dice: Dice, actions: Sequence[str]) -> Iterator[str]:
    """Yield actions as often as they happen, each at least once in every block.

    Args:
        dice: Decides.
        actions: At least one name, none twice.
    """
    random, often = dice.random, _repeated(actions)
    block = max(BLOCK, 2 * len(actions))
    width = block // len(actions)
    while True:
        for action in dice.shuffled(actions):
            turn = int(random() * width)
            for place in range(width):
                yield action if place == turn else often[int(random() * len(often))]
        for _ in range(block - width * len(actions)):
            yield often[int(random() * len(often))]


def _repeated(actions: Sequence[str]) -> list[str]:
    """Return the actions, each repeated by its share."""
    often = [action for action in actions for _ in range(_share(action))]
    return often or list(actions)


def _share(action: str) -> int:
    return next((share for pattern, share in _SHARES if re.fullmatch(pattern, action)), 0)
