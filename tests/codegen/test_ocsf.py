"""The loader of OCSF, on the official exports in both of their forms."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from slack_ocsf_codegen.errors import SchemaUnreadable
from slack_ocsf_codegen.ir import Constraint, DataType, Ocsf
from slack_ocsf_codegen.ocsf import load_ocsf, read_export

VERSIONS = ("1.3.0", "1.4.0", "1.5.0", "1.6.0", "1.7.0", "1.8.0")

#: The last version of the first form, and the first of the second.
BOTH_FORMS = ("1.7.0", "1.8.0")


@cache
def export(version: str) -> dict[str, Any]:
    file = files("ocsf_json_schema") / "ocsf" / f"{version}.json"
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


@cache
def ocsf(version: str) -> Ocsf:
    return read_export(export(version), version)


def test_the_two_forms_differ_as_these_tests_take_them_to() -> None:
    assert "dictionary_attributes" in export("1.7.0")
    assert "dictionary_attributes" not in export("1.8.0")
    assert "dictionary" in export("1.8.0")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_type_that_an_attribute_has_is_known(version: str) -> None:
    one = ocsf(version)
    bodies = [*one.objects.values(), *(known.body for known in one.classes.values())]
    attributes = [attribute for body in bodies for attribute in body.attributes.values()]
    assert {a.type for a in attributes if a.object_type is None} <= set(one.types)
    assert {a.object_type for a in attributes if a.object_type} <= set(one.objects)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_schema_is_of_the_version_asked_for(version: str) -> None:
    assert ocsf(version).version == version


@pytest.mark.parametrize("version", VERSIONS)
def test_class_has_its_numbers_and_its_category(version: str) -> None:
    one = ocsf(version).classes["authentication"]
    assert (one.caption, one.uid, one.category_uid) == ("Authentication", 3002, 3)
    assert one.category_name == "Identity & Access Management"


@pytest.mark.parametrize("version", VERSIONS)
def test_base_event_has_the_category_that_its_enum_names(version: str) -> None:
    assert ocsf(version).classes["base_event"].category_name == "Uncategorized"


@pytest.mark.parametrize("version", VERSIONS)
def test_attribute_of_a_profile_names_it(version: str) -> None:
    attributes = ocsf(version).classes["authentication"].body.attributes
    assert attributes["cloud"].profiles == ("cloud",)
    assert attributes["device"].profiles == ("host",)
    assert attributes["user"].profiles == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_class_offers_its_profiles(version: str) -> None:
    assert {"cloud", "datetime", "host"} <= set(ocsf(version).classes["authentication"].profiles)


@pytest.mark.parametrize("version", VERSIONS)
def test_constraints_are_read(version: str) -> None:
    one = ocsf(version)
    assert one.classes["authentication"].body.constraints == (
        Constraint("at_least_one", ("service", "dst_endpoint")),
    )
    assert one.objects["user"].constraints == (
        Constraint("at_least_one", ("account", "name", "uid")),
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_enum_has_captions_by_id_and_its_text_attribute(version: str) -> None:
    severity = ocsf(version).classes["authentication"].body.attributes["severity_id"]
    assert severity.enum["4"] == "High"
    assert severity.sibling == "severity"


@pytest.mark.parametrize("version", VERSIONS)
def test_types_have_their_base_and_their_limits(version: str) -> None:
    types = ocsf(version).types
    assert types["port_t"] == DataType("port_t", "Port", "integer_t", limits=(0, 65535))
    assert types["timestamp_t"].base == "long_t"
    assert types["ip_t"].max_len == 40
    assert types["ip_t"].regex
    assert types["string_t"].base == "string_t"


@pytest.mark.parametrize("version", VERSIONS)
def test_observable_comes_from_the_type_of_the_attribute(version: str) -> None:
    one = ocsf(version)
    number = one.objects["network_endpoint"].attributes["ip"].observable
    assert number == 2
    assert one.observables[number] == "IP Address"


@pytest.mark.parametrize("version", VERSIONS)
def test_deprecated_attribute_is_marked(version: str) -> None:
    actor = ocsf(version).objects["actor"].attributes
    assert actor["invoked_by"].deprecated
    assert not actor["user"].deprecated


@pytest.mark.parametrize("version", VERSIONS)
def test_list_is_marked(version: str) -> None:
    attributes = ocsf(version).classes["authentication"].body.attributes
    assert attributes["auth_factors"].is_array
    assert not attributes["user"].is_array


def test_requirements_are_those_of_the_version() -> None:
    title = {
        version: ocsf(version).objects["finding_info"].attributes["title"] for version in VERSIONS
    }
    assert title["1.3.0"].requirement == "required"
    assert title["1.5.0"].requirement == "recommended"


def test_profiles_are_those_of_the_version() -> None:
    def profiles(version: str) -> tuple[str, ...]:
        return ocsf(version).classes["user_access"].body.attributes["actor"].profiles

    assert profiles("1.3.0") == ("host",)
    assert profiles("1.5.0") == ()


def test_classes_of_extensions_are_left_out() -> None:
    assert any("/" in name for name in export("1.5.0")["classes"])
    assert not any("/" in name for name in ocsf("1.5.0").classes)


def test_both_forms_give_the_same_attributes_where_ocsf_did_not_change() -> None:
    old, new = (ocsf(version).objects["user"].attributes for version in BOTH_FORMS)
    names = ("name", "uid", "email_addr", "type_id", "groups")
    assert [old[name] for name in names] == [new[name] for name in names]


def test_missing_version_says_what_is_there_and_how_to_get_it(tmp_path: Path) -> None:
    for version in ("1.4.0", "1.5.0"):
        (tmp_path / f"{version}.json").write_text("{}")
    with pytest.raises(SchemaUnreadable) as error:
        load_ocsf(tmp_path, "1.6.0")
    assert str(error.value) == (
        f"OCSF 1.6.0 is not vendored in {tmp_path} (there: 1.4.0, 1.5.0);"
        " fetch it with: slack-ocsf-codegen pull ocsf 1.6.0"
    )


def test_missing_folder_has_no_versions(tmp_path: Path) -> None:
    with pytest.raises(SchemaUnreadable, match=r"\(there: none\)"):
        load_ocsf(tmp_path / "ocsf", "1.5.0")


def test_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    file = tmp_path / "1.5.0.json"
    file.write_text("<html>")
    with pytest.raises(SchemaUnreadable) as error:
        load_ocsf(tmp_path, "1.5.0")
    assert str(error.value) == f"{file}: not JSON (Expecting value: line 1 column 1 (char 0))"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("{}", "this is no OCSF export: 'version' is missing"),
        ('{"version": "1.5.0"}', "this is no OCSF export: 'types' is missing"),
        ("[]", "this is no OCSF export: it is no JSON object"),
        ('{"version": "1.6.0"}', "expected OCSF 1.5.0, the export says 1.6.0"),
    ],
)
def test_file_that_is_no_export_is_named(tmp_path: Path, text: str, fact: str) -> None:
    file = tmp_path / "1.5.0.json"
    file.write_text(text)
    with pytest.raises(SchemaUnreadable) as error:
        load_ocsf(tmp_path, "1.5.0")
    assert str(error.value) == f"{file}: {fact}"
