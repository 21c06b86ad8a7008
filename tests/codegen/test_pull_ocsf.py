"""A slice of an official export says the same as the export, of what it keeps."""

from __future__ import annotations

import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ocsf_json_schema import OcsfJsonSchema, get_ocsf_schema

from slack_ocsf_codegen.ocsf import load_ocsf, read_export
from slack_ocsf_codegen.pull.failed import PullMisused
from slack_ocsf_codegen.pull.ocsf import pull
from slack_ocsf_codegen.pull.slice import slice_export, slice_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OURS = Path(__file__).parents[2] / "schemas"
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
VERSIONS = ["1.3.0", "1.4.0", "1.5.0", "1.6.0", "1.7.0", "1.8.0"]

Json = Any
every_version = pytest.mark.parametrize("version", VERSIONS)


@cache
def official(version: str) -> Mapping[str, Json]:
    export: Mapping[str, Json] = get_ocsf_schema(version)
    return export


@cache
def cut(version: str) -> Mapping[str, Json]:
    content: Mapping[str, Json] = json.loads(slice_text(slice_export(official(version))))
    return content


def keys(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for member in value.values():
            yield from keys(member)


def unordered(value: Json) -> Json:
    """A JSON Schema without the order of its enums: that of the export is arbitrary."""
    if isinstance(value, dict):
        return {
            key: sorted(map(str, member)) if key == "enum" else unordered(member)
            for key, member in value.items()
        }
    return value


def reversed_everywhere(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: reversed_everywhere(member) for key, member in reversed(value.items())}
    return value


@every_version
def test_the_generator_reads_the_same_of_a_slice_and_of_its_export(version: str) -> None:
    whole, part = read_export(official(version), version), read_export(cut(version), version)
    assert part.types == whole.types
    assert part.observables == whole.observables
    assert part.classes == {name: whole.classes[name] for name in part.classes}
    assert part.objects == {name: whole.objects[name] for name in part.objects}


@every_version
@pytest.mark.parametrize(("kind", "part"), [("class", "classes"), ("object", "objects")])
def test_the_official_json_schema_of_a_slice_is_that_of_its_export(
    version: str, kind: str, part: str
) -> None:
    whole, sliced = OcsfJsonSchema(dict(official(version))), OcsfJsonSchema(dict(cut(version)))
    profiles = sorted(
        {name for body in cut(version)["classes"].values() for name in body["profiles"]}
    )
    for name in cut(version)[part]:
        for used in ([], profiles):
            ours, theirs = (getattr(schema, f"get_{kind}_schema") for schema in (sliced, whole))
            assert unordered(ours(name, used)) == unordered(theirs(name, used))


@every_version
def test_a_slice_has_the_classes_of_its_categories_and_no_deprecated_one(version: str) -> None:
    assert set(cut(version)["classes"]) == {
        name
        for name, body in official(version)["classes"].items()
        if body["category_uid"] in {0, 2, 3, 6} and "@deprecated" not in body
    }


@every_version
def test_a_slice_has_every_object_that_it_names_and_no_other(version: str) -> None:
    bodies = [*cut(version)["classes"].values(), *cut(version)["objects"].values()]
    named = {
        attribute["object_type"]
        for body in bodies
        for attribute in body["attributes"].values()
        if "object_type" in attribute
    }
    assert named == set(cut(version)["objects"])


@every_version
def test_a_slice_has_no_prose(version: str) -> None:
    prose = {"references", "source", "associations", "suppress_checks", "group", "message"}
    schema = {**cut(version)}
    bodies = [*schema["classes"].values(), *schema["objects"].values()]
    found = {
        key for body in bodies for member in body["attributes"].values() for key in keys(member)
    }
    assert not found & {"description", *prose}
    assert not {key for body in bodies for key in body} & {"description", *prose}


@every_version
def test_a_slice_has_the_form_of_its_export(version: str) -> None:
    assert ("dictionary" in cut(version)) == ("dictionary" in official(version))
    assert set(cut(version)) <= set(official(version))


def test_the_order_of_the_export_does_not_matter() -> None:
    backwards = reversed_everywhere(official("1.5.0"))
    assert slice_text(slice_export(backwards)) == slice_text(slice_export(official("1.5.0")))


def test_a_slice_has_one_line_for_each_attribute() -> None:
    lines = slice_text(slice_export(official("1.5.0"))).splitlines()
    assert (
        '    "email_addr": {"caption": "Email Address", "requirement": "optional", '
        '"type": "email_t"},' in lines
    )


def test_our_slice_is_what_the_package_gives(tmp_path: Path) -> None:
    schemas = tmp_path / "schemas"
    shutil.copytree(OURS, schemas)
    assert "ocsf/1.5.0.json" not in pull(schemas, "1.5.0", today=MONDAY).written


def test_the_first_pull_of_a_version_writes_slice_and_provenance(tmp_path: Path) -> None:
    done = pull(tmp_path, "1.8.0", today=MONDAY)
    assert done.changes is None
    assert done.written == ("README.md", "ocsf/1.8.0.json", "provenance.json")
    assert len(load_ocsf(tmp_path / "ocsf", "1.8.0").classes) == done.classes


def test_the_second_pull_of_a_version_writes_nothing(tmp_path: Path) -> None:
    pull(tmp_path, "1.3.0", today=MONDAY)
    done = pull(tmp_path, "1.3.0", today=TUESDAY)
    assert str(done) == f"{done.classes} classes, {done.objects} objects\nnothing changed"


def test_a_pull_tells_how_the_slice_changed(tmp_path: Path) -> None:
    pull(tmp_path, "1.5.0", today=MONDAY)
    file = tmp_path / "ocsf" / "1.5.0.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    del content["objects"]["ticket"]
    content["objects"]["gone"] = content["objects"]["url"]
    content["objects"]["user"]["attributes"]["uid"]["requirement"] = "optional"
    del content["types"]["mac_t"]
    file.write_text(json.dumps(content), encoding="utf-8")
    assert str(pull(tmp_path, "1.5.0", today=TUESDAY)).splitlines()[1:] == [
        "new objects.ticket",
        "new types.mac_t",
        "vanished objects.gone",
        "changed objects.user.attributes.uid",
        "wrote ocsf/1.5.0.json",
    ]


def test_provenance_of_another_file_is_kept_while_the_file_is_there(tmp_path: Path) -> None:
    pull(tmp_path, "1.3.0", today=MONDAY)
    pull(tmp_path, "1.8.0", today=TUESDAY)
    (tmp_path / "ocsf" / "1.3.0.json").unlink()
    pull(tmp_path, "1.5.0", today=TUESDAY)
    files = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))["files"]
    assert list(files) == ["ocsf/1.5.0.json", "ocsf/1.8.0.json"]


