"""Mistakes in the lines of actions: the action, its category, its class and activity."""

from small_table import TABLE, mistakes, mistakes_of, on_login, plan


def test_the_small_table_has_no_mistake() -> None:
    assert mistakes_of(TABLE) == ""


def test_unknown_action() -> None:
    assert (
        mistakes("[action.channel]", 'user_lockout = "account_change.lock"\n[action.channel]')
        == "mappings.toml:22: unknown action 'user_lockout' (did you mean 'user_logout'?)"
    )


def test_misspelt_action_is_unknown_and_its_right_name_is_missing() -> None:
    assert mistakes("user_login", 'user_logn = "authentication.logon"') == (
        "mappings.toml:1: 'user_login' of Slack's 'user' is missing: give it a line in"
        " [action.user] or name it in not_yet_mapped\n"
        "mappings.toml:19: unknown action 'user_logn' (did you mean 'user_login'?)"
    )


def test_misspelt_action_without_a_target_is_not_taken_for_a_dotted_one() -> None:
    assert (
        mistakes("[action.channel]", 'user_logn = { severity = "low" }\n[action.channel]')
        == "mappings.toml:22: unknown action 'user_logn' (did you mean 'user_login'?)"
    )


def test_unquoted_dotted_action() -> None:
    assert (
        mistakes('"pref.allow_calls"', 'pref.allow_calls = "base_event.other"')
        == 'mappings.toml:26: an action with a dot needs quotes: write "pref.allow_calls" = ...'
    )


def test_unquoted_dotted_action_with_attributes() -> None:
    line = 'pref.allow_calls = { to = "base_event.other", activity_name = "Update" }'
    assert (
        mistakes('"pref.allow_calls"', line)
        == 'mappings.toml:26: an action with a dot needs quotes: write "pref.allow_calls" = ...'
    )


def test_unquoted_dotted_action_that_is_misspelt_too() -> None:
    line = 'pref.allow_cals = "base_event.other"'
    assert (
        mistakes("[action.workspace_or_org]", f"[action.workspace_or_org]\n{line}")
        == 'mappings.toml:25: an action with a dot needs quotes: write "pref.allow_cals" = ...'
    )


def test_each_unquoted_dotted_action_stands_at_its_own_line() -> None:
    table = TABLE.replace('"pref.sso_setting_changed"', "pref.sso_setting_changed")
    assert mistakes_of(table.replace('"pref.allow_calls"', "pref.allow_calls")) == (
        "mappings.toml:25: an action with a dot needs quotes: write"
        ' "pref.sso_setting_changed" = ...\n'
        'mappings.toml:26: an action with a dot needs quotes: write "pref.allow_calls" = ...'
    )


def test_action_of_slack_missing_from_the_table() -> None:
    assert mistakes("user_login", "") == (
        "mappings.toml:1: 'user_login' of Slack's 'user' is missing: give it a line in"
        " [action.user] or name it in not_yet_mapped"
    )


def test_missing_action_of_two_categories_is_told_once() -> None:
    assert mistakes("connect_dm_invite_generated", "") == (
        "mappings.toml:1: 'connect_dm_invite_generated' of Slack's 'channel' and 'user' is"
        " missing: give it a line in [action.channel] or name it in not_yet_mapped"
    )


def test_action_in_two_categories() -> None:
    line = 'connect_dm_invite_generated = { to = "base_event.other", activity_name = "Invite" }'
    assert mistakes("[action.channel]", f"{line}\n[action.channel]") == (
        "mappings.toml:24: 'connect_dm_invite_generated' is mapped twice; the first is in line 22"
    )


def test_action_in_a_wrong_category() -> None:
    assert mistakes("[action.channel]", "[action.file]") == (
        "mappings.toml:23: 'connect_dm_invite_generated' is not of Slack's 'file' but of"
        " 'channel' and 'user'"
    )


def test_unknown_category() -> None:
    assert (
        mistakes("[action.channel]", "[action.chanel]")
        == "mappings.toml:23: unknown category 'chanel' (did you mean 'channel'?)"
    )


def test_unknown_action_not_yet_mapped() -> None:
    assert (
        mistakes("not_yet_mapped", 'not_yet_mapped = ["file_deleted",\n"user_logoff"]')
        == "mappings.toml:4: unknown action 'user_logoff' (did you mean 'user_logout'?)"
    )


def test_action_not_yet_mapped_twice() -> None:
    assert (
        mistakes("not_yet_mapped", 'not_yet_mapped = ["file_deleted",\n"file_deleted"]')
        == "mappings.toml:4: 'file_deleted' is in this list twice: remove it here"
    )


