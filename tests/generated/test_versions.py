"""One table serves six versions of OCSF: each package is valid by its own version's judges."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import cycle, product
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

from losses import invented, lost
from ocsf_checker import official_export, violations
from slack_entries import KINDS, KNOWN, MAPPED, Entry, full_entry, plausible_entries
from slack_ocsf_codegen.generate import generate
from slack_ocsf_codegen.writing import write
from slack_rows import LOGS, Log

PROJECT = Path(__file__).resolve().parents[2]
WRITTEN = sorted((PROJECT / "tests" / "events").glob("*.json"))
VERSIONS = ("1.3.0", "1.4.0", "1.5.0", "1.6.0", "1.7.0", "1.8.0")


@dataclass(frozen=True)
class Edition:
    """A generated package of one version, and the judges of that version."""

    version: str
    package: ModuleType

    def problems(self, entry: dict[str, Any], mapper: str = "map_event") -> list[str]:
        """Map an entry or row; say what any of the three judges holds against the event."""
        event = getattr(self.package, mapper)(entry)
        found = self.problems_by_schemas(event)
        return [*found, *violations(event, official_export(self.version))]

    def problems_by_schemas(self, event: dict[str, Any]) -> list[str]:
        """Say what the models and the official JSON Schema hold against an event."""
        models = import_module(f"{self.package.__name__}.models")
        models.model_for(event["class_uid"]).model_validate(event)
        profiles = tuple(event["metadata"].get("profiles", ()))
        official = _official(self.version, event["class_uid"], profiles)
        return [error.message for error in official.iter_errors(event)]


@cache
def _official(version: str, class_uid: int, profiles: tuple[str, ...]) -> jsonschema_rs.Validator:
    schema = _schemas(version)
    name = schema.lookup_class_name_from_uid(class_uid)
    return jsonschema_rs.validator_for(schema.get_class_schema(name, list(profiles)))


@cache
def _schemas(version: str) -> OcsfJsonSchemaEmbedded:
    return OcsfJsonSchemaEmbedded(get_ocsf_schema(version))


@pytest.fixture(scope="module", params=VERSIONS)
def edition(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Edition]:
    version: str = request.param
    name = f"generated_for_{version.replace('.', '_')}"
    folder = tmp_path_factory.mktemp(name)
    write(folder, generate(PROJECT, version, name))
    sys.path.insert(0, str(folder / "generated"))
    yield Edition(version, import_module(name))
    sys.path.remove(str(folder / "generated"))


def test_version_is_in_the_event(edition: Edition) -> None:
    event = edition.package.map_event({"action": "user_login", "date_create": 1700000000})
    assert event["metadata"]["version"] == edition.version == edition.package.OCSF_VERSION


def test_written_entries_are_valid(edition: Edition) -> None:
    problems = {path.stem: edition.problems(json.loads(path.read_text())) for path in WRITTEN}
    assert {name: found for name, found in problems.items() if found} == {}


def test_every_action_is_valid_with_some_entity(edition: Edition) -> None:
    kinds = cycle(sorted(KINDS))
    entries = [full_entry(action, next(kinds)) for action in KNOWN]
    problems = {entry["action"]: edition.problems(entry) for entry in entries}
    assert {name: found for name, found in problems.items() if found} == {}


def test_every_action_is_valid_and_lossless_with_every_kind_of_entity(edition: Edition) -> None:
    problems: dict[str, list[str]] = {}
    for action, kind in product(MAPPED, sorted(KINDS)):
        entry = full_entry(action, kind)
        event = edition.package.map_event(entry)
        found = [*edition.problems_by_schemas(event), *lost(entry, event), *invented(entry, event)]
        if found:
            problems[f"{action} of {kind}"] = found
    assert problems == {}


@given(entry=plausible_entries())
@settings(max_examples=60, deadline=None)
def test_plausible_details_are_valid_and_lossless(edition: Edition, entry: Entry) -> None:
    event = edition.package.map_event(entry)
    assert edition.problems(entry) == []
    assert [*lost(entry, event), *invented(entry, event)] == []


def test_the_actors_id_is_in_every_event_at_the_place_of_its_class(edition: Edition) -> None:
    actor = {"type": "user", "user": {"id": "W1"}}
    entries = [{"action": one, "date_create": 1700000000, "actor": actor} for one in MAPPED]
    events = map(edition.package.map_event, entries)
    assert all(event["actor"]["user"]["uid"] == "W1" for event in events)


def test_the_actors_id_of_an_unknown_action(edition: Edition) -> None:
    actor = {"type": "user", "user": {"id": "W1"}}
    entry = {"action": "newer_than_the_table", "date_create": 1700000000, "actor": actor}
    event = edition.package.map_event(entry)
    if edition.version == "1.3.0":
        assert event["unmapped"]["actor"] == {"user": {"id": "W1"}}
    else:
        assert event["actor"]["user"]["uid"] == "W1"


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_rows_are_valid(edition: Edition, log: Log) -> None:
    written = [json.loads(path.read_text()) for path in log.written]
    rows = [log.full(), *written, *map(log.with_ids, log.rows(1, 50))]
    assert [found for row in rows if (found := edition.problems(row, log.mapper.__name__))] == []


def test_the_page_names_what_a_version_lacks() -> None:
    page = generate(PROJECT, "1.3.0", "slack_ocsf_1_3_0")["docs/coverage_1_3_0.md"]
    assert "'device' belongs to the profile 'host', which base_event does not offer" in page


def test_an_activity_that_a_version_lacks_becomes_other_by_its_name(edition: Edition) -> None:
    event = edition.package.map_event({"action": "file_shared", "date_create": 1700000000})
    assert event["activity_name"] == "Share"


def test_where_a_version_has_a_better_place_it_is_used(edition: Edition) -> None:
    context = {"ua": "Mozilla/5.0"}
    entry = {"action": "file_shared", "date_create": 1700000000, "context": context}
    event = edition.package.map_event(entry)
    if edition.version in {"1.3.0", "1.4.0", "1.5.0"}:
        assert event["unmapped"]["context"] == context
    else:
        assert event["http_request"] == {"user_agent": "Mozilla/5.0"}


@pytest.mark.parametrize(("package", "version"), [("", "1.5.0"), ("_1_3_0", "1.3.0")])
def test_committed_packages_are_of_their_versions(package: str, version: str) -> None:
    assert version == import_module(f"slack_ocsf{package}").OCSF_VERSION
