"""What an action is about, told by the words of its name."""

from __future__ import annotations

import re

_BY_NAME: tuple[tuple[str, str], ...] = (
    # Each line: a pattern for whole names, and the pools that the entity comes from, a pool
    # that stands twice being twice as likely. The first line that fits holds.
    (r"pref?\..*|prefs_.*", "workspace workspace enterprise"),
    (r"anomaly", "user.self user.self user.self user.self user.self user.self user.self app"),
    (r"permissions_.*", "account_type_role account_type_role role"),
    (r"mcp_.*|audit_logs_.*", "enterprise"),
    (r".*_mcp_server_.*", "app enterprise"),
    (r"app_agentforce_.*|slackbot_ai_.*", "user.self"),
    (r".*_analytics_.*|app_allowlist_(rule_(?!matched)|scopes).*", "workspace enterprise"),
    (r".*_exports?_.*|.*_anomaly_event_.*_allowlist_.*", "enterprise workspace"),
    (r"slack_ai_canvas_.*", "file.canvas"),
    (r"slack_ai_file_.*", "file file file enterprise"),
    (r"slack_ai_huddle_.*", "huddle"),
    (r"slack_ai_(calendar|skill)_.*", "user.self"),
    (r"slack_ai_.*|slack_connect_.*|slack_support_.*", "enterprise workspace"),
    (r".*user_channel_.*|guest_channel_.*", "channel"),
    (r"connect_dm_.*", "user channel.direct"),
    (r"dm_.*|mpim_.*", "channel.direct"),
    (r"external_shared_channel_.*", "channel.shared"),
    (r"public_channel_.*|group_converted_.*", "channel.public"),
    (r"private_channel_.*", "channel.private"),
    (r".*record_channel.*", "channel.record"),
    (r"channel_.*|featured_workflow_.*|service_owner_.*", "channel"),
    (r"canvas_.*", "canvas canvas canvas file.canvas file.canvas"),
    (r"file_.*", "file"),
    (r"list_.*", "list list list list.bare"),
    (r"huddle_.*", "huddle"),
    (r"native_dlp_rule_action_.*|native_dlp_violation_.*", "message message file"),
    (r"native_dlp_.*", "enterprise workspace"),
    (r".*message_.*|thread_.*|record_shared|sales_home_.*", "message"),
    (r".*usergroup.*", "usergroup"),
    (r"role_change_.*", "user"),
    (r"role_.*", "role"),
    (r"legal_hold_.*", "legal_hold_policy"),
    (r"barrier_.*", "barrier"),
    (r"template_.*", "template"),
    (r"function_.*", "function"),
    (r"external_auth_oauth2_token_.*", "external_auth_oauth2_token"),
    (r"bulk_session_.*|.*_pref_request|migration_bulk_.*|seamless_auth_.*", "enterprise workspace"),
    (r"workflow_app_.*|export_app_.*", "app"),
    (r"workflow_trigger_permission_.*", "workflow_v2 workflow_v2 function"),
    (r"workflow_(v2|trigger|ai)_.*", "workflow_v2"),
    (r"workflow_.*", "workflow"),
    (r"cli_log.*", "workspace user.self"),
    (r"user_created", "user user user.bot"),
    (r".*_by_.*admin|user_(deactivated|reactivated|merged|sessions?_[ir].*|force_.*)", "user"),
    (r"user_.*|custom_tos_accepted|ip_allowlist_access_.*", "user.self"),
    (r"org_app_.*", "app app app.distribution"),
    (r".*app_.*|bot_token_.*|agentforce_.*", "app"),
    (r"guest_.*", "user.guest"),
    (r"owner_.*|org_owner_.*|external_user_.*|(quip_)?migration_user_.*|license_.*", "user"),
    (r"organization_.*|org_.*|enterprise_.*|idp_.*|domain_.*|ekm_.*", "enterprise"),
    (r"workspace_.*|team[._].*|emoji_.*|salesforce_.*|sales_elevate_.*", "workspace"),
    # What is left, and what Slack adds after this table was written: a word may tell.
    (r"(.*_)?(user|member|guest)s?(_.*)?", "user"),
    (r"(.*_)?channels?(_.*)?", "channel"),
    (r"(.*_)?files?(_.*)?", "file"),
    (r"(.*_)?canvas(es)?(_.*)?", "canvas"),
    (r"(.*_)?lists?(_.*)?", "list"),
    (r"(.*_)?huddles?(_.*)?", "huddle"),
    (r"(.*_)?messages?(_.*)?", "message"),
    (r"(.*_)?workflows?(_.*)?", "workflow_v2"),
    (r"(.*_)?apps?(_.*)?", "app"),
    (r".*", "enterprise workspace"),
)


def pools_of(action: str) -> tuple[str, ...]:
    """Return where the entity of such an action comes from, likelier pools repeated."""
    fitting = (pools for pattern, pools in _BY_NAME if re.fullmatch(pattern, action, re.DOTALL))
    return tuple(next(fitting).split())
