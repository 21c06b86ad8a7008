"""The files in deploy/ are right by judges that find mistakes in them, and by our own options."""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from slack_ocsf_collector.settings.given import Given
from slack_ocsf_collector.settings.load import load_settings
from slack_ocsf_collector.settings.options import settings_options, variables

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
EXAMPLE = DEPLOY / "systemd/slack-ocsf.toml"
UNITS = sorted(set((DEPLOY / "systemd").glob("*")) - {EXAMPLE})
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze"
)


def judged(*command: object) -> subprocess.CompletedProcess[str]:
    arguments = [str(one) for one in command]
    return subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=60)


def spoilt(file: Path, folder: Path, before: str, after: str) -> Path:
    text = file.read_text()
    assert before in text
    copy = folder / file.name
    copy.write_text(text.replace(before, after, 1))
    return copy


# The Dockerfile


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    assert judged(BIN / "hadolint", DEPLOY / "Dockerfile").stdout == ""


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("USER 10001:10001", "USER root", "DL3002"),
        ("ENTRYPOINT [", 'ENTRYPOINT slack-ocsf\nCMD ["', "DL3025"),
        ("WORKDIR /source", "WORKDIR source", "DL3000"),
        ("--from=build", "--from=biuld", "DL3022"),
    ],
)
def test_hadolint_finds_a_mistake(tmp_path: Path, before: str, after: str, rule: str) -> None:
    assert (
        rule
        in judged(BIN / "hadolint", spoilt(DEPLOY / "Dockerfile", tmp_path, before, after)).stdout
    )


def copied() -> list[str]:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    copies = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--" not in line]
    return [name for names in copies for name in names]


def test_what_is_copied_into_the_image_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert all((ROOT / name).exists() for name in copied())
    assert {f"!{name}" for name in copied()} <= set(ignored)


def test_what_the_wheel_is_built_from_is_copied_into_the_image() -> None:
    import tomllib

    hatch = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    wheel = hatch["targets"]["wheel"]
    needed = {Path(one).parts[0] for one in (*wheel["packages"], *wheel["force-include"])}

    assert needed <= set(copied())


def test_variables_of_the_image_are_those_of_options() -> None:
    words = (DEPLOY / "Dockerfile").read_text().replace("=", " ").split()
    named = {word for word in words if word.startswith("SLACK_OCSF_")}

    assert named
    assert named <= set(variables())


# Kubernetes


@pytest.mark.parametrize("version", ["1.31", "1.37"])
def test_kubernetes_takes_the_manifests(version: str) -> None:
    command = (BIN / "kubernetes-validate", "--strict", "--kubernetes-version", version)

    assert judged(*command, *MANIFESTS).returncode == 0


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one.stem)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("readOnlyRootFilesystem: true", "readOnlyRootFileSystem: true"),
        ("runAsUser: 10001", "runAsUser: root"),
        ("args: [", "args: slack-ocsf # ["),
    ],
)
def test_kubernetes_refuses_a_mistake(
    tmp_path: Path, manifest: Path, before: str, after: str
) -> None:
    command = (BIN / "kubernetes-validate", "--strict")

    assert judged(*command, spoilt(manifest, tmp_path, before, after)).returncode != 0


def documents(manifest: Path) -> Iterator[dict[str, dict[str, object]]]:
    yield from yaml.safe_load_all(manifest.read_text())


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one.stem)
def test_the_settings_of_a_manifest_have_no_mistake(tmp_path: Path, manifest: Path) -> None:
    (settings,) = (one["data"] for one in documents(manifest) if "data" in one)
    file = tmp_path / "c.toml"
    file.write_text(str(settings["slack-ocsf.toml"]))

    assert load_settings({"config": Given("--config", (str(file),))}).organizations


