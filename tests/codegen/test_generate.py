"""The generator as a whole: its files are current and reproducible, its changes small."""

import re
from pathlib import Path

import pytest

from generator_runs import PROJECT, changed_lines, edit, project, run, tree
from slack_ocsf_codegen.generate import generate
from slack_ocsf_codegen.writing import differences

LOGOUT = '{ to = "authentication.logoff", severity = "medium" }'


def test_committed_files_are_current(texts: dict[str, str]) -> None:
    diff = differences(PROJECT, texts)
    assert not diff, f"{diff[:2000]}\nmend it with: slack-ocsf-codegen generate"


# --- same input, same bytes


@pytest.mark.parametrize("seed", ["0", "4294967295"])
def test_hash_seed_does_not_matter(seed: str, tmp_path: Path, texts: dict[str, str]) -> None:
    alone = project(tmp_path, {})
    assert run("generate", "--project", alone, PYTHONHASHSEED=seed).status == 0
    assert tree(alone) == texts


def hostile(folder: Path) -> Path:
    """Return a folder in which, and above which, every tool is configured otherwise."""
    inner = folder / "inner"
    user = folder / "home" / ".config" / "ruff"
    inner.mkdir()
    user.mkdir(parents=True)
    for place in (folder, inner, user):
        (place / "ruff.toml").write_text('line-length = 40\n[format]\nquote-style = "single"\n')
        (place / "pyproject.toml").write_text(
            "[tool.ruff]\nline-length = 30\n[tool.black]\nline-length = 30\n"
            "[tool.isort]\nforce_single_line = true\n"
            "[tool.datamodel-codegen]\nsnake-case-field = true\n"
        )
        (place / "slack_ocsf_codegen.py").write_text("raise SystemExit('the wrong module')\n")
        (place / "mappings.toml").write_text("this is no table\n")
    return inner


def test_working_directory_and_settings_do_not_matter(
    tmp_path: Path, texts: dict[str, str]
) -> None:
    inner = hostile(tmp_path)
    alone = project(inner / "project", {})
    home = {"HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": str(tmp_path / "home" / ".config")}
    around = {"TMPDIR": str(inner), "LC_ALL": "C", "TZ": "Asia/Tokyo", **home}
    assert run("generate", "--project", "project", cwd=inner, **around).status == 0
    assert tree(alone) == texts


def test_what_is_ignored_around_the_temporary_directory_does_not_matter(
    tmp_path: Path, texts: dict[str, str]
) -> None:
    (tmp_path / ".git").mkdir()
    for name in (".gitignore", ".ignore"):
        (tmp_path / name).write_text("*\n")
    alone = project(tmp_path / "project", {})
    assert run("generate", "--project", alone, TMPDIR=str(tmp_path)).status == 0
    assert tree(alone) == texts


def test_project_with_nothing_but_a_table_is_generated(
    tmp_path: Path, texts: dict[str, str]
) -> None:
    alone = project(tmp_path, {})
    assert [path.name for path in alone.iterdir()] == ["mappings.toml"]
    assert run("generate", cwd=alone).status == 0
    assert tree(alone) == texts


# --- small changes stay small


def difference(folder: Path) -> list[str]:
    return changed_lines(differences(folder, generate(folder)))


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("user_logout", LOGOUT),
        ("user_logout", '"authentication.logon"'),
        ("file_downloaded", '{ to = "file_hosting.other", activity_name = "Fetch" }'),
        ("user_created", '{ to = "account_change.enable", status_code = "7" }'),
    ],
)
def test_change_of_one_line_changes_few_lines(action: str, value: str, current: Path) -> None:
    edit(current, action, value)
    assert 0 < len(difference(current)) < 17


def test_action_that_loses_its_line_changes_few_lines(current: Path) -> None:
    file = current / "mappings.toml"
    text = re.sub(r"(?m)^template_deleted .*\n", "", file.read_text())
    declared = 'not_yet_mapped = ["template_deleted"]\n\n[event]\n'
    file.write_text(text.replace("\n[event]\n", f"\n{declared}"))
    assert 0 < len(difference(current)) < 20
