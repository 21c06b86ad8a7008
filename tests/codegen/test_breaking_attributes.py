"""What is found when the attributes of one action change."""

from __future__ import annotations

import pytest

from slack_ocsf_codegen.breaking.comparison import find_changes
from slack_ocsf_codegen.breaking.findings import Change, Kind
from small_table import TABLE, plan

_LINE = 'user_logout = { to = "authentication.logoff", severity = "low" }'
_SAYS = 'message = { text = "{$action} by {$actor.name}" }'


def changes(before: str, after: str) -> list[Change]:
    """Return what changes when the line of `user_logout` sets other attributes."""
    one, other = (
        TABLE.replace(_LINE, f'user_logout = {{ to = "authentication.logoff", {attributes} }}')
        for attributes in (before, after)
    )
    return [found.change for found in find_changes(plan(one), plan(other))]


def levels(before: str, after: str) -> list[str]:
    return [change.kind.level.word for change in changes(before, after)]


# --- literals


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (
            'severity = "low"',
            'severity = "high"',
            Change(Kind.SEVERITY_CHANGED, "severity", ("Low (2)",), ("High (4)",)),
        ),
        (
            'status = "success"',
            'status = "failure"',
            Change(Kind.STATUS_CHANGED, "status", ("Success (1)",), ("Failure (2)",)),
        ),
        (
            'logon_type = { other = "a" }',
            'logon_type = { other = "b" }',
            Change(Kind.SOURCES_CHANGED, "logon_type", ("a (99)",), ("b (99)",)),
        ),
        (
            'session.uid = "a"',
            'session.uid = "b"',
            Change(Kind.SOURCES_CHANGED, "session.uid", ('"a"',), ('"b"',)),
        ),
    ],
    ids=["severity", "status", "other", "text"],
)
def test_another_literal_is_major(before: str, after: str, change: Change) -> None:
    assert changes(before, after) == [change]
    assert levels(before, after) == ["major"]


def test_an_attribute_that_goes_is_major() -> None:
    lost = Change(Kind.ATTRIBUTE_LOST, "session.issuer", before=('"I"',))
    assert changes('session = { uid = "S", issuer = "I" }', 'session = { uid = "S" }') == [lost]
    assert lost.kind.level.word == "major"


def test_an_attribute_that_comes_is_minor() -> None:
    gained = Change(Kind.ATTRIBUTE_GAINED, "session.issuer", after=('"I"',))
    assert changes('session = { uid = "S" }', 'session = { uid = "S", issuer = "I" }') == [gained]
    assert gained.kind.level.word == "minor"


def test_a_literal_that_moves_is_lost_and_gained() -> None:
    kinds = [one.kind for one in changes('session.uid = "S"', 'session.issuer = "S"')]
    assert kinds == [Kind.ATTRIBUTE_LOST, Kind.ATTRIBUTE_GAINED]


# --- values of the entry


def test_a_value_that_moves_to_another_attribute_is_major() -> None:
    (moved,) = changes('session.uid = "$details.reason"', 'session.issuer = "$details.reason"')
    assert moved == Change(Kind.ATTRIBUTE_MOVED, "", ("session.uid",), ("session.issuer",))
    assert moved.kind.level.word == "major"


def test_a_value_that_leaves_unmapped_is_major() -> None:
    gained, left = sorted(
        changes('severity = "low"', 'severity = "low", session.uid = "$details.reason"'),
        key=lambda change: change.kind.level,
    )
    assert gained == Change(Kind.ATTRIBUTE_GAINED, "session.uid", after=("$details.reason",))
    assert left == Change(Kind.LEFT_UNMAPPED, after=("$details.reason",))
    assert left.kind.level.word == "major"


@pytest.mark.parametrize(
    "value",
    ['"$action"', '{ text = "{$details.reason}" }', '{ match = "$details.reason", a = "A" }'],
    ids=["action", "text", "match"],
)
def test_a_value_that_no_name_leaves_unmapped_for_is_minor(value: str) -> None:
    assert levels('session.uid = "S"', f'session = {{ uid = "S", issuer = {value} }}') == ["minor"]


