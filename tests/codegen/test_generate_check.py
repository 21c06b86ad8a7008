"""`generate --check` finds what is not current, and `generate` mends it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from generator_runs import Run, changed_lines, edit, project, run, tree
from slack_ocsf_codegen.writing import differences, write

LOGOUT = '{ to = "authentication.logoff", severity = "medium" }'

PY_TYPED = "generated/slack_ocsf/py.typed"


@pytest.fixture
def edited(current: Path) -> Path:
    """A project in whose table one line was changed since."""
    edit(current, "cli_logout", LOGOUT)
    return current


def test_check_of_a_current_project_says_nothing(current: Path) -> None:
    done = run("generate", "--check", "--project", current)
    assert (done.status, done.output, done.errors) == (0, "", "")


@dataclass(frozen=True)
class Checked:
    """A check of a project in whose table one line was changed since."""

    project: Path
    run: Run
    is_untouched: bool


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> Checked:
    """One check for the tests that only look at it."""
    folder = project(tmp_path_factory.mktemp("checked"), texts)
    edit(folder, "cli_logout", LOGOUT)
    done = run("generate", "--check", "--project", folder)
    return Checked(folder, done, tree(folder) == texts)


def test_check_of_an_edited_line_ends_with_1(checked: Checked) -> None:
    assert checked.run.status == 1


def test_check_shows_a_unified_diff_of_the_files_that_differ(checked: Checked) -> None:
    lines = checked.run.output.splitlines()
    assert [line for line in lines if line.startswith(("---", "+++"))] == [
        "--- a/docs/coverage.md",
        "+++ b/docs/coverage.md",
        "--- a/generated/slack_ocsf/catalogue.json",
        "+++ b/generated/slack_ocsf/catalogue.json",
        "--- a/generated/slack_ocsf/mapping/authentication.py",
        "+++ b/generated/slack_ocsf/mapping/authentication.py",
    ]
    assert sum(line.startswith("@@ -") for line in lines) == 3


def test_check_shows_exactly_the_lines_of_the_edited_action(checked: Checked) -> None:
    changed = changed_lines(checked.run.output)
    assert [line[0] for line in changed] == ["-", "+", "-", "+", "-", "+"]
    assert all("`cli_logout`" in line for line in changed[:2])
    assert all('"cli_logout":' in line for line in changed[2:])


def test_check_names_the_command_that_mends_it(checked: Checked) -> None:
    assert checked.run.errors == (
        "error: generated files are not current; mend it with:"
        f" slack-ocsf-codegen generate --project {checked.project}\n"
    )


def test_check_names_a_shorter_command_for_the_project_at_hand(edited: Path) -> None:
    assert run("generate", "--check", cwd=edited).errors == (
        "error: generated files are not current; mend it with: slack-ocsf-codegen generate\n"
    )


def test_check_writes_nothing(checked: Checked) -> None:
    assert checked.is_untouched


def test_generate_mends_what_check_found(edited: Path) -> None:
    done = run("generate", "--project", edited)
    assert done.status == 0
    assert done.output == ""
    assert done.errors.splitlines()[:3] == [
        "wrote docs/coverage.md",
        "wrote generated/slack_ocsf/catalogue.json",
        "wrote generated/slack_ocsf/mapping/authentication.py",
    ]
    assert run("generate", "--check", "--project", edited).status == 0


def test_generate_leaves_files_alone_that_do_not_change(edited: Path) -> None:
    file = edited / "generated" / "slack_ocsf" / "mapping" / "fit.py"
    before = file.stat()
    run("generate", "--project", edited)
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_mistake_in_the_table_is_configuration_and_writes_nothing(current: Path) -> None:
    before = tree(current)
    edit(current, "cli_logout", '"authentication.logof"')
    lines = (current / "mappings.toml").read_text(encoding="utf-8").splitlines()
    line = lines.index('cli_logout = "authentication.logof"')
    done = run("generate", "--project", current)
    assert (done.status, done.output) == (2, "")
    assert done.errors == (
        f"error: 1 mistake\nmappings.toml:{line + 1}: unknown authentication activity 'logof'"
        " (did you mean 'logoff'?)\n"
    )
    assert tree(current) == before


def test_version_of_ocsf_that_nobody_has_is_a_mistake_of_usage(current: Path) -> None:
    done = run("generate", "--project", current, "--ocsf", "9.9.9")
    assert (done.status, done.output) == (2, "")
    assert "has no OCSF 9.9.9; it has 1.0.0, " in done.errors


# --- files that are too many or too few


def test_stale_file_is_found_and_removed(current: Path) -> None:
    stale = current / "generated" / "slack_ocsf" / "mapping" / "old_activity.py"
    stale.write_text("x = 1\n")
    found = run("generate", "--check", "--project", current)
    assert found.status == 1
    assert changed_lines(found.output) == ["-x = 1"]
    assert run("generate", "--project", current).status == 0
    assert not stale.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\x00"], ids=["empty", "no text"])
def test_stale_file_without_text_is_found_and_removed(
    content: bytes, current: Path, texts: dict[str, str]
) -> None:
    stale = current / "generated" / "slack_ocsf" / "stale"
    stale.write_bytes(content)
    assert "--- a/generated/slack_ocsf/stale" in differences(current, texts).splitlines()
    assert write(current, texts) == ["generated/slack_ocsf/stale"]
    assert not stale.exists()


def test_missing_file_without_a_line_is_found(current: Path, texts: dict[str, str]) -> None:
    assert texts[PY_TYPED] == ""
    (current / PY_TYPED).unlink()
    assert f"+++ b/{PY_TYPED}" in differences(current, texts).splitlines()


def test_file_that_python_cached_is_no_stale_one(current: Path, texts: dict[str, str]) -> None:
    cache = current / "generated" / "slack_ocsf" / "__pycache__"
    cache.mkdir()
    (cache / "__init__.cpython-311.pyc").write_bytes(b"\x00")
    assert differences(current, texts) == ""


def test_file_that_was_edited_by_hand_is_found(current: Path, texts: dict[str, str]) -> None:
    file = current / "generated" / "slack_ocsf" / "__init__.py"
    file.write_text(file.read_text() + "x = 1\n")
    assert changed_lines(differences(current, texts)) == ["-x = 1"]
