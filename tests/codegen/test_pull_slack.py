"""A pull of what Slack says: one form of the facts, what changed, and where it came from."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pull_server import ACTIONS, SCHEMAS, FakeSlack, document, fake_slack
from slack_ocsf_codegen.pull.answers import texts, vendored
from slack_ocsf_codegen.pull.failed import PullFailed
from slack_ocsf_codegen.pull.slack import pull

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = Path(__file__).parents[2] / "schemas"
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as running:
        yield running


def says(slack: FakeSlack, actions: object = ACTIONS, schemas: object = SCHEMAS) -> None:
    slack.answers["/audit/actions"] = document(actions)
    slack.answers["/audit/schemas"] = document(schemas)


Json = Any

SORTED_SCHEMAS = """\
{
 "schemas": [
  {
   "file": {
    "id": "string"
   },
   "type": "file"
  },
  {
   "type": "user",
   "user": {
    "email": "string",
    "id": "string"
   }
  }
 ]
}
"""


def reversed_everywhere(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: reversed_everywhere(member) for key, member in reversed(value.items())}
    return [reversed_everywhere(item) for item in reversed(value)] if type(value) is list else value


def test_the_first_pull_writes_the_facts_and_their_provenance(
    slack: FakeSlack, tmp_path: Path
) -> None:
    done = pull(tmp_path, slack.url, today=MONDAY)
    assert str(done).splitlines() == [
        "3 actions, 3 entity fields",
        "nothing to compare with",
        "wrote README.md",
        "wrote provenance.json",
        "wrote slack/actions.json",
        "wrote slack/schemas.json",
    ]


def test_the_form_is_sorted_in_the_shape_of_the_answer(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    assert (tmp_path / "slack/schemas.json").read_text() == SORTED_SCHEMAS


def test_the_same_facts_in_any_order_are_the_same_bytes(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    says(slack, reversed_everywhere(ACTIONS), reversed_everywhere(SCHEMAS))
    assert pull(tmp_path, slack.url, today=TUESDAY).written == ()


def test_exact_duplicates_are_dropped(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    doubled = {name: names * 2 for name, names in ACTIONS["actions"].items()}
    says(slack, {"actions": doubled}, {"schemas": SCHEMAS["schemas"] * 2})
    assert pull(tmp_path, slack.url, today=TUESDAY).written == ()


def test_variants_of_one_kind_stay_apart(slack: FakeSlack, tmp_path: Path) -> None:
    variants = [
        {"type": "app", "app": {"id": "string"}},
        {"type": "app", "app": {"name": "string"}},
    ]
    says(slack, schemas={"schemas": variants})
    pull(tmp_path, slack.url, today=MONDAY)
    assert json.loads((tmp_path / "slack/schemas.json").read_text()) == {"schemas": variants}


def test_an_action_in_two_categories_stays_in_both(slack: FakeSlack, tmp_path: Path) -> None:
    both = {"actions": {"channel": ["invited"], "user": ["invited"]}}
    says(slack, both)
    assert pull(tmp_path, slack.url, today=MONDAY).actions == 1
    assert json.loads((tmp_path / "slack/actions.json").read_text()) == both


def test_a_pull_tells_what_changed(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    says(
        slack,
        {"actions": {"user": ["user_login", "user_created"], "files": ["file_uploaded"]}},
        {
            "schemas": [
                {"type": "user", "user": {"id": "int", "name": "string"}},
                {"type": "file", "file": {"id": "string"}},
            ]
        },
    )
    assert str(pull(tmp_path, slack.url, today=TUESDAY)).splitlines()[1:6] == [
        "new action user_created (user)",
        "vanished action user_logout (user)",
        "moved action file_uploaded: file -> files",
        "vanished field user.email: string",
        "changed field user.id: string -> int",
    ]


def test_less_than_half_of_the_actions_is_refused(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    says(slack, {"actions": {"user": ["user_login"]}})
    with pytest.raises(PullFailed, match=r"1 actions, less than half of the 3 .* --force; the"):
        pull(tmp_path, slack.url, today=TUESDAY)


def test_less_than_half_of_the_fields_is_refused(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    says(slack, schemas={"schemas": [{"type": "file", "file": {"id": "string"}}]})
    with pytest.raises(PullFailed, match="1 entity fields, less than half of the 3 vendored"):
        pull(tmp_path, slack.url, today=TUESDAY)


def test_less_than_half_is_taken_when_forced(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    says(slack, {"actions": {"user": ["user_login"]}})
    assert pull(tmp_path, slack.url, today=TUESDAY, force=True).actions == 1


def test_a_damaged_file_is_mended(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    good = (tmp_path / "slack/actions.json").read_text()
    (tmp_path / "slack/actions.json").write_text(good[:20])
    assert pull(tmp_path, slack.url, today=TUESDAY).written == ("slack/actions.json",)
    assert (tmp_path / "slack/actions.json").read_text() == good


def test_provenance_names_source_date_hash_licence_and_command(
    slack: FakeSlack, tmp_path: Path
) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    record = json.loads((tmp_path / "provenance.json").read_text())
    assert record["files"]["slack/schemas.json"] == {
        "command": f"slack-ocsf-codegen pull slack --url {slack.url}",
        "date": "2026-03-02",
        "licence": "none stated by Slack; only facts are kept: names and types",
        "sha256": hashlib.sha256((tmp_path / "slack/schemas.json").read_bytes()).hexdigest(),
        "source": f"{slack.url}/schemas",
    }


def test_the_page_shows_each_file_with_its_provenance(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    sha256 = hashlib.sha256((tmp_path / "slack/actions.json").read_bytes()).hexdigest()
    section = (tmp_path / "README.md").read_text().partition("## slack/actions.json")[2]
    for fact in (f"{slack.url}/actions\n", "2026-03-02", sha256, "pull slack"):
        assert fact in section.partition("## slack/schemas.json")[0]


def test_only_what_changed_gets_a_new_date(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    says(slack, {"actions": {**ACTIONS["actions"], "role": ["role_created"]}})
    pull(tmp_path, slack.url, today=TUESDAY)
    files = json.loads((tmp_path / "provenance.json").read_text())["files"]
    assert files["slack/actions.json"]["date"] == "2026-03-03"
    assert files["slack/schemas.json"]["date"] == "2026-03-02"


def test_the_same_bytes_from_elsewhere_get_a_new_date(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, slack.url, today=MONDAY)
    elsewhere = slack.url.replace("127.0.0.1", "localhost")
    pull(tmp_path, elsewhere, today=TUESDAY)
    files = json.loads((tmp_path / "provenance.json").read_text())["files"]
    assert files["slack/actions.json"]["date"] == "2026-03-03"


def test_a_slash_at_the_end_of_the_url_does_no_harm(slack: FakeSlack, tmp_path: Path) -> None:
    pull(tmp_path, f"{slack.url}/", today=MONDAY)
    assert [path for _, path, _ in slack.requests] == ["/audit/actions", "/audit/schemas"]


def test_a_request_carries_a_name_and_no_token(
    slack: FakeSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("SLACK_TOKEN", "xoxp-canary")
    pull(tmp_path, slack.url, today=MONDAY)
    method, _, headers = slack.requests[0]
    assert (method, headers["User-Agent"]) == ("GET", "slack-ocsf-codegen")
    assert not {"Authorization", "Cookie"} & set(headers)


def test_our_vendored_files_are_in_the_form_of_a_pull() -> None:
    for path, text in texts(vendored(OURS)).items():
        assert (OURS / path).read_text(encoding="utf-8") == text


def test_our_provenance_has_the_hash_of_every_file_that_is_pulled() -> None:
    files = json.loads((OURS / "provenance.json").read_text(encoding="utf-8"))["files"]
    pulled = {path.relative_to(OURS).as_posix() for path in OURS.glob("*/*.json")}
    assert pulled - set(files) == {
        "slack/access.json",
        "slack/cloudwatch.json",
        "slack/documented.json",
        "slack/envelope.json",
        "slack/integration.json",
    }
    for path, entry in files.items():
        assert entry["sha256"] == hashlib.sha256((OURS / path).read_bytes()).hexdigest(), path