def test_a_value_that_another_attribute_takes_already_is_minor() -> None:
    before = 'session.uid = "$details.reason"'
    after = 'session = { uid = "$details.reason", issuer = "$details.reason" }'
    assert levels(before, after) == ["minor"]


def test_a_value_that_was_taken_only_sometimes_and_is_now_always_leaves_unmapped() -> None:
    before = 'session.uid = { first = ["$details.subteam", "$details.reason"] }'
    after = 'session = { uid = "$details.subteam", issuer = "$details.reason" }'
    assert Change(Kind.LEFT_UNMAPPED, after=("$details.reason",)) in changes(before, after)


def test_a_number_that_an_attribute_for_numbers_took_leaves_unmapped_for_one_of_text() -> None:
    before = 'count = "$details.reason"'
    after = f'{before}, session.uid = "$details.reason"'
    assert Kind.LEFT_UNMAPPED in [one.kind for one in changes(before, after)]


def test_a_value_that_an_attribute_of_text_took_does_not_leave_unmapped_for_a_number() -> None:
    before = 'session.uid = "$details.reason"'
    assert levels(before, f'{before}, count = "$details.reason"') == ["minor"]


def test_what_a_whole_object_took_does_not_leave_unmapped() -> None:
    before = 'session.uid = "S", enrichments = [{ name = "n", value = "v", data = "$details" }]'
    after = before.replace(
        'session.uid = "S"', 'session = { uid = "S", issuer = "$details.reason" }'
    )
    assert levels(before, after) == ["minor"]


# --- first


def test_an_option_behind_the_others_is_minor() -> None:
    before = 'session.uid = { first = ["$details.reason"] }, status_detail = "$details.subteam"'
    after = before.replace('"] }', '", "$details.subteam"] }')
    more = Change(Kind.MORE_OFTEN, "session.uid", after=("$details.subteam",))
    assert changes(before, after) == [more]
    assert more.kind.level.word == "minor"


def test_an_option_before_the_others_is_major() -> None:
    before = 'session.uid = { first = ["$details.reason"] }, status_detail = "$details.subteam"'
    after = before.replace('["', '["$details.subteam", "')
    (one,) = changes(before, after)
    assert (one.kind, one.kind.level.word) == (Kind.SOURCES_CHANGED, "major")
    assert (one.before, one.after) == (
        ("$details.reason",),
        ("$details.subteam", "$details.reason"),
    )


def test_another_order_of_options_is_major() -> None:
    before = 'session.uid = { first = ["$details.reason", "$details.subteam"] }'
    after = 'session.uid = { first = ["$details.subteam", "$details.reason"] }'
    assert Kind.SOURCES_CHANGED in [one.kind for one in changes(before, after)]


def test_an_object_that_comes_before_another_makes_the_other_less_frequent() -> None:
    before = (
        'status_detail = "$details.reason", user = { first = ["$entity", { name = "unknown" }] }'
    )
    after = before.replace("{ name", '{ uid = "$details.reason" }, { name')
    (less,) = (one for one in changes(before, after) if one.kind.level.word == "major")
    assert less == Change(Kind.LESS_OFTEN, "user.name", after=('"unknown"',))


def test_what_an_object_does_not_need_leaves_the_option_behind_it_as_it_was() -> None:
    taken = 'status_detail = "$details.reason", '
    before = taken + 'user = { first = [{ uid = "$details.subteam" }, { name = "unknown" }] }'
    after = before.replace(" }, {", ', email_addr = "$details.reason" }, {')
    gained = Change(Kind.ATTRIBUTE_GAINED, "user.email_addr", after=("$details.reason",))
    assert changes(before, after) == [gained]


def test_a_value_that_an_object_needs_no_more_makes_the_others_more_frequent() -> None:
    entity = 'status_detail = "$details.reason", auth_factors = '
    before = entity + '[{ factor_type = { match = "$details.reason", a = "sms" }, provider = "P" }]'
    after = (
        entity
        + '[{ factor_type = { match = "$details.reason", a = "sms", b = "sms" }, provider = "P" }]'
    )
    assert {one.kind for one in changes(before, after)} == {Kind.MORE_OFTEN}
    assert {one.kind for one in changes(after, before)} == {Kind.SOURCES_CHANGED, Kind.LESS_OFTEN}


# --- arrays


