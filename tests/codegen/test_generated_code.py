"""The generated package as code: its types, imports, docstrings and files."""

import ast
import importlib
import pickle
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import slack_ocsf
from slack_ocsf import MappingError, models
from slack_ocsf_codegen.ir import Attribute, OcsfObject
from slack_ocsf_codegen.model_names import class_name
from small_table import PROJECT, ocsf

GENERATED = PROJECT / "generated"
PACKAGE = GENERATED / "slack_ocsf"
MAPPERS = sorted((PACKAGE / "mapping").glob("*.py"))
MODULES = sorted(
    module.name for module in pkgutil.walk_packages([str(PACKAGE)], prefix="slack_ocsf.")
)

SITE = "https://schema.ocsf.io/1.5.0"

ENTRY = """{"action": "user_login", "date_create": 1700000000,
 "actor": {"type": "user", "user": {"id": "W1", "name": "n", "email": "a@b.example"}},
 "context": {"ip_address": "192.0.2.1", "ua": "u"}}"""

#: What must not be imported to map an event.
HEAVY = ("pydantic", "click", "orjson", "jinja2", "slack_ocsf.models", "slack_ocsf_codegen")


def python(program: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a new interpreter, in no particular directory."""
    return subprocess.run(
        [sys.executable, *flags, "-c", program],
        cwd="/",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def imported(program: str) -> set[str]:
    """Return which heavy modules a program imports."""
    done = python(f"import sys, json\n{program}\nprint(json.dumps(sorted(sys.modules)))")
    assert done.returncode == 0, done.stderr
    names = set(re.findall(r'"([^"]+)"', done.stdout.splitlines()[-1]))
    return {heavy for heavy in HEAVY if any(f"{name}.".startswith(f"{heavy}.") for name in names)}


def test_mypy_strict_passes(tmp_path: Path) -> None:
    arguments = ("--strict", "--config-file", "pyproject.toml", "--cache-dir", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments, "generated"],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_imports_without_a_warning() -> None:
    assert "slack_ocsf.models.ocsf" in MODULES
    done = python("\n".join(f"import {module}" for module in MODULES), "-W", "error")
    assert (done.returncode, done.stderr) == (0, "")


def test_mapping_imports_nothing_heavy() -> None:
    assert imported(f"import slack_ocsf\nslack_ocsf.map_event(json.loads('''{ENTRY}'''))") == set()


def test_mapping_works_without_any_installed_package() -> None:
    done = python(
        f"import sys, json\nsys.path.insert(0, {str(GENERATED)!r})\n"
        "from slack_ocsf import map_event\n"
        f"print(map_event(json.loads('''{ENTRY}'''))['class_name'])",
        "-IS",
    )
    assert (done.stdout, done.stderr) == ("Authentication\n", "")


def test_importing_the_package_builds_no_model() -> None:
    assert imported("import slack_ocsf") == set()
    assert imported("import slack_ocsf.models") == {"slack_ocsf.models"}
    assert (
        "slack_ocsf.models.ocsf"
        not in python("import sys, slack_ocsf.models\nprint(sorted(sys.modules))").stdout
    )


def test_a_model_is_built_when_it_is_asked_for() -> None:
    assert imported("from slack_ocsf.models import Authentication") >= {"pydantic"}


@pytest.mark.parametrize("file", MAPPERS, ids=lambda file: file.name)
def test_mapper_imports_python_and_the_mapping_alone(file: Path) -> None:
    roots = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            roots.add(node.module or "")
    ours = {name for name in roots if name.split(".")[0] not in sys.stdlib_module_names}
    assert all(f"{name}.".startswith("slack_ocsf.mapping.") for name in ours)


def test_package_tells_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


@pytest.mark.parametrize("name", ["slack_ocsf", "slack_ocsf.mapping", "slack_ocsf.models"])
def test_every_public_name_is_there(name: str) -> None:
    module = importlib.import_module(name)
    assert all(hasattr(module, public) for public in module.__all__)


def test_versions_are_those_of_the_schema_and_of_the_table() -> None:
    table = tomllib.loads((PROJECT / "mappings.toml").read_text(encoding="utf-8"))
    assert slack_ocsf.OCSF_VERSION == "1.5.0"
    assert table["version"] == slack_ocsf.MAPPING_VERSION


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_a_docstring_and_says_that_it_is_generated(module: str) -> None:
    imported_module = importlib.import_module(module)
    assert imported_module.__doc__
    source = Path(str(imported_module.__file__)).read_text(encoding="utf-8")
    assert "Do not edit" in source.splitlines()[0]


# --- models


def built_models() -> dict[str, type[BaseModel]]:
    """Every model of OCSF, by its name."""
    module = importlib.import_module("slack_ocsf.models.ocsf")
    checked = importlib.import_module("slack_ocsf.models.checked").Checked
    return {
        name: one
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, checked) and one is not checked
    }


MODELS = built_models()

BODIES: dict[str, OcsfObject] = {
    **{class_name(name): body for name, body in ocsf().objects.items()},
    **{class_name(name): one.body for name, one in ocsf().classes.items()},
}


def described(attribute: Attribute) -> str:
    """What a model should say of an attribute."""
    kind = attribute.object_type or attribute.type
    page = f"objects/{kind}" if attribute.object_type else f"data_types#{kind}"
    listed = "list of " if attribute.is_array else ""
    return f"{attribute.caption}: {listed}{kind}, {attribute.requirement}. {SITE}/{page}"


def test_there_is_a_model_of_every_class_in_use() -> None:
    others = {"AccessRow", "Entry", "IntegrationRow", "model_for"}
    classes = {name for name in models.__all__ if name not in others}
    assert len(classes) == 13
    assert classes <= set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_model_says_its_caption_and_links_its_page(name: str) -> None:
    heading, _, page = str(MODELS[name].__doc__).strip().partition("\n\n")
    body = BODIES[name]
    uid = next((one.uid for one in ocsf().classes.values() if one.body is body), None)
    if uid is None:
        assert heading == f"{body.caption}, an OCSF object."
        assert page.strip() == f"{SITE}/objects/{body.name}"
    else:
        assert heading == f"{body.caption} [{uid}], an OCSF class."
        assert page.strip() == f"{SITE}/classes/{body.name}"


@pytest.mark.parametrize("name", MODELS)
def test_field_says_its_caption_type_and_requirement_and_links_its_page(name: str) -> None:
    attributes = BODIES[name].attributes
    fields = MODELS[name].model_fields
    said = {field: str(info.description).strip() for field, info in fields.items()}
    assert said == {field: described(attributes[field]) for field in fields}


@pytest.mark.parametrize("name", MODELS)
def test_field_is_required_where_ocsf_requires_it(name: str) -> None:
    attributes = BODIES[name].attributes
    required = {
        one.name
        for one in attributes.values()
        if one.requirement == "required" and not one.profiles
    }
    fields = MODELS[name].model_fields
    assert {field for field, info in fields.items() if info.is_required()} == required


def test_every_constraint_is_over_fields_that_the_model_has() -> None:
    constraints: dict[str, Any] = importlib.import_module("slack_ocsf.models.checked").CONSTRAINTS
    assert {"User", "Actor", "Authentication"} <= set(constraints)
    for name, groups in constraints.items():
        for _, attributes in groups:
            assert attributes
            assert set(attributes) <= set(MODELS[name].model_fields)


def test_entry_and_its_parts_have_docstrings() -> None:
    module = importlib.import_module("slack_ocsf.models.slack")
    parts = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, BaseModel) and one is not BaseModel
    ]
    assert len(parts) > 20
    assert all(one.__doc__ for one in parts)


def test_its_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(MappingError("action", "is missing")))  # noqa: S301 - ours
    assert (error.path, error.reason, str(error)) == ("action", "is missing", "action: is missing")
