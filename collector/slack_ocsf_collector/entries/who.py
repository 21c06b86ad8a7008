"""Who does what an action is, told by the words of its name."""

from __future__ import annotations

import re

_BY_NAME: tuple[tuple[str, str], ...] = (
    # Each line: a pattern for whole names, and the words of `Sessions.by` for who acts, a word
    # that stands twice being twice as likely. The first line that fits holds.
    (r"user_login", "newcomer"),
    (r"user_logout", "leaver"),
    (r"user_login_failed|user_password_reset_requested|ip_allowlist_access_.*", "stranger"),
    (r"cli_.*", "developer"),
    (r"mcp_.*|slack_ai_mcp_(tool_called|resource_read|message_sent)", "assistant"),
    (r"external_auth_oauth2_token_(?!deleted).*|app_flows_.*|app_datastore_.*", "integration"),
    (r".*_slack_security", "security"),
    (r"ekm_slackbot_.*|slack_ai_skill_auto_.*", "slackbot"),
    (r".*_(expired|enqueued|completed|failure)|.*_(by|in)_(anomaly|circuit)_.*", "slack"),
    (
        r"team.unsupported.*|team_unsupported.*|.*_token_preserved|.*_auto_(?!install_rule).*",
        "slack",
    ),
    (r".*_(compromised|unverified|verified|tombstoned)|.*_non_compliant_.*", "slack"),
    (r"file_malicious_.*|canvas_converted_to_standalone|.*_converted_to_record_.*", "slack"),
    (r"user_created|user_deactivated|user_reactivated", "admin admin integration"),
    (r"user_(added_to|removed_from)_usergroup", "admin admin integration"),
    (r"guest_joined_.*|user_joined_.*", "newcomer"),
    (r"(user|guest|public|private)_channel_.*|channel_.*|external_shared_.*", "member"),
    (r"huddle_.*", "member"),
    (r"(file|canvas|list|template|workflow|function)_.*", "member " * 9 + "integration"),
    (r"private_message_.*|native_dlp_rule_action_.*|message_flagged|record_shared", "member"),
    (r"sales_home_.*|.*_added_reminder", "member"),
    (r"slack_ai_.*|slackbot_ai_.*|app_agentforce_.*", "member member slackbot"),
    (r"user_(profile|passkey|email|username|session_settings)_.*|custom_tos_.*", "member"),
    (r"anomaly|connect_dm_.*|dm_.*|mpim_.*|emoji_.*|featured_.*", "member"),
    (r"app_(installed|manifest_.*|scopes_expanded|deployed|variable_.*)", "member admin"),
    (r".*", "admin"),
)


def actors_of(action: str) -> tuple[str, ...]:
    """Return who does such a thing, likelier words repeated."""
    fitting = (who for pattern, who in _BY_NAME if re.fullmatch(pattern, action, re.DOTALL))
    return tuple(next(fitting).split())


def chance_of_another(action: str) -> float:
    """Return how often the actor of an action is not who did it.

    Slack names as the actor who joins or leaves; the session is that of whoever invited or
    removed them.
    """
    if re.fullmatch(r"user_(added_to|removed_from)_usergroup|guest_channel_(join|leave)", action):
        return 1.0
    return 0.35 if re.fullmatch(r"user_channel_(join|leave)", action) else 0.0
