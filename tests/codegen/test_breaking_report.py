"""The comparison as people and as programs read it."""

from __future__ import annotations

import json

import pytest

from slack_ocsf_codegen.breaking.findings import Change, Comparison, Finding, Kind
from slack_ocsf_codegen.breaking.json import as_json
from slack_ocsf_codegen.breaking.report import markdown

_ONE = ("user_login",)
_MANY = ("a", "b", "c", "d", "e")


def finding(change: Change, actions: tuple[str, ...] = _ONE, *, otherwise: bool = False) -> Finding:
    return Finding(change, actions, ("authentication",) if actions else (), otherwise)


def comparison(*findings: Finding, follows: bool = False) -> Comparison:
    return Comparison("main", "0.1.0", "0.1.1", "0.2.0", follows, findings)


def row(change: Change, actions: tuple[str, ...] = _ONE, *, otherwise: bool = False) -> str:
    """Return the only row of a report on one finding."""
    (line,) = (
        line
        for line in markdown(comparison(finding(change, actions, otherwise=otherwise))).splitlines()
        if line.startswith("- ")
    )
    return line.removeprefix("- ")


def test_a_report_is_grouped_by_level_the_gravest_first() -> None:
    report = markdown(
        comparison(
            finding(Change(Kind.CLASS_MOVED, "", ("authentication",), ("base_event",))),
            finding(Change(Kind.ATTRIBUTE_GAINED, "session.uid", after=('"S"',))),
            finding(Change(Kind.WORDING, "message", ('"a"',), ('"b"',))),
        )
    )
    assert (
        report
        == """\
# Mapping 0.1.0 of main -> 0.1.1: a major change, which needs at least 0.2.0

## Major

- class moved, `authentication` -> `base_event`: `user_login`

## Minor

- attribute gained `session.uid`, `"S"`: `user_login`

## Patch

- wording changed `message`, `"a"` -> `"b"`: `user_login`
"""
    )


def test_a_version_that_follows_needs_no_other() -> None:
    found = finding(Change(Kind.ATTRIBUTE_GAINED, "session.uid", after=('"S"',)))
    title = markdown(comparison(found, follows=True)).splitlines()[0]
    assert title == "# Mapping 0.1.0 of main -> 0.1.1: a minor change"


def test_no_finding_is_said_so() -> None:
    assert (
        markdown(comparison(follows=True)) == "# Mapping 0.1.0 of main -> 0.1.1: means the same\n"
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(Kind.ACTION_ADDED), "action got a line"),
        (Change(Kind.SEVERITY_CHANGED, "severity", ("Low (2)",), ("High (4)",)),
         "severity changed, `Low (2)` -> `High (4)`"),
        (Change(Kind.ATTRIBUTE_LOST, "a.b", before=("$x", "$y")),
         "attribute lost `a.b`, was `$x`, `$y`"),
        (Change(Kind.SOURCES_CHANGED, "a", ("$x", "$z"), ("$y", "$z")),
         "sources changed `a`, `$x` -> `$y`"),
        (Change(Kind.SOURCES_CHANGED, "a", ("$z",), ("$y", "$z")),
         "sources changed `a`, `$y` comes before others"),
        (Change(Kind.SOURCES_CHANGED, "a", ("$y", "$z"), ("$z",)),
         "sources changed `a`, no longer `$y`"),
        (Change(Kind.SOURCES_CHANGED, "a", ("$y", "$z"), ("$z", "$y")),
         "sources changed `a`, `$y`, `$z` -> `$z`, `$y`"),
        (Change(Kind.WORDING, "message", ('"`x`"',), ('"y"',)),
         'wording changed `message`, `` "`x`" `` -> `"y"`'),
    ],
)  # fmt: skip
def test_a_row_says_what_it_was_and_is(change: Change, told: str) -> None:
    assert row(change) == f"{told}: `user_login`"


@pytest.mark.parametrize(
    ("actions", "otherwise", "subject"),
    [
        (_MANY[:4], False, "`a`, `b`, `c`, `d`"),
        (_MANY, False, "5 actions of authentication"),
        (_MANY, True, "5 actions of authentication and actions without a line"),
        ((), True, "actions without a line"),
        ((), False, "every event"),
    ],
)
def test_a_row_says_whom_it_is_of(
    actions: tuple[str, ...], subject: str, *, otherwise: bool
) -> None:
    change = Change(Kind.ACTION_ADDED)
    assert row(change, actions, otherwise=otherwise) == f"action got a line: {subject}"


def test_nothing_to_compare_is_said_so() -> None:
    nothing = Comparison("main", None, "0.1.0", None, follows=True, findings=())
    assert markdown(nothing) == "# Nothing to compare\n\nmain has no mapping.\n"


def test_json_names_every_action() -> None:
    change = Change(Kind.SEVERITY_CHANGED, "severity", ("Low (2)",), ("High (4)",))
    assert json.loads(as_json(comparison(finding(change, _MANY)))) == {
        "against": "main",
        "before": "0.1.0",
        "after": "0.1.1",
        "level": "major",
        "least": "0.2.0",
        "follows": False,
        "findings": [
            {
                "level": "major",
                "kind": "severity changed",
                "attribute": "severity",
                "before": ["Low (2)"],
                "after": ["High (4)"],
                "actions": ["a", "b", "c", "d", "e"],
                "classes": ["authentication"],
                "otherwise": False,
            }
        ],
    }


def test_json_of_nothing_to_compare_has_nulls() -> None:
    nothing = Comparison("main", None, "0.1.0", None, follows=True, findings=())
    document = json.loads(as_json(nothing))
    assert (document["before"], document["least"], document["level"]) == (None, None, None)
    assert document["follows"] is True
