"""What is found between the sections of logs of two tables."""

from logs_table import SECTIONS, edited, plan_with
from slack_ocsf_codegen.breaking.comparison import find_changes
from slack_ocsf_codegen.breaking.findings import Change, Finding, Kind


def found(after: str, before: str = SECTIONS) -> list[Finding]:
    return list(find_changes(plan_with(before), plan_with(after)))


def test_the_same_sections_are_no_change() -> None:
    assert not found(SECTIONS)


def test_a_new_section_is_minor() -> None:
    (one,) = found(SECTIONS, "")
    assert one.change.kind is Kind.ACTION_ADDED
    assert one.actions == (
        "changes row of other kinds",
        "changes row with kind_of 'added'",
        "changes row with kind_of 'removed'",
        "visits row",
    )


def test_a_section_that_went_is_major() -> None:
    (one,) = found("", SECTIONS)
    assert one.change.kind is Kind.ACTION_REMOVED


def test_another_activity_of_a_line_is_major() -> None:
    line = 'to.added = { to = "application_lifecycle.enable", severity = "low" }'
    (one,) = found(edited("to.added", line))
    assert one.change == Change(Kind.ACTIVITY_MOVED, "", ("Install (1)",), ("Enable (6)",))
    assert one.actions == ("changes row with kind_of 'added'",)


def test_another_name_of_an_activity_is_major() -> None:
    line = 'to.default = { to = "application_lifecycle.other", activity_name = "Change" }'
    (one,) = found(edited("to.default", line))
    assert one.change.kind is Kind.ACTIVITY_MOVED
    assert one.actions == ("changes row of other kinds",)


def test_another_severity_is_major() -> None:
    line = 'to.added = { to = "application_lifecycle.install", severity = "high" }'
    (one,) = found(edited("to.added", line))
    assert one.change.kind is Kind.SEVERITY_CHANGED


def test_a_lost_attribute_is_major() -> None:
    before = SECTIONS.replace('time = "$seen"', 'time = "$seen"\nstart_time = "$seen"')
    (one,) = found(SECTIONS, before)
    assert one.change == Change(Kind.ATTRIBUTE_LOST, "start_time", ("$seen",))
    assert one.actions == ("visits row",)


def test_rows_told_by_another_member_are_other_lines() -> None:
    after = SECTIONS.replace('to.match = "$kind_of"', 'to.match = "$number"').replace(
        'activity_name = "$kind_of"', 'activity_name = "$number"'
    )
    kinds = {one.change.kind for one in found(after)}
    assert {Kind.ACTION_ADDED, Kind.ACTION_REMOVED} <= kinds
