"""Whatever is wrong with an answer, the vendored files stay and the error says why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from pull_server import FakeSlack, document, dripping, fake_slack, hanging, plain, raw
from slack_ocsf_codegen.pull.failed import PullFailed, PullMisused
from slack_ocsf_codegen.pull.http import LARGEST
from slack_ocsf_codegen.pull.slack import pull

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pull_server import Respond

TODAY = date(2026, 3, 4)
HTML = b"<!DOCTYPE html><title>You've found a glitch</title>"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LONGER = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"

ANY: dict[str, tuple[Respond, str]] = {
    "truncated JSON": (plain(b'{"actions": {"user": ["user_lo'), "not JSON, or cut off"),
    "cut off before its length": (raw(LONGER, b'{"actions": {}}'), "885 bytes are missing"),
    "cut off between chunks": (
        raw(CHUNKED, b'f\r\n{"actions": {}}\r\n'),
        "cut off in the middle of a chunk",
    ),
    "cut off inside a chunk": (
        raw(CHUNKED, b'ff\r\n{"actions": {}}'),
        "cut off in the middle of a chunk",
    ),
    "an HTML page with 200": (plain(HTML, form="text/html"), "an HTML page"),
    "HTML called JSON": (plain(HTML), "it begins \"<!DOCTYPE html><title>You've found"),
    "empty": (plain(b""), "the answer is empty"),
    "blank": (plain(b" \n"), "the answer is empty"),
    "204": (plain(b"", 204), "answered 204"),
    "404 with JSON": (plain(b'{"actions": {}}', 404), "answered 404"),
    "503": (plain(b"busy", 503), "answered 503"),
    "not UTF-8": (plain(b'{"actions": "\xff\xfe"}'), "not JSON"),
    "nested without end": (plain(b"[" * 100_000), "not JSON"),
    "a number without end": (plain(b"9" * 10_000), "not JSON"),
    "larger than allowed": (plain(b" " * (LARGEST + 1)), "larger than 5,000,000 bytes"),
    "no HTTP": (raw(b"\x1b[2J\r\n"), r"BadStatusLine: '\x1b[2J"),
    "nothing at all": (raw(), "closed connection without response"),
    "a JSON list": (document([]), "should be an object with"),
    "null": (document(None), "should be an object with"),
    "another object": (document({"ok": True}), "should be an object with"),
    "an error of Slack's": (
        document({"ok": False, "error": "feature_not_enabled"}),
        "Slack refused with 'feature_not_enabled'",
    ),
}
ACTIONS: dict[str, tuple[object, str]] = {
    "a list of actions": ({"actions": ["user_login"]}, "with an object 'actions'"),
    "a category that is text": ({"actions": {"user": "user_login"}}, "actions.user should be"),
    "a name that is a number": ({"actions": {"user": [1]}}, "actions.user should be"),
    "an empty name": ({"actions": {"user": [""]}}, "actions.user should be"),
    "a name that steers a terminal": ({"actions": {"user": ["\x1b[2J"]}}, "actions.user should be"),
    "no category": ({"actions": {}}, "lists no action"),
    "only empty categories": ({"actions": {"user": []}}, "lists no action"),
}
SCHEMAS: dict[str, tuple[object, str]] = {
    "an object of schemas": ({"schemas": {"user": {}}}, "with a list 'schemas'"),
    "no schema": ({"schemas": []}, "lists no schema"),
    "a schema that is text": ({"schemas": ["user"]}, "schemas[0] should be"),
    "no type": ({"schemas": [{"user": {"id": "string"}}]}, "schemas[0] should be"),
    "a type without its fields": ({"schemas": [{"type": "user"}]}, "schemas[0] should be"),
    "a notation that is an object": (
        {"schemas": [{"type": "user", "user": {"id": {}}}]},
        "schemas[0] should be",
    ),
}


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as running:
        yield running


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    """A folder whose files any write would change."""
    (tmp_path / "slack").mkdir()
    for name in ("slack/actions.json", "slack/schemas.json", "README.md"):
        (tmp_path / name).write_text("as it was", encoding="utf-8")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(slack: FakeSlack, schemas: Path, timeout: float = 10) -> str:
    """Pull, see that it fails and leaves the folder alone, and return what it says."""
    before = contents(schemas)
    with pytest.raises(PullFailed) as raised:
        pull(schemas, slack.url, today=TODAY, timeout=timeout)
    assert contents(schemas) == before
    assert str(raised.value).endswith(f"; the files in {schemas} are unchanged")
    return str(raised.value)


@pytest.mark.parametrize("path", ["actions", "schemas"])
@pytest.mark.parametrize("kind", ANY)
def test_an_answer_is_refused_that_is(
    slack: FakeSlack, schemas: Path, kind: str, path: str
) -> None:
    answer, reason = ANY[kind]
    slack.answers[f"/audit/{path}"] = answer
    said = refusal(slack, schemas)
    assert said.startswith(f"{slack.url}/{path}: ")
    assert reason in said


@pytest.mark.parametrize("kind", ACTIONS)
def test_actions_are_refused_with(slack: FakeSlack, schemas: Path, kind: str) -> None:
    answer, reason = ACTIONS[kind]
    slack.answers["/audit/actions"] = document(answer)
    assert refusal(slack, schemas).startswith(f"{slack.url}/actions: ")
    assert reason in refusal(slack, schemas)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schemas_are_refused_with(slack: FakeSlack, schemas: Path, kind: str) -> None:
    answer, reason = SCHEMAS[kind]
    slack.answers["/audit/schemas"] = document(answer)
    assert refusal(slack, schemas).startswith(f"{slack.url}/schemas: ")
    assert reason in refusal(slack, schemas)


def test_a_redirect_is_not_followed(slack: FakeSlack, schemas: Path) -> None:
    slack.answers["/audit/actions"] = plain(b"", 302, Location=f"{slack.url}/elsewhere")
    assert f"redirects to '{slack.url}/elsewhere'" in refusal(slack, schemas)
    assert [path for _, path, _ in slack.requests] == ["/audit/actions"]


def test_an_answer_that_never_begins_is_given_up(slack: FakeSlack, schemas: Path) -> None:
    slack.answers["/audit/schemas"] = hanging(slack)
    assert f"{slack.url}/schemas: no complete answer within 0.2 s" in refusal(slack, schemas, 0.2)


def test_an_answer_that_never_ends_is_given_up(slack: FakeSlack, schemas: Path) -> None:
    slack.answers["/audit/schemas"] = dripping(slack)
    assert f"{slack.url}/schemas: no complete answer within 0.2 s" in refusal(slack, schemas, 0.2)


def test_a_server_that_is_not_there_is_named(schemas: Path) -> None:
    with fake_slack() as slack:
        pass
    assert f"{slack.url}/actions: [Errno 111] Connection refused" in refusal(slack, schemas)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.slack.com/audit/v1",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "ftp://127.0.0.1",
        "file:///etc",
        "https:///audit/v1",
        "api.slack.com/audit/v1",
        "http://[::1",
        "https://api.slack.com:99999",
    ],
)
def test_a_url_is_refused_that_is_neither_https_nor_loopback(schemas: Path, url: str) -> None:
    before = contents(schemas)
    with pytest.raises(PullMisused) as raised:
        pull(schemas, url, today=TODAY)
    assert f"{url}/actions" in str(raised.value)
    assert contents(schemas) == before


@pytest.mark.parametrize("url", ["https://a..b", "https://a b", "http://127.0.0.1:1/\u00fc"])
def test_a_url_that_cannot_be_asked_is_named(schemas: Path, url: str) -> None:
    with pytest.raises(PullFailed) as raised:
        pull(schemas, url, today=TODAY)
    assert str(raised.value).startswith(f"{url}/actions: ")


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(
    slack: FakeSlack, schemas: Path
) -> None:
    (schemas / "slack" / ".schemas.json.new").mkdir()
    before = contents(schemas)
    with pytest.raises(PullFailed, match=r"cannot write .*Is a directory; no file changed"):
        pull(schemas, slack.url, today=TODAY)
    assert contents(schemas) == before
    assert not (schemas / "slack" / ".actions.json.new").exists()


def test_a_record_of_provenance_that_cannot_be_read_is_kept(
    slack: FakeSlack, schemas: Path
) -> None:
    (schemas / "provenance.json").write_text('{"files": {"x": {}}}', encoding="utf-8")
    assert "provenance.json: not the record of a pull" in refusal(slack, schemas)
