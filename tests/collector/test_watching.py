"""While a collector runs its work is logged, counted and served; at the end metrics are written."""

import json
import urllib.request
from pathlib import Path

import pytest

from slack_ocsf_collector.failures import TokenRefused
from slack_ocsf_collector.health.health import Health
from slack_ocsf_collector.health.observer import Stream
from slack_ocsf_collector.health.watching import watched
from slack_ocsf_collector.settings.settings import (
    Organization,
    SecretSource,
    Settings,
    SinkSetting,
)

pytestmark = pytest.mark.usefixtures("logging_as_before")


def settings(folder: Path, metrics: str | None = None, file: str | None = "m.prom") -> Settings:
    return Settings(
        folder,
        (Organization("acme", SecretSource(file=folder / "token")),),
        (SinkSetting("stdout"),),
        metrics=metrics,
        metrics_file=folder / file if file else None,
    )


def logged(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_metrics_are_written_at_the_end(tmp_path: Path) -> None:
    with watched(settings(tmp_path)) as health:
        health.advanced(Stream("acme", "audit"), "settle", 1, 61)

    written = (tmp_path / "m.prom").read_text()
    assert 'watermark_lag_seconds{organization="acme",source="audit",walker="settle"} 60' in written


def test_metrics_are_written_when_it_fails(tmp_path: Path) -> None:
    def fail(health: Health) -> None:
        refused = TokenRefused("x")
        health.failed("acme/audit", refused)
        raise refused

    with pytest.raises(TokenRefused), watched(settings(tmp_path)) as health:
        fail(health)

    assert 'failures_total{kind="auth"' in (tmp_path / "m.prom").read_text()


def test_a_file_that_cannot_be_written_hides_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(TokenRefused), watched(settings(tmp_path, file="no/m")):
        raise TokenRefused("x")

    assert logged(capsys.readouterr().err)[-1]["event"] == "metrics not written"


def test_a_run_that_hears_nothing_for_too_long_says_so_in_its_metrics(tmp_path: Path) -> None:
    acme = Stream("acme", "audit")
    for moment in (1_800_000_000, 1_800_100_000):  # two runs of cron
        with watched(settings(tmp_path)) as health:
            health.advanced(acme, "settle", moment, moment)

    assert "slack_ocsf_healthy 0.0" in (tmp_path / "m.prom").read_text()


def test_health_is_served_meanwhile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with watched(settings(tmp_path, "127.0.0.1:0")):
        (line,) = logged(capsys.readouterr().err)
        address = f"http://{line['address']}/livez"
        with urllib.request.urlopen(address, timeout=5) as answer:
            assert answer.status == 200


def test_a_token_that_everybody_can_read_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "token").touch()
    (tmp_path / "token").chmod(0o644)
    with watched(settings(tmp_path)):
        (line,) = logged(capsys.readouterr().err)

    assert line["level"] == "warning"
    assert "can be read by everybody" in str(line["fact"])
