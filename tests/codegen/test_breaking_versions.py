"""Which version of the mapping may follow another, after a change of a level."""

import pytest

from slack_ocsf_codegen.breaking.findings import Level
from slack_ocsf_codegen.breaking.versions import least_after, read_version


@pytest.mark.parametrize(
    ("before", "level", "least"),
    [
        ("1.2.3", None, "1.2.3"),
        ("1.2.3", Level.PATCH, "1.2.4"),
        ("1.2.3", Level.MINOR, "1.3.0"),
        ("1.2.3", Level.MAJOR, "2.0.0"),
        ("0.2.3", None, "0.2.3"),
        ("0.2.3", Level.PATCH, "0.2.4"),
        ("0.2.3", Level.MINOR, "0.2.4"),
        ("0.2.3", Level.MAJOR, "0.3.0"),
    ],
)
def test_the_least_version_after_a_change(before: str, level: Level | None, least: str) -> None:
    assert str(least_after(read_version(before), level)) == least


def test_versions_compare_as_numbers() -> None:
    assert read_version("0.10.0") > read_version("0.9.9")


@pytest.mark.parametrize(
    "text", ["1.2", "1.2.3.4", "v1.2.3", "1.2.3-rc1", "01.2.3", "", "1.2.x", "\u0661.2.3"]
)
def test_a_version_has_three_numbers(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not MAJOR\.MINOR\.PATCH"):
        read_version(text)
