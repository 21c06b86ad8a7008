"""`breaking` as a process, over real repositories: what it reads, what it prints, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from drift_project import ACTIONS, TABLE, actions, project
from generator_runs import Run, run

if TYPE_CHECKING:
    from pathlib import Path

#: Git as nobody has configured it.
_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@b.example",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@b.example",
}
_LOUDER = TABLE.replace('severity = "informational"', 'severity = "medium"')
_MISTAKEN = TABLE.replace('"authentication.logon"', '"authentication.login"')


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository; its project, in `folder`, may be a part of it."""

    root: Path
    folder: Path

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.root), *arguments]
        done = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, text=True, check=True)
        return done.stdout

    def write(self, text: str, file: str = "mappings.toml") -> None:
        (self.folder / file).write_text(text, encoding="utf-8")

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a commit")


def breaking(folder: Path, *arguments: str | Path, **environment: str) -> Run:
    command = ("breaking", "--project", folder, *arguments)
    return run(*command, base=_ENVIRONMENT, **environment)


def version(table: str, text: str) -> str:
    return table.replace('version = "0.1.0"', f'version = "{text}"')


def made(root: Path, folder: Path) -> Repository:
    """Make a repository with one commit of a project."""
    folder.mkdir(parents=True, exist_ok=True)
    project(folder)
    repository = Repository(root, folder)
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.commit()
    return repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return made(tmp_path, tmp_path)


# --- whether the version follows


def test_the_same_mapping_ends_with_0(repository: Repository) -> None:
    ended = breaking(repository.folder, "--against", "main")
    assert (ended.status, ended.errors) == (0, "")
    assert ended.output == "# Mapping 0.1.0 of main -> 0.1.0: means the same\n"


def test_another_version_alone_ends_with_0(repository: Repository) -> None:
    repository.write(version(TABLE, "0.1.1"))
    assert breaking(repository.folder, "--against", "main").status == 0


def test_a_lower_version_ends_with_1(repository: Repository) -> None:
    repository.write(version(TABLE, "0.0.9"))
    ended = breaking(repository.folder, "--against", "main")
    assert ended.status == 1
    told = "version 0.0.9 does not follow 0.1.0 of main: make it 0.1.0 or more"
    assert ended.errors == f"error: mappings.toml: {told}\n"


@pytest.mark.parametrize("raised", ["0.1.0", "0.1.1"])
def test_a_version_that_does_not_follow_ends_with_1(repository: Repository, raised: str) -> None:
    repository.write(version(_LOUDER, raised))
    ended = breaking(repository.folder, "--against", "main")
    assert ended.status == 1
    assert f"version {raised} does not follow 0.1.0 of main: make it 0.2.0 or more" in ended.errors
    assert "- severity changed, `Informational (1)` -> `Medium (3)`: " in ended.output


@pytest.mark.parametrize("raised", ["0.2.0", "0.3.1", "1.0.0"])
def test_a_version_raised_enough_or_more_ends_with_0(repository: Repository, raised: str) -> None:
    repository.write(version(_LOUDER, raised))
    ended = breaking(repository.folder, "--against", "main")
    assert (ended.status, ended.errors) == (0, "")


def test_json_ends_with_1_too(repository: Repository) -> None:
    repository.write(_LOUDER)
    ended = breaking(repository.folder, "--against", "main", "--json")
    assert ended.status == 1
    document = json.loads(ended.output)
    assert (document["level"], document["least"], document["follows"]) == ("major", "0.2.0", False)


# --- what is read of a revision


def test_a_revision_is_read_by_any_name_of_git(repository: Repository) -> None:
    repository.git("tag", "mapping-0.1.0")
    repository.write(_LOUDER)
    repository.commit()
    assert breaking(repository.folder, "--against", "mapping-0.1.0").status == 1
    assert breaking(repository.folder, "--against", "HEAD~1").status == 1
    assert breaking(repository.folder, "--against", "HEAD").status == 0


def test_a_project_may_be_a_part_of_a_repository(tmp_path: Path) -> None:
    part = made(tmp_path, tmp_path / "a" / "project")
    part.write(_LOUDER)
    assert breaking(part.folder, "--against", "main").status == 1


def test_the_schemas_are_those_of_the_revision(repository: Repository) -> None:
    table = "\n".join(line for line in TABLE.splitlines() if not line.startswith("list_archived"))
    repository.write(version(table, "0.2.0"))
    fewer = actions(list=[name for name in ACTIONS["list"] if name != "list_archived"])
    repository.write(json.dumps(fewer), "schemas/slack/actions.json")
    ended = breaking(repository.folder, "--against", "main")
    assert ended.status == 0
    assert "- action lost its line: `list_archived`\n" in ended.output


def test_the_version_of_ocsf_is_that_of_the_revision(repository: Repository) -> None:
    package = repository.folder / "generated" / "slack_ocsf"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('OCSF_VERSION = "1.6.0"\n', encoding="utf-8")
    repository.commit()
    ended = breaking(repository.folder, "--against", "main")
    assert ended.status == 1
    assert "- OCSF version changed, `1.6.0` -> `1.5.0`: every event\n" in ended.output


