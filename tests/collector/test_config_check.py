"""`slack-ocsf config check` prints settings with their places, and no secrets."""

import json
import subprocess
from pathlib import Path

import pytest
from map_runs import PLAIN, SLACK_OCSF

TOML = """
state = "s"
[[organization]]
name = "acme"
token = { command = ["pass", "CANARY"] }
[[sink]]
kind = "http"
target = "https://siem.example/in?key=CANARY"
headers = { Authorization = { variable = "SIEM" } }
"""


def check(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SLACK_OCSF, "config", "check", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=PLAIN | {"HOME": "/home/ada"} | variables,
        timeout=30,
    )


def settings(*arguments: str, **variables: str) -> dict[str, tuple[object, str]]:
    found = json.loads(check("--json", *arguments, **variables).stdout)["settings"]
    return {one["name"]: (one["value"], one["origin"]) for one in found}


def test_each_setting_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text(TOML)

    found = settings("--config", str(file), "--ocsf", "1.3.0", SLACK_OCSF_LOG_LEVEL="debug")

    assert found["state"] == ("s", f"{file}:2")
    assert found["ocsf"] == ("1.3.0", "--ocsf")
    assert found["log_level"] == ("debug", "SLACK_OCSF_LOG_LEVEL")
    assert found["timing.poll"] == (60, "default")
    assert found["organization.acme.token"] == ("command pass", f"{file}:5")
    assert found["sink.1.target"] == ("https://siem.example/in?...", f"{file}:8")
    assert found["sink.1.headers.Authorization"] == ("variable SIEM", f"{file}:9")


def test_one_line_of_cron_is_enough() -> None:
    found = settings("--sink", "ndjson:/var/log/slack", "--oldest", "2026-01-31")

    assert found["sink.1.target"] == ("/var/log/slack", "--sink")
    assert found["organization.slack.oldest"] == ("2026-01-31T00:00:00Z", "--oldest")
    assert found["organization.slack.token"] == ("variable SLACK_OCSF_TOKEN", "default")
    assert found["state"] == ("/home/ada/.local/state/slack-ocsf", "default")


def test_a_line_has_name_value_and_place() -> None:
    lines = check("--state", "/x").stdout.splitlines()

    assert lines[0].split() == ["state", "/x", "--state"]


def test_an_option_that_can_be_repeated_takes_words_from_its_variable() -> None:
    found = settings(SLACK_OCSF_SINK="stdout ndjson:/x")

    assert found["sink.2.target"] == ("/x", "SLACK_OCSF_SINK")


def test_mistakes_are_listed_and_the_status_is_2() -> None:
    ended = check("--page-size", "x", "--json", SLACK_OCSF_LOG_LEVEL="warn")

    assert ended.returncode == 2
    assert json.loads(ended.stdout)["settings"] == []
    assert [one["place"] for one in json.loads(ended.stdout)["mistakes"]] == [
        "SLACK_OCSF_LOG_LEVEL",
        "--page-size",
    ]
    assert ended.stderr.startswith("error: 2 mistakes\nSLACK_OCSF_LOG_LEVEL: log_level is 'warn'")


def test_a_variable_that_is_nearly_one_of_ours_is_noted() -> None:
    assert check(SLACK_OCSF_STAET="x").stderr == (
        "note: SLACK_OCSF_STAET is set; no option of a collector reads it"
        " (did you mean 'SLACK_OCSF_STATE'?)\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["xoxp-CANARY"],
        ["--config", "/no/xoxp-CANARY"],
        ["--token", "xoxp-CANARY"],
        ["--sink", "xoxp-CANARY"],
        ["--sink", "https://user:CANARY@siem.example"],
        ["--api-url", "https://user:CANARY@slack.example"],
        ["--organization", "xoxp-CANARY"],
        ["--oldest", "xoxp-CANARY"],
        ["--log-level", "xoxp-CANARY"],
    ],
)
def test_no_secret_is_told_however_it_was_given(arguments: list[str]) -> None:
    ended = check("--json", *arguments, SLACK_OCSF_TOKEN="xoxp-CANARY", SLACK_OCSF_DEBUG="1")  # noqa: S106

    assert ended.returncode != 0
    assert "CANARY" not in ended.stdout + ended.stderr
