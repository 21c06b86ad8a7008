"""What is found when another version of OCSF stands against the table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from drift_project import TABLE, Project, project
from slack_ocsf_codegen.drift.comparison import compare_ocsf
from slack_ocsf_codegen.drift.findings import NewAttribute, OcsfDrift, Report
from slack_ocsf_codegen.drift.inputs import load_vendored
from slack_ocsf_codegen.drift.json import as_json
from slack_ocsf_codegen.drift.report import markdown
from slack_ocsf_codegen.errors import SchemaUnreadable, UnknownVersion
from slack_ocsf_codegen.ocsf_versions import find_ocsf
from small_table import PROJECT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return project(tmp_path)


def drift(small: Project, version: str) -> OcsfDrift:
    return compare_ocsf(load_vendored(small.folder), find_ocsf(small.folder, version))


def test_the_version_of_the_table_is_no_drift(small: Project) -> None:
    assert not drift(small, "1.5.0").found


def test_a_class_that_the_version_lacks_breaks_its_line(small: Project) -> None:
    line = 'list_archived = { to = "application_error.general_error", severity = "low" }'
    before = next(one for one in TABLE.splitlines() if one.startswith("list_archived"))
    small.file("mappings.toml", TABLE.replace(before, line))
    assert "mappings.toml:25: unknown class 'application_error'" in str(
        drift(small, "1.1.0").breaks[-1]
    )


def test_a_requirement_that_the_version_adds_breaks_the_line(small: Project) -> None:
    vendorless = TABLE.replace(', vendor_name = "Slack"', "")
    small.file("mappings.toml", vendorless)
    assert any(
        one.span.line == 8 and "(object product) needs 'vendor_name'" in one.text
        for one in drift(small, "1.3.0").breaks
    )


def test_activities_and_attributes_new_to_classes_in_use_are_told(small: Project) -> None:
    found = {one.name: one for one in drift(small, "1.6.0").additions}
    assert found["authentication"].activities == ("account_switch",)
    assert (
        NewAttribute("account_switch_type", "string_t", "recommended", ())
        in found["authentication"].attributes
    )


def test_classes_that_the_table_does_not_use_are_not_told(small: Project) -> None:
    used = {one.name for one in drift(small, "1.6.0").additions}
    assert used == {
        "authentication",
        "base_event",
        "entity_management",
        "user_access",
        "web_resources_activity",
    }


def test_a_version_without_additions_of_its_own_has_none(small: Project) -> None:
    assert drift(small, "1.4.0").additions == ()


@pytest.mark.parametrize("version", ["1.1.0", "1.2.0", "1.3.0", "1.4.0", "1.6.0", "1.7.0", "1.8.0"])
def test_the_projects_own_table_can_be_compared_with_any_version(version: str) -> None:
    compared = compare_ocsf(load_vendored(PROJECT), find_ocsf(PROJECT, version))
    assert compared.after == version
    assert all(one.span.file == "mappings.toml" for one in compared.breaks)


def test_the_projects_own_slice_goes_before_the_packaged_export(small: Project) -> None:
    small.file("schemas/ocsf/1.6.0.json", "{}")
    with pytest.raises(SchemaUnreadable, match="'version' is missing"):
        find_ocsf(small.folder, "1.6.0")


def test_a_version_that_nobody_has_is_named_with_those_there_are(small: Project) -> None:
    with pytest.raises(UnknownVersion, match=r"has no OCSF 9\.9; it has 1\.0\.0, "):
        find_ocsf(small.folder, "9.9")


def test_the_report_names_the_classes_of_each_addition(small: Project) -> None:
    text = markdown(Report(None, drift(small, "1.6.0")))
    assert "OCSF 1.6.0 differs for a table of OCSF 1.5.0.\n" in text
    assert "- activity `account_switch` (authentication)\n" in text
    assert (
        "- attribute `raw_data_hash`, fingerprint, optional (authentication, base_event, " in text
    )


def test_the_json_names_the_additions_of_each_class(small: Project) -> None:
    content = json.loads(as_json(Report(None, drift(small, "1.6.0"))))
    assert content["slack"] is None
    ocsf = content["ocsf"]
    assert (ocsf["before"], ocsf["after"], ocsf["breaks"]) == ("1.5.0", "1.6.0", [])
    base = next(one for one in ocsf["additions"] if one["class"] == "base_event")
    assert base["activities"] == []
    assert base["attributes"] == [
        {
            "name": "raw_data_hash",
            "type": "fingerprint",
            "requirement": "optional",
            "profiles": [],
        }
    ]