def test_an_action_that_had_no_line_and_was_not_declared_gets_one(repository: Repository) -> None:
    repository.write(TABLE.replace('"canvas_opened", ', ""))
    repository.commit()
    line = 'canvas_opened = "web_resources_activity.read"\n[action.channel]'
    more = TABLE.replace('"canvas_opened", ', "").replace("[action.channel]", line)
    repository.write(version(more, "0.1.1"))
    ended = breaking(repository.folder, "--against", "main")
    assert ended.status == 0
    assert "- action got a line: `canvas_opened`\n" in ended.output


def test_what_an_archive_leaves_out_is_read_too(repository: Repository) -> None:
    repository.write("schemas export-ignore\nmappings.toml export-ignore\n", ".gitattributes")
    repository.commit()
    repository.write(_LOUDER)
    assert breaking(repository.folder, "--against", "main").status == 1


def test_the_repository_and_its_files_stay_as_they_are(repository: Repository) -> None:
    repository.write(_LOUDER)
    repository.write("{}", "staged.json")
    repository.git("add", "staged.json")
    before = repository.git("status", "--porcelain", "--untracked-files=all")
    breaking(repository.folder, "--against", "main")
    assert repository.git("status", "--porcelain", "--untracked-files=all") == before
    assert (repository.folder / "mappings.toml").read_text(encoding="utf-8") == _LOUDER


# --- a folder


def test_a_folder_stands_for_a_revision(tmp_path: Path) -> None:
    earlier, later = tmp_path / "earlier", tmp_path / "later"
    project(earlier)
    project(later).file("mappings.toml", _LOUDER)
    ended = breaking(later, "--against-dir", earlier)
    assert ended.status == 1
    assert f"# Mapping 0.1.0 of {earlier} -> 0.1.0: a major change" in ended.output


def test_a_folder_without_a_table_ends_with_2(repository: Repository, tmp_path: Path) -> None:
    ended = breaking(repository.folder, "--against-dir", tmp_path / "schemas")
    assert (ended.status, ended.output) == (2, "")
    assert f"error: {tmp_path / 'schemas'} holds no mappings.toml\n" in ended.errors


# --- what cannot be compared


def test_a_revision_without_a_table_ends_with_0_and_a_note(tmp_path: Path) -> None:
    repository = Repository(tmp_path, tmp_path)
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.commit()
    project(tmp_path)
    ended = breaking(tmp_path, "--against", "main")
    assert (ended.status, ended.errors) == (0, "")
    assert ended.output == "# Nothing to compare\n\nmain has no mapping.\n"


@pytest.mark.parametrize("revision", ["v9", "", "-h", "--output=x", "main:mappings.toml"])
def test_a_revision_that_is_none_ends_with_2(repository: Repository, revision: str) -> None:
    ended = breaking(repository.folder, f"--against={revision}")
    assert (ended.status, ended.output) == (2, "")
    assert repr(revision) in ended.errors


def test_a_folder_in_no_repository_ends_with_2(tmp_path: Path) -> None:
    project(tmp_path)
    ended = breaking(tmp_path, "--against", "main", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (ended.status, ended.output) == (2, "")
    assert "not a git repository" in ended.errors
    assert "--against-dir" in ended.errors


def test_no_git_ends_with_3(repository: Repository) -> None:
    ended = breaking(repository.folder, "--against", "main", PATH="")
    assert (ended.status, ended.output) == (3, "")
    assert ended.errors.startswith("error: git does not start (No such file or directory)")


def test_an_earlier_table_with_mistakes_ends_with_3(repository: Repository) -> None:
    repository.write(_MISTAKEN)
    repository.commit()
    repository.write(TABLE)
    ended = breaking(repository.folder, "--against", "main")
    assert (ended.status, ended.output) == (3, "")
    assert "error: main: this generator cannot read the mapping of then" in ended.errors
    assert "1 mistake, such as\nmappings.toml:20: unknown authentication activity" in ended.errors


@pytest.mark.parametrize("text", ["version = ", version(TABLE, "one")], ids=["no TOML", "version"])
def test_an_earlier_table_that_cannot_be_read_ends_with_3(
    repository: Repository, text: str
) -> None:
    repository.write(text)
    repository.commit()
    repository.write(TABLE)
    ended = breaking(repository.folder, "--against", "main")
    assert (ended.status, ended.output) == (3, "")
    assert "this generator cannot read the mapping of then" in ended.errors


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_MISTAKEN, "error: 1 mistake\nmappings.toml:20: unknown authentication activity"),
        ("version = ", "error: mappings.toml:1: TOML: "),
        (version(TABLE, "one"), "version 'one' is not MAJOR.MINOR.PATCH"),
    ],
    ids=["mistake", "no TOML", "version"],
)
def test_a_table_of_today_that_is_wrong_ends_with_2(
    repository: Repository, text: str, told: str
) -> None:
    repository.write(text)
    ended = breaking(repository.folder, "--against", "main")
    assert (ended.status, ended.output) == (2, "")
    assert told in ended.errors


@pytest.mark.parametrize("arguments", [[], ["--against", "main", "--against-dir", "."]])
def test_one_of_the_two_is_asked_for(repository: Repository, arguments: list[str]) -> None:
    ended = breaking(repository.folder, *arguments)
    assert ended.status == 2
    assert "give --against REV, or --against-dir DIR" in ended.errors
