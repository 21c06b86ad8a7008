"""What is found when the writing of entities changes."""

from __future__ import annotations

import pytest

from slack_ocsf_codegen.breaking.comparison import find_changes
from slack_ocsf_codegen.breaking.findings import Change, Finding, Kind
from slack_ocsf_codegen.effects.kinds import Conversions
from small_table import TABLE, plan

_OWN = '[entity.user.user]\nuid = "$id"\nname = "$name"\n'
_USER = 'user = { first = ["$entity", { name = "unknown" }] }'
#: Nobody but the entity is written as a user.
_ALONE = TABLE.replace('actor.user = "$actor"\n', "")


def table(conversions: str, user: str = _USER) -> str:
    assert _OWN in _ALONE
    assert _USER in _ALONE
    return _ALONE.replace(_OWN, conversions).replace(_USER, user)


def found(before: str, after: str) -> list[Finding]:
    return list(find_changes(plan(before), plan(after)))


def changes(before: str, after: str) -> list[Change]:
    return [one.change for one in found(before, after)]


def test_a_member_of_an_entity_that_goes_is_lost_wherever_the_entity_is_written() -> None:
    lost = [
        Change(Kind.ATTRIBUTE_LOST, "actor.user.uid", before=("$actor.id of user",)),
        Change(Kind.ATTRIBUTE_LOST, "user.uid", before=("$entity.id of user",)),
    ]
    assert [
        one for one in changes(TABLE, TABLE.replace('uid = "$id"\n', "")) if one in lost
    ] == lost


def test_a_member_of_an_entity_that_comes_leaves_unmapped() -> None:
    after = table(_OWN + 'email_addr = "$email"\n')
    assert changes(_ALONE, after) == [
        Change(Kind.LEFT_UNMAPPED, after=("$entity.email of user",)),
        Change(Kind.ATTRIBUTE_GAINED, "user.email_addr", after=("$entity.email of user",)),
    ]


def test_a_kind_that_is_written_now_makes_the_option_behind_it_less_frequent() -> None:
    after = table(_OWN + '[entity.channel.user]\nuid = "U"\n')
    assert Change(Kind.LESS_OFTEN, "user.name", after=('"unknown"',)) in changes(_ALONE, after)


def test_a_kind_with_a_table_of_its_own_that_says_what_any_says_is_no_change() -> None:
    of_any = '[entity.any.user]\nuid = "$id"\n'
    own = '[entity.channel.user]\nuid = "$id"\n'
    assert not found(table(of_any), table(of_any + own))


def test_a_kind_with_a_table_of_its_own_has_nothing_of_any() -> None:
    of_any = '[entity.any.user]\nuid = "$id"\nname = "U"\n'
    own = '[entity.channel.user]\nuid = "$id"\n'
    (one,) = changes(table(of_any), table(of_any + own))
    texts = ('"U" of any kind', '"unknown"'), ('"U" of any other kind', '"unknown"')
    assert one == Change(Kind.SOURCES_CHANGED, "user.name", *texts)


def test_a_path_into_an_entity_of_any_kind_is_what_the_conversion_reads() -> None:
    of_any = '[entity.any.user]\nuid = "$id"\n'
    by_path = 'user = { first = [{ uid = "$entity.id" }, { name = "unknown" }] }'
    kinds = {one.kind for one in changes(table(of_any), table(of_any, by_path))}
    assert not kinds & {Kind.SOURCES_CHANGED, Kind.ATTRIBUTE_LOST, Kind.LEFT_UNMAPPED}


def test_a_path_into_an_entity_says_more_than_the_conversion_of_one_kind() -> None:
    by_kind = table('[entity.user.user]\nuid = "$id"\n')
    by_path = table(
        '[entity.user.user]\nuid = "$id"\n', _USER.replace('"$entity"', '{ uid = "$entity.id" }')
    )
    assert Change(Kind.MORE_OFTEN, "user.uid", after=("$entity.id",)) in changes(by_kind, by_path)
    assert Kind.SOURCES_CHANGED in {one.kind for one in changes(by_path, by_kind)}


def test_a_literal_of_an_entity_is_there_with_the_entity_only() -> None:
    of_any = '[entity.any.user]\nuid = "U"\n'
    always = table(of_any, 'user = { uid = "U" }')
    assert Kind.SOURCES_CHANGED in {one.kind for one in changes(always, table(of_any))}
    assert Kind.MORE_OFTEN in {one.kind for one in changes(table(of_any), always)}


@pytest.mark.parametrize(
    ("names", "label"),
    [
        ({"user"}, "of user"),
        ({"user", "file"}, "of file, user"),
        ({"user", "any"}, "of any other kind, user"),
        ({"any", "bot", "channel", "file"}, "of any kind but list, role, user"),
        ({"bot", "channel", "file", "user", "list", "role", "any"}, "of any kind"),
    ],
)
def test_kinds_have_a_label_that_people_read(names: set[str], label: str) -> None:
    kinds = frozenset({"bot", "channel", "file", "user", "list", "role", "any"})
    assert Conversions(plan(TABLE), kinds).named(("entity",), frozenset(names)).label == label


def test_of_many_kinds_the_number_is_said() -> None:
    kinds = frozenset(map(str, range(9)))
    assert Conversions(plan(TABLE), kinds).named((), frozenset("01234")).label == "of 5 kinds"
