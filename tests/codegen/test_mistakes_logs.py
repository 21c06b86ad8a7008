"""Mistakes in the sections of logs whose rows have no action."""

import pytest

from logs_table import SECTIONS, edited, plan_with, said


def test_the_sections_have_no_mistake() -> None:
    assert [log.log for log in plan_with(SECTIONS).logs] == ["visits", "changes"]


@pytest.mark.parametrize(
    ("key", "line", "mistake"),
    [
        ("[source.visits]", "[source.visit]", "1: unknown log 'visit' (did you mean 'visits'?)"),
        ("to = ", "", "1: [source.visits] needs 'to', as an action's line has it"),
        ('time = "$seen"', "", "1: [source.visits] needs 'time', a $member of its rows"),
        ('time = "$seen"', "time = 5", "3: 'time' of a log takes a $member of its rows"),
        (
            'time = "$seen"',
            'time = "$sen"',
            "3: unknown Slack path '$sen' (did you mean '$seen'?)",
        ),
        (
            'time = "$seen"',
            'time = "$is_new"',
            "3: $is_new (bool) does not fit 'time' of a log",
        ),
        ("to = ", 'to = "authentication.login"', "2: unknown authentication activity 'login'"),
        ("to = ", 'to = "authentification.logon"', "2: unknown class 'authentification'"),
        (
            "to.match",
            'to.match = "$kind"',
            "9: unknown Slack path '$kind' (did you mean '$kind_of'?)",
        ),
        ("to.match", 'to.match = "kind_of"', "9: 'match' of a log takes a $member of its rows"),
        ("to.default", "", "9: 'to' needs a 'default', the line of rows that no other line is for"),
        (
            "to.removed",
            'to.removed = "base_event.other"',
            "11: activity 'other' needs activity_name, the source's own word for it",
        ),
        (
            "to.removed",
            'to.removed = "authentication.logoff"',
            "11: authentication requires 'service' or 'dst_endpoint', and nothing here gives it",
        ),
        (
            "to.default",
            'to.default = { to = "application_lifecycle.other", activity_name = "$app" }',
            "12: activity 'other' needs activity_name, the source's own word for it",
        ),
        (
            "to.removed",
            'to.removed = { to = "application_lifecycle.remove", activity_name = "$kind_of" }',
            "11: 'activity_name' belongs to activity 'other' only",
        ),
        (
            "to.added",
            'to.added = { to = "application_lifecycle.install", message = false }',
            "10: 'message' is not inherited here: there is nothing to remove",
        ),
        ("user = ", 'user.uid = "$user"', "5: authentication requires 'user', and its last source"),
        ("user = ", "", "2: authentication requires 'user', and nothing here gives it"),
        (
            "user = ",
            'user = { first = [{ uid = "$usr" }, { name = "unknown" }] }',
            "5: unknown Slack path '$usr' (did you mean '$user'?)",
        ),
        ("service.name", 'servce.name = "Slack"', "6: unknown attribute 'servce'"),
        ("service.name", 'service.name = "$kind"', "6: unknown Slack path '$kind'"),
        ("service.name", 'service.name = "Slack"\nstatus = "$user"', "7: 'status' is an enum"),
    ],
)
def test_mistake(key: str, line: str, mistake: str) -> None:
    assert f"mappings.toml:{mistake}" in said(key, line)


def test_the_lines_of_a_log_are_of_one_class() -> None:
    line = (
        'to.removed = { to = "authentication.logoff", app = false, service.name = "x",'
        ' user.name = "x" }'
    )
    assert said("to.removed", line) == (
        "mappings.toml:11: all lines of [source.changes] are of one class: this is of"
        " authentication, 'default' of application_lifecycle"
    )


def test_a_log_that_slack_has_may_be_left_out() -> None:
    visits, _, _ = SECTIONS.partition("[source.changes]")
    assert [log.log for log in plan_with(visits).logs] == ["visits"]


def test_a_row_names_the_activity_where_its_line_says_so() -> None:
    (_, changes) = plan_with(SECTIONS).logs
    assert [line.is_named_by_action for line in (*changes.lines, changes.default)] == [
        False,
        False,
        True,
    ]


def test_an_activity_may_be_named_by_the_table_too() -> None:
    line = 'to.default = { to = "application_lifecycle.other", activity_name = "Change" }'
    (_, changes) = plan_with(edited("to.default", line)).logs
    assert changes.default.activity.text == "Change"
