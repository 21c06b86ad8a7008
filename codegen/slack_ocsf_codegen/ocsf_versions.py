"""Find a version of OCSF: the vendored slice, else the export that ocsf-json-schema ships."""

from importlib.metadata import version as installed_version
from pathlib import Path

from ocsf_json_schema import get_ocsf_schema, get_packaged_versions

from slack_ocsf_codegen.errors import SchemaUnreadable, UnknownVersion
from slack_ocsf_codegen.ir import Ocsf
from slack_ocsf_codegen.locate import project_input
from slack_ocsf_codegen.ocsf import load_ocsf, read_export

_PACKAGE = "ocsf-json-schema"


def find_ocsf(project: Path, version: str) -> Ocsf:
    """Return a version of OCSF as the project, the generator, or else ocsf-json-schema has it.

    Raises:
        UnknownVersion: None of them has it.
        SchemaUnreadable: It has not the form of an export.
    """
    vendored = project_input(project, f"schemas/ocsf/{version}.json")
    if vendored.is_file():
        return load_ocsf(vendored.parent, version)
    known = get_packaged_versions()
    if version not in known:
        raise UnknownVersion(
            f"there is no {vendored}, and {_PACKAGE} {installed_version(_PACKAGE)} has no OCSF"
            f" {version}; it has {', '.join(sorted(known))}"
        )
    try:
        return read_export(get_ocsf_schema(version), version)
    except SchemaUnreadable as error:
        raise SchemaUnreadable(f"OCSF {version} of {_PACKAGE}: {error}") from error
