"""`drift` as a process: what it asks, what it prints, how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from drift_project import TABLE, Project, actions, project, schemas
from pull_server import FakeSlack, document, fake_slack, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pull_server import Respond

NEW = actions(file=["file_viewed"])


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return project(tmp_path)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as server:
        server.answers["/audit/actions"] = document(actions())
        server.answers["/audit/schemas"] = document(schemas())
        yield server


def test_slack_that_says_the_same_ends_with_0(small: Project, slack: FakeSlack) -> None:
    ended = small.drift("--url", slack.url)
    assert (ended.status, ended.errors) == (0, "")
    assert ended.output == f"# No drift\n\n{slack.url} says the same as what is vendored.\n"


def test_drift_ends_with_1_and_the_report_alone(small: Project, slack: FakeSlack) -> None:
    slack.answers["/audit/actions"] = document(NEW)
    ended = small.drift("--url", slack.url)
    assert (ended.status, ended.errors) == (1, "")
    assert ended.output.startswith(f"# Drift\n\n{slack.url} differs from what is vendored.\n")


def test_drift_in_json_ends_with_1_too(small: Project, slack: FakeSlack) -> None:
    slack.answers["/audit/actions"] = document(NEW)
    ended = small.drift("--url", slack.url, "--json")
    assert (ended.status, ended.errors) == (1, "")
    assert json.loads(ended.output)["slack"]["actions"]["new"][0]["action"] == "file_viewed"


def test_no_drift_in_json_says_false(small: Project, slack: FakeSlack) -> None:
    ended = small.drift("--url", slack.url, "--json")
    assert ended.status == 0
    assert json.loads(ended.output)["drift"] is False


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (plain(b"<!DOCTYPE html><p>", form="text/html"), "an HTML page"),
        (plain(b"{}", 500), "answered 500"),
        (plain(b'{"actions": {"user": ["user_'), "not JSON, or cut off"),
    ],
    ids=["HTML", "500", "cut off"],
)
def test_an_answer_that_is_none_ends_with_3(
    small: Project, slack: FakeSlack, answer: Respond, why: str
) -> None:
    slack.answers["/audit/actions"] = answer
    ended = small.drift("--url", slack.url)
    assert (ended.status, ended.output) == (3, "")
    assert why in ended.errors


def test_nobody_listening_ends_with_3(small: Project) -> None:
    with fake_slack() as gone:
        url = gone.url
    ended = small.drift("--url", url)
    assert (ended.status, ended.output) == (3, "")
    assert f"error: {url}/actions: " in ended.errors


def test_an_url_that_may_not_be_fetched_ends_with_2(small: Project) -> None:
    ended = small.drift("--url", "ftp://127.0.0.1/audit")
    assert ended.status == 2
    assert "only https is fetched" in ended.errors


def test_files_stand_for_the_answers(small: Project) -> None:
    says, shows = small.file("a.json", NEW), small.file("s.json", schemas(agent={"id": "string"}))
    ended = small.drift("--actions", says, "--schemas", shows)
    assert ended.status == 1
    assert f"{says} with {shows} differs" in ended.output
    assert "## 1 new action\n" in ended.output
    assert "## 1 new entity kind\n" in ended.output


def test_what_no_file_stands_for_is_as_vendored(small: Project) -> None:
    shows = small.file("s.json", schemas(agent={"id": "string"}))
    ended = small.drift("--schemas", shows)
    assert ended.status == 1
    assert "vanished" not in ended.output


def test_a_file_that_holds_no_answer_ends_with_3(small: Project) -> None:
    file = small.file("a.json", "<html>")
    ended = small.drift("--actions", file)
    assert (ended.status, ended.output) == (3, "")
    assert f"error: {file}: not JSON" in ended.errors


def test_a_file_that_is_not_there_ends_with_2(small: Project) -> None:
    assert small.drift("--actions", small.folder / "none.json").status == 2


def test_a_url_and_a_file_end_with_2(small: Project) -> None:
    ended = small.drift("--url", "https://127.0.0.1", "--actions", small.file("a.json", NEW))
    assert ended.status == 2
    assert "give --url, or files with --actions and --schemas, not both" in ended.errors


def test_only_ocsf_asks_no_slack(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    ended = small.drift("--ocsf", "1.6.0")
    assert (ended.status, ended.errors) == (1, "")
    assert "OCSF 1.6.0 differs for a table of OCSF 1.5.0." in ended.output


def test_ocsf_and_a_url_are_both_compared(small: Project, slack: FakeSlack) -> None:
    ended = small.drift("--ocsf", "1.5.0", "--url", slack.url)
    assert ended.status == 0
    assert "says the same" in ended.output
    assert "OCSF 1.5.0 changes nothing" in ended.output


def test_an_ocsf_version_that_nobody_has_ends_with_2(small: Project) -> None:
    ended = small.drift("--ocsf", "9.9")
    assert ended.status == 2
    assert "has no OCSF 9.9" in ended.errors


def test_a_mistake_of_the_table_itself_ends_with_2(small: Project) -> None:
    small.file("mappings.toml", TABLE.replace("authentication.logon", "authentication.login"))
    ended = small.drift("--ocsf", "1.5.0")
    assert (ended.status, ended.output) == (2, "")
    assert ended.errors.startswith("error: 1 mistake\nmappings.toml:20: unknown authentication")


def test_a_table_that_is_no_toml_ends_with_2(small: Project) -> None:
    small.file("mappings.toml", "version = ")
    assert small.drift("--ocsf", "1.5.0").status == 2


def test_vendored_facts_that_cannot_be_read_end_with_3(small: Project) -> None:
    file = small.file("schemas/slack/schemas.json", "{")
    ended = small.drift("--ocsf", "1.5.0")
    assert ended.status == 3
    assert f"{file}: not JSON" in ended.errors
