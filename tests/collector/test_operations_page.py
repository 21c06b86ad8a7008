"""The runbook and the README say what is so."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from fake_slack_thread import LATEST, slack_in_thread

from slack_ocsf_collector import failures
from slack_ocsf_collector.failures import CollectorFailed
from slack_ocsf_collector.health.health import Health
from slack_ocsf_collector.health.observer import PageRead, Stream
from slack_ocsf_collector.health.status import PATIENCE
from slack_ocsf_collector.settings import sink_options
from slack_ocsf_collector.settings.effective import effective
from slack_ocsf_collector.settings.given import Given
from slack_ocsf_collector.settings.load import load

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
(TOML,) = re.findall(r"```toml\n(state.*?)```", PAGE, re.DOTALL)


def table(title: str) -> list[list[str]]:
    """Rows of the table under a title, without its head."""
    _, _, section = PAGE.partition(f"\n## {title}\n")
    rows = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows[2:]]


def own_failures() -> list[type[CollectorFailed]]:
    found = [one for one in vars(failures).values() if isinstance(one, type)]
    return [one for one in found if issubclass(one, CollectorFailed) and hasattr(one, "kind")]


def test_its_settings_have_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(TOML)

    assert load({"config": Given("--config", (str(tmp_path / "c.toml"),))}).mistakes == ()


def test_its_settings_are_all_there_are(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(TOML)
    loaded = load({"config": Given("--config", (str(tmp_path / "c.toml"),))})
    left_out = {
        one.name.removeprefix("sink.") for one in effective(loaded) if one.origin == "default"
    }

    assert {name for name in left_out if not name.endswith("carries")} == set()


def test_it_shows_each_option_of_each_sink() -> None:
    shown: dict[str, set[str]] = {"stdout": set()}
    for sink in tomllib.loads(TOML)["sink"]:
        shown.setdefault(sink["kind"], set()).update(set(sink) - set(sink_options.FIELDS))
    wanted = {kind: set(options) for kind, options in sink_options.OPTIONS.items()}
    wanted["parquet"].remove("for")  # told beside it: it needs another version of OCSF
    wanted["http"].add("headers")

    assert {kind: names - {"headers"} for kind, names in shown.items()} == {
        kind: names - {"headers"} for kind, names in wanted.items()
    }


def test_each_exit_status_of_a_failure_is_told() -> None:
    told = {number for row in table("Exit statuses") for number in re.findall(r"\d+", row[0])}

    assert told == {"0", "1", "2", "3", "130", "143"} | {
        str(one.exit_code) for one in own_failures()
    }


def test_each_kind_of_health_is_told_with_its_patience() -> None:
    told = {row[0]: row[1] for row in table("Health")}

    assert told == {
        kind: f"after {PATIENCE[kind] / 60:g} min" if kind in PATIENCE else "at once"
        for kind in ({one.kind for one in own_failures()} | {"stalled", "silent"})
    }


def test_each_metric_is_told_with_its_labels() -> None:
    stream, health = Stream("a", "audit"), Health([])
    health.requested("a", "audit", "ok")
    health.page_read(stream, PageRead("settle", 1, [1], 2, {"x": 1}))
    health.advanced(stream, "settle", 1, 2)
    health.delivered("s", 1, 1)
    health.drifted("a", [], [])
    health.failed("s", failures.SinkFailed("x"))
    there: dict[str, set[str]] = {}
    for name, labels in re.findall(
        r"^([a-z_]+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})? ",
        health.metrics().decode(),
        re.MULTILINE,
    ):
        if not name.endswith("_created"):
            there.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))

    assert {row[0]: set(filter(None, row[1].split(", "))) for row in table("Metrics")} == {
        name: labels - {"le"} for name, labels in there.items()
    }


def test_the_script_of_the_readme_prints_all_entries_when_all_goes_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (script,) = re.findall(r"```python\n(import json.*?)```", README, re.DOTALL)
    monkeypatch.setenv("SLACK_TOKEN", "xoxp-fake")
    monkeypatch.setattr("time.time", lambda: LATEST)
    with slack_in_thread() as slack:
        exec(script.replace("https://api.slack.com", slack.url), {})  # noqa: S102 - it is ours
        there = [one for one in slack.entries() if one["date_create"] >= LATEST - 300]

    assert len(capsys.readouterr().out.splitlines()) == len(there) > 0


def test_the_line_of_cron_is_well_written() -> None:
    from slack_ocsf_collector.command import commands

    (line,) = re.findall(r"^ +\*/5 \* \* \* \* slack-ocsf (.*)$", README, re.MULTILINE)
    command, *arguments = shlex.split(line)
    options = [one for one in arguments if one != "--once"]

    assert (command, "--once" in arguments) == ("collect", True)
    result = CliRunner().invoke(commands(), ["config", "check", *options])
    assert result.exit_code == 0, result.output
