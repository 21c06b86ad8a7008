"""Projects whose generated files are current, for the tests of the generator."""

from pathlib import Path

import pytest

from generator_runs import PROJECT, project
from slack_ocsf_codegen.generate import generate


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Every generated file of this project, as it should be."""
    return generate(PROJECT)


@pytest.fixture
def current(tmp_path: Path, texts: dict[str, str]) -> Path:
    """A project whose generated files are current."""
    return project(tmp_path / "project", texts)
