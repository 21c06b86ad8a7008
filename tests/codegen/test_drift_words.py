"""What names of actions have in common."""

from __future__ import annotations

import pytest

from slack_ocsf_codegen.drift.renames import renames
from slack_ocsf_codegen.drift.words import ends_alike, prefix, spelling, suffix, words
from slack_ocsf_codegen.pull.changes import ActionChange


def new(action: str, category: str = "user") -> ActionChange:
    return ActionChange(action, (), (category,))


def vanished(action: str, category: str = "user") -> ActionChange:
    return ActionChange(action, (category,), ())


def pairs(*came: ActionChange, gone: tuple[ActionChange, ...] = (), known: str = "") -> list[str]:
    """Return `before after` of each rename; `known` are names that Slack still lists."""
    names = (*known.split(), *(change.action for change in gone))
    return [f"{one.before} {one.after}" for one in renames(came, gone, names)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("list_row_created", ("list", "row", "created")),
        ("pref.who_can", ("pref", "who", "can")),
        ("team.unsupportedVersions.start", ("team", "unsupported", "versions", "start")),
        ("user_SSOLogin_2", ("user", "sso", "login", "2")),
        ("___", ()),
    ],
)
def test_a_name_is_cut_at_points_and_capitals(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


def test_a_shared_beginning_holds_whole_words_and_the_point_behind_them() -> None:
    assert prefix(("pref.who_can", "pref.whole")) == "pref."


def test_a_shared_ending_holds_whole_words_and_the_point_before_them() -> None:
    assert suffix(("list_created", "canvas_recreated", "x_created")) == ""
    assert suffix(("list_created", "canvas_created")) == "_created"


@pytest.mark.parametrize("twin", ["pref_x_y", "pref.x.y", "pref.xY", "pref.x_y_changed"])
def test_twins_have_one_spelling(twin: str) -> None:
    assert spelling(twin) == spelling("pref.x_y")


def test_an_ending_is_alike_in_another_form_of_the_word_only() -> None:
    assert ends_alike("channel_archive", "channel_archived")
    assert not ends_alike("list_created", "list_deleted")


def test_a_near_name_of_the_same_category_is_a_rename() -> None:
    assert pairs(new("user_logins"), gone=(vanished("user_login"),)) == ["user_login user_logins"]


def test_a_near_name_of_another_category_is_none() -> None:
    assert pairs(new("user_logins", "file"), gone=(vanished("user_login"),)) == []


def test_a_near_name_that_says_the_opposite_is_none() -> None:
    assert pairs(new("user_session_enabled"), gone=(vanished("user_session_disabled"),)) == []


def test_a_name_that_slack_still_lists_is_renamed_by_a_twin_only() -> None:
    assert pairs(new("pref_x"), new("pref_zz"), known="pref.x_changed pref_zzz") == [
        "pref.x_changed pref_x"
    ]


def test_a_name_stands_in_one_rename_only() -> None:
    came = (new("user_logins"), new("user_login_changed"))
    assert pairs(*came, gone=(vanished("user_login"),)) == ["user_login user_login_changed"]


def test_a_vanished_twin_goes_before_one_still_listed() -> None:
    found = pairs(new("pref_x"), gone=(vanished("pref_x_changed"),), known="pref.x")
    assert found == ["pref_x_changed pref_x"]