def test_action_both_mapped_and_not_yet_mapped() -> None:
    assert (
        mistakes("not_yet_mapped", 'not_yet_mapped = ["file_deleted",\n"user_login"]')
        == "mappings.toml:4: 'user_login' is on a line of its own: remove it here"
    )


def test_unknown_class() -> None:
    assert (
        mistakes("user_login", 'user_login = "authentification.logon"')
        == "mappings.toml:19: unknown class 'authentification' (did you mean 'authentication'?)"
    )


def test_deprecated_class_is_not_known() -> None:
    line = 'user_login = "web_resource_access_activity.access_grant"'
    assert mistakes("user_login", line) == (
        "mappings.toml:19: unknown class 'web_resource_access_activity' (did you mean"
        " 'web_resources_activity'?)"
    )


def test_unknown_class_of_a_section() -> None:
    assert mistakes("[class.group_management]", "[class.group_managment]") == (
        "mappings.toml:16: unknown class 'group_managment' (did you mean 'group_management'?)\n"
        "mappings.toml:23: group_management requires 'group', and nothing here gives it"
    )


def test_section_of_a_class_that_no_action_uses_is_checked() -> None:
    section = '[class.file_hosting]\nnonsense = "x"\n[class.group_management]'
    assert (
        mistakes("[class.group_management]", section)
        == "mappings.toml:17: unknown attribute 'nonsense' of file_hosting"
    )


def test_unknown_activity() -> None:
    assert (
        mistakes("user_login", 'user_login = "authentication.login"')
        == "mappings.toml:19: unknown authentication activity 'login' (did you mean 'logon'?)"
    )


def test_activity_unknown() -> None:
    assert mistakes("user_login", 'user_login = "authentication.unknown"') == (
        "mappings.toml:19: the activity of a known action is not unknown: take 'other' and a name"
    )


def test_activity_other_without_a_name() -> None:
    assert (
        mistakes("user_login", 'user_login = "authentication.other"')
        == "mappings.toml:19: activity 'other' needs activity_name, the source's own word for it"
    )


def test_activity_name_that_is_a_path() -> None:
    line = 'user_login = { to = "authentication.other", activity_name = "$action" }'
    assert (
        mistakes("user_login", line)
        == "mappings.toml:19: activity 'other' needs activity_name, the source's own word for it"
    )


def test_activity_name_beside_a_named_activity() -> None:
    assert (
        on_login('activity_name = "Sign In"')
        == "mappings.toml:19: 'activity_name' belongs to activity 'other' only"
    )


def test_target_without_an_activity() -> None:
    assert (
        mistakes("user_login", 'user_login = "authentication"')
        == "mappings.toml:19: 'authentication' names no activity: write \"class.activity\""
    )


def test_line_without_a_target() -> None:
    assert (
        mistakes("user_login", 'user_login = { severity = "low" }')
        == 'mappings.toml:19: a line is "class.activity" or { to = "class.activity", ... }'
    )


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    table = TABLE.replace('"authentication.logon"', '"authentication.login"')
    table = table.replace('"low"', '"lo"').replace('uid = "$id"', 'uid = "$idd"')
    assert mistakes_of(table.replace('"invite"', "5")) == (
        "mappings.toml:11: unknown Slack path '$idd' (did you mean '$id'?)\n"
        "mappings.toml:19: unknown authentication activity 'login' (did you mean 'logon'?)\n"
        "mappings.toml:20: unknown caption 'lo' of 'severity' (did you mean 'low'?)\n"
        "mappings.toml:23: 5 does not fit 'privileges' (string_t)"
    )


def test_mistake_in_a_layer_is_told_once_though_all_actions_share_it() -> None:
    assert mistakes("severity", 'severity = "infromational"') == (
        "mappings.toml:6: unknown caption 'infromational' of 'severity' (did you mean"
        " 'informational'?)"
    )


def test_mistake_in_a_class_section_is_told_once() -> None:
    assert (
        mistakes("service", 'service = { nam = "Slack" }')
        == "mappings.toml:15: unknown attribute 'nam' of service (did you mean 'name'?)"
    )


def test_line_of_each_action_is_that_of_its_key() -> None:
    assert [action.span.line for action in plan(TABLE).actions] == [19, 20, 21, 23, 25, 26]


def test_version_that_is_none() -> None:
    assert mistakes("version", 'version = "next"') == (
        "mappings.toml:1: version 'next' is not MAJOR.MINOR.PATCH, such as '1.0.0'"
    )