def test_an_element_behind_the_others_is_minor() -> None:
    before = 'auth_factors = [{ factor_type = "sms" }]'
    after = 'auth_factors = [{ factor_type = "sms" }, { factor_type = "otp" }]'
    (one,) = changes(before, after)
    assert (one.kind, one.attribute) == (Kind.ATTRIBUTE_GAINED, "auth_factors[1].factor_type")


def test_an_element_before_the_others_is_major() -> None:
    before = 'auth_factors = [{ factor_type = "sms" }]'
    after = 'auth_factors = [{ factor_type = "otp" }, { factor_type = "sms" }]'
    assert "major" in levels(before, after)


def test_a_literal_behind_the_others_is_minor() -> None:
    before, after = 'metadata.labels = ["a"]', 'metadata.labels = ["a", "b"]'
    gained = Change(Kind.ATTRIBUTE_GAINED, "metadata.labels[1]", after=('"b"',))
    assert changes(before, after) == [gained]


# --- lookups


def test_an_arm_where_there_is_no_default_is_minor() -> None:
    before = 'session.uid = { match = "$details.reason", a = "A" }'
    (one,) = changes(before, before.replace(" }", ', b = "B" }'))
    assert one == Change(
        Kind.MORE_OFTEN, "session.uid", after=('"B" where $details.reason is "b"',)
    )


def test_an_arm_that_takes_from_the_default_is_major() -> None:
    before = 'session.uid = { match = "$details.reason", a = "A", default = "D" }'
    assert levels(before, before.replace(" }", ', b = "B" }')) == ["major"]


def test_an_arm_without_a_member_that_the_default_has_is_major() -> None:
    before = 'session = { match = "$id", a = { uid = "A" }, default = { uid = "D", issuer = "D" } }'
    after = before.replace(", default", ', b = { uid = "D" }, default')
    (one,) = changes(before, after)
    assert (one.attribute, one.kind.level.word) == ("session.issuer", "major")


def test_an_arm_that_says_the_same_as_the_default_is_no_change() -> None:
    before = 'session.uid = { match = "$details.reason", a = "A", default = "D" }'
    assert not changes(before, before.replace(" }", ', b = "D" }'))


def test_another_order_of_arms_is_no_change() -> None:
    before = 'session.uid = { match = "$details.reason", a = "A", b = "B" }'
    assert not changes(before, 'session.uid = { match = "$details.reason", b = "B", a = "A" }')


# --- wording


def test_another_wording_of_the_message_is_a_patch() -> None:
    (one,) = changes(_SAYS, _SAYS.replace(" by ", " of "))
    texts = ('"{$action} by {$actor.name}"',), ('"{$action} of {$actor.name}"',)
    assert one == Change(Kind.WORDING, "message", *texts)
    assert one.kind.level.word == "patch"


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        ("{$action}[ by {$actor.name}]", "{$action}", "patch"),
        ("done by {$actor.name}", "done[ for {$details.reason}]", "patch"),
        ("{$actor.name}", "{$actor.name}{$details.reason}", "patch"),
        ("{$actor.name}{$details.reason}", "{$actor.name}", "major"),
        ("[by {$actor.name}]", "[{$actor.name}]", "patch"),
        ("[{$actor.name}]", "[{$actor.name} of {$details.reason}]", "major"),
    ],
)
def test_a_message_has_to_be_there_where_it_was(before: str, after: str, level: str) -> None:
    was, is_now = (f'message = {{ text = "{text}" }}' for text in (before, after))
    assert levels(was, is_now) == [level]


def test_a_message_that_can_be_absent_now_is_major() -> None:
    after = 'message = { text = "[{$actor.name}]" }'
    assert levels(_SAYS, after) == ["major"]


def test_a_message_that_is_no_more_is_major() -> None:
    assert levels(_SAYS, "message = false") == ["major"]


def test_another_wording_elsewhere_is_major() -> None:
    before = 'status_detail = { text = "{$action} by {$actor.name}" }'
    assert levels(before, before.replace(" by ", " of ")) == ["major"]


def test_a_value_that_was_the_message_and_is_not_any_more_is_major() -> None:
    assert levels('message = "$details.reason"', _SAYS) == ["major"]
