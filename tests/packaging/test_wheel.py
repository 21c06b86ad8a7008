"""The wheel, installed alone beside what it declares, does what the checkout does."""

import json
import re
import subprocess
import sys
import urllib.request
import venv
import zipfile
from importlib.metadata import distribution, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
ENTRY = {"id": "1", "date_create": 1700000000, "action": "user_login"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def runtime(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and its declared runtime dependencies, and nothing else."""
    return _environment(wheel, tmp_path_factory.mktemp("runtime"), extra="")


@pytest.fixture(scope="module")
def generator(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the dependencies of the extra `codegen`."""
    return _environment(wheel, tmp_path_factory.mktemp("generator"), extra="codegen")


def test_the_runtime_needs_only_what_is_promised() -> None:
    assert {Requirement(line).name for line in _declared("slack-ocsf", "")} == {
        "backports-zstd",
        "click",
        "httpcore",
        "httpx",
        "msgspec",
        "orjson",
        "prometheus-client",
        "pydantic",
        "structlog",
        "tenacity",
    }


def test_the_wheel_maps(runtime: Path) -> None:
    done = _run(runtime / "bin" / "slack-ocsf", "map", "--quiet", stdin=json.dumps(ENTRY))
    assert json.loads(done)["class_name"] == "Authentication"


def test_the_wheel_validates(runtime: Path) -> None:
    _run(runtime / "bin" / "slack-ocsf", "map", "--quiet", "--validate", stdin=json.dumps(ENTRY))


def test_the_wheel_demonstrates(runtime: Path) -> None:
    assert "Authentication" in _run(runtime / "bin" / "slack-ocsf", "demo")


def test_the_wheel_serves_what_slack_publishes(runtime: Path) -> None:
    command = [str(runtime / "bin" / "slack-ocsf"), "fake-slack", "--events", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            url = json.loads(process.stdout.readline())["url"]
            for name in ("actions", "schemas"):
                with urllib.request.urlopen(f"{url}/audit/v1/{name}") as answer:  # noqa: S310 - http
                    assert json.loads(answer.read())[name]
        finally:
            process.kill()


def test_the_wheel_generates_from_a_table_of_ones_own(generator: Path, tmp_path: Path) -> None:
    table = (ROOT / "mappings.toml").read_text(encoding="utf-8")
    (tmp_path / "mappings.toml").write_text(
        re.sub("(?m)^version = .*", 'version = "7.0.0"', table), encoding="utf-8"
    )
    _run(generator / "bin" / "slack-ocsf-codegen", "generate", "--project", str(tmp_path))
    package = (tmp_path / "generated/slack_ocsf/__init__.py").read_text(encoding="utf-8")
    assert 'MAPPING_VERSION = "7.0.0"' in package


def test_real_source_is_on_disk(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "slack_ocsf/mapping/authentication.py" in names
    assert "slack_ocsf/py.typed" in names


def _run(command: Path, *arguments: str, stdin: str = "") -> str:
    done = subprocess.run(
        [str(command), *arguments], input=stdin, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _environment(wheel: Path, folder: Path, extra: str) -> Path:
    """Install the wheel with pip; link its dependencies from here, since tests use no network."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    packages = next((folder / "lib").glob("python*/site-packages"))
    for name in _with_dependencies("slack-ocsf", extra) - {"slack-ocsf"}:
        _link(name, packages)
    return folder


def _with_dependencies(name: str, extra: str) -> set[str]:
    found = {name}
    for line in _declared(name, extra):
        requirement = Requirement(line)
        if requirement.name not in found:
            extras = requirement.extras or {""}
            for inner in extras:
                found |= _with_dependencies(requirement.name, inner)
    return found


def _declared(name: str, extra: str) -> list[str]:
    return [
        line
        for line in requires(name) or []
        if (marker := Requirement(line).marker) is None or marker.evaluate({"extra": extra})
    ]


def _link(name: str, packages: Path) -> None:
    for file in distribution(name).files or []:
        source = Path(str(file.locate())).resolve()
        if ".." not in file.parts and source.exists():
            target = packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                target.symlink_to(source)
        elif file.parts[-2:-1] == ("bin",) and source.exists():
            target = packages.parents[2] / "bin" / file.name
            if not target.exists():
                target.symlink_to(source)