@pytest.mark.parametrize(
    ("version", "path"), [("1.7.0", "1.7.0/export/schema"), ("1.8.0", "1.8.0/export/v2/schema")]
)
def test_provenance_names_the_export_of_the_official_server(
    tmp_path: Path, version: str, path: str
) -> None:
    pull(tmp_path, version, today=MONDAY)
    entry = json.loads((tmp_path / "provenance.json").read_text())["files"][f"ocsf/{version}.json"]
    assert entry["source"].startswith(f"https://schema.ocsf.io/{path}, as shipped by ocsf-json-")
    assert entry["licence"] == "Apache-2.0"
    assert entry["command"] == f"slack-ocsf-codegen pull ocsf {version}"


def test_an_unknown_version_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(PullMisused, match=r"OCSF 1\.9\.9 is not in .* 1\.5\.0, .* are unchanged"):
        pull(tmp_path, "1.9.9", today=MONDAY)
    assert not list(tmp_path.iterdir())


def test_a_version_that_is_a_path_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(PullMisused, match="is not in ocsf-json-schema"):
        pull(tmp_path, "../ocsf/1.5.0", today=MONDAY)


def test_a_version_without_our_categories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PullMisused, match="has no category application, iam"):
        pull(tmp_path, "1.0.0-rc.2", today=MONDAY)
    assert not list(tmp_path.iterdir())