def containers(manifest: Path) -> list[dict[str, object]]:
    """Containers and what is around them, wherever a manifest has them."""
    found = []

    def look(value: object) -> None:
        if isinstance(value, dict):
            found.extend(value.get("containers", []))
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    for document in documents(manifest):
        look(document)
    return found


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one.stem)
def test_containers_can_write_nothing_but_volumes(manifest: Path) -> None:
    assert [one["securityContext"] for one in containers(manifest)] == [
        {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
    ]


def parsed(arguments: list[str]) -> str:
    """Parse arguments of `collect` by the options of settings; return what is wrong."""

    @click.command("collect")
    @settings_options
    @click.option("--once", is_flag=True)
    def collect(**_given: object) -> None:
        """Do nothing."""

    try:
        collect.main(arguments[1:], standalone_mode=False)
    except click.ClickException as error:
        return error.format_message()
    return "" if arguments[0] == "collect" else f"there is no command {arguments[0]}"


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one.stem)
def test_the_arguments_of_a_container_are_ours(manifest: Path) -> None:
    assert [parsed(list(one["args"])) for one in containers(manifest)] == [""]  # type: ignore[call-overload]


# systemd


def test_the_example_of_the_settings_has_no_mistake() -> None:
    given = {"config": EXAMPLE, "token_file": "token", "state": "state"}
    options = {name: Given(f"--{name}", (str(value),)) for name, value in given.items()}

    assert load_settings(options).sinks[0].target == "/var/log/slack-ocsf"


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.stem)
def test_the_arguments_of_a_service_are_ours(service: Path) -> None:
    (line,) = [one for one in service.read_text().splitlines() if one.startswith("ExecStart=")]

    assert parsed(shlex.split(line)[1:]) == ""


def verified(unit: Path, folder: Path) -> str:
    """Return what systemd says of a unit whose program is there."""
    for each in UNITS:
        if not (folder / each.name).exists():
            shutil.copy(each, folder)
    for each in folder.iterdir():
        text = each.read_text().replace("/opt/slack-ocsf/bin/slack-ocsf", "/bin/true")
        each.write_text(text.replace("slack-ocsf collect", "true collect"))
    return judged("systemd-analyze", "verify", "--man=no", folder / unit.name).stderr


@needs_systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda one: one.name)
def test_systemd_finds_nothing_in_a_unit(tmp_path: Path, unit: Path) -> None:
    assert verified(unit, tmp_path) == ""


@needs_systemd
@pytest.mark.parametrize(
    ("unit", "before", "after", "told"),
    [
        ("slack-ocsf.service", "ProtectSystem=", "ProtectSytem=", "Unknown key"),
        ("slack-ocsf.service", "RestartSec=30", "RestartSec=soon", "Failed to parse"),
        ("slack-ocsf-once.service", "@system-service", "@sytem-service", "Unknown system call"),
        ("slack-ocsf-once.timer", "*:0/5", "every minute", "Failed to parse calendar"),
    ],
)
def test_systemd_finds_a_mistake(
    tmp_path: Path, unit: str, before: str, after: str, told: str
) -> None:
    spoilt(DEPLOY / "systemd" / unit, tmp_path, before, after)

    assert told.lower() in verified(Path(unit), tmp_path).lower()


def exposure(service: Path) -> float:
    said = judged("systemd-analyze", "security", "--offline=yes", "--no-pager", service).stdout
    (line,) = [line for line in said.splitlines() if "Overall exposure level" in line]
    return float(line.partition(": ")[2].split()[0])


@needs_systemd
@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.stem)
def test_a_service_is_little_exposed(service: Path) -> None:
    assert exposure(service) <= 1.5


@needs_systemd
def test_exposure_shows_what_is_taken_away(tmp_path: Path) -> None:
    filters = "SystemCallFilter=@system-service\nSystemCallFilter=~@privileged @resources\n"
    spoilt(SERVICES[0], tmp_path, filters, "")

    assert exposure(tmp_path / SERVICES[0].name) > 1.5
