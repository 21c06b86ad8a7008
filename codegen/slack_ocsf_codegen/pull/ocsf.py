"""Refresh the slice of one OCSF version from the exports that ocsf-json-schema ships."""

import json
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from ocsf_json_schema import get_ocsf_schema, get_packaged_versions

from slack_ocsf_codegen.errors import SchemaUnreadable
from slack_ocsf_codegen.ocsf import read_export
from slack_ocsf_codegen.pull.failed import PullFailed, PullMisused, leaving
from slack_ocsf_codegen.pull.provenance import Origin, with_provenance
from slack_ocsf_codegen.pull.slice import CATEGORIES, Export, slice_export, slice_text
from slack_ocsf_codegen.pull.slice_changes import SliceChanges, compare
from slack_ocsf_codegen.pull.writing import write_together

_PACKAGE = "ocsf-json-schema"
_LICENCE = "Apache-2.0"


@dataclass(frozen=True, slots=True)
class OcsfPull:
    """What a pull did: the slice's size, how it changed, the files written by path in schemas/.

    `changes` is None when there was no slice to compare with.
    """

    classes: int
    objects: int
    changes: SliceChanges | None
    written: tuple[str, ...]

    def __str__(self) -> str:
        size = f"{self.classes} classes, {self.objects} objects"
        changes = "nothing to compare with" if self.changes is None else str(self.changes)
        return "\n".join((size, changes, *(f"wrote {path}" for path in self.written)))


def pull(schemas: Path, version: str, *, today: date) -> OcsfPull:
    """Replace `ocsf/<version>.json` with a slice of the official export of that version.

    Raises:
        PullMisused: There is no such version, or nothing in it to map to.
        PullFailed: The export has not the form of one. Every file is as it was in both cases.
    """
    path = f"ocsf/{version}.json"
    with leaving(schemas):
        export = _export(version)
        content = _slice(export, version)
        origin = {path: _origin(version, export)}
        contents = with_provenance(schemas, {path: slice_text(content)}, origin, today)
    before = _vendored(schemas / path)
    return OcsfPull(
        classes=len(content["classes"]),
        objects=len(content["objects"]),
        changes=None if before is None else compare(before, content),
        written=write_together(schemas, contents),
    )


def _export(version: str) -> Export:
    known = get_packaged_versions()
    if version not in known:
        raise PullMisused(
            f"OCSF {version} is not in {_PACKAGE} {installed_version(_PACKAGE)}; it has "
            f"{', '.join(sorted(known))} (a newer {_PACKAGE} may have it)"
        )
    export: Export = get_ocsf_schema(version)
    return export


def _slice(export: Export, version: str) -> dict[str, Any]:
    """Cut the slice and see that the generator can load it."""
    try:
        missing = set(CATEGORIES) - {body["category"] for body in export["classes"].values()}
        if missing:
            raise PullMisused(f"OCSF {version} has no category {', '.join(sorted(missing))}")
        content = slice_export(export)
        read_export(content, version)
    except (KeyError, TypeError, AttributeError, SchemaUnreadable) as error:
        raise PullFailed(
            f"the export of OCSF {version} in {_PACKAGE} {installed_version(_PACKAGE)} "
            f"is not of a known form ({type(error).__name__}: {error})"
        ) from error
    return content


def _origin(version: str, export: Export) -> Origin:
    form = "v2/schema" if "dictionary" in export else "schema"
    return Origin(
        source=f"https://schema.ocsf.io/{version}/export/{form}, as shipped by {_PACKAGE} "
        f"{installed_version(_PACKAGE)} on PyPI; a slice of it",
        licence=_LICENCE,
        command=f"slack-ocsf-codegen pull ocsf {version}",
    )


def _vendored(file: Path) -> Export | None:
    """Return the slice that is vendored; None when it is missing or damaged: a pull mends that."""
    try:
        content: Export = json.loads(file.read_text(encoding="utf-8"))
        read_export(content, file.stem)
    except (ValueError, OSError, KeyError, TypeError, AttributeError, SchemaUnreadable):
        return None
    return content
