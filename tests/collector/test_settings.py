"""Settings come from one file, variables over it, and flags over both."""

from pathlib import Path

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from slack_ocsf_collector.settings.given import Given
from slack_ocsf_collector.settings.load import load_settings
from slack_ocsf_collector.settings.moments import seconds, unix_seconds
from slack_ocsf_collector.settings.settings import (
    Organization,
    SecretSource,
    Settings,
    SinkSetting,
    Timing,
)

NOW = 1_800_000_000
WHOLE = """
state = "state"
ocsf = "1.3.0"
metrics = "127.0.0.1:9464"
metrics_file = "m.prom"
log_level = "debug"

[timing]
poll = 30
settle = "2m"
silence = "6h"

[[organization]]
name = "acme"
token = { file = "/run/acme" }
sources = ["audit", "access"]
oldest = 2026-01-31
page_size = 200
requests_per_minute = 10
team = "E01ACME"

[[organization]]
name = "zeta"
token = { command = ["pass", "zeta"] }
api_url = "http://127.0.0.1:8080/"

[[sink]]
kind = "parquet"
target = "s3://bucket/events"
for = "aws"
region = "eu-central-1"

[[sink]]
kind = "http"
target = "https://siem.example/in?index=slack"
headers = { Authorization = { variable = "SIEM" } }
gzip = false

[[sink]]
kind = "ndjson"
target = "raw"
carries = "raw"
"""


def loaded(text: str = "", **options: str | tuple[str, ...]) -> Settings:
    given = {
        name: Given(f"--{name}", (value,) if isinstance(value, str) else value)
        for name, value in options.items()
    }
    if text:
        Path("c.toml").write_text(text)
        given["config"] = Given("--config", ("c.toml",))
    return load_settings(given, now=NOW)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_file_can_say_everything() -> None:
    assert loaded(WHOLE) == Settings(
        state=Path("state"),
        organizations=(
            Organization(
                "acme",
                SecretSource(file=Path("/run/acme")),
                sources=("audit", "access"),
                oldest=1_769_817_600,
                page_size=200,
                requests_per_minute=10,
                team="E01ACME",
            ),
            Organization(
                "zeta",
                SecretSource(command=("pass", "zeta")),
                api_url="http://127.0.0.1:8080",
            ),
        ),
        sinks=(
            SinkSetting(
                "parquet", "s3://bucket/events", options={"for": "aws", "region": "eu-central-1"}
            ),
            SinkSetting(
                "http",
                "https://siem.example/in?index=slack",
                options={"gzip": False},
                headers={"Authorization": SecretSource(variable="SIEM")},
            ),
            SinkSetting("ndjson", "raw", "raw"),
        ),
        ocsf="1.3.0",
        timing=Timing(poll=30, settle=120, silence=21_600),
        metrics="127.0.0.1:9464",
        metrics_file=Path("m.prom"),
        log_level="debug",
    )


def test_without_anything_the_only_organization_goes_to_standard_output() -> None:
    settings = loaded()

    assert settings.organizations == (
        Organization("slack", SecretSource(variable="SLACK_OCSF_TOKEN")),
    )
    assert settings.sinks == (SinkSetting("stdout"),)


def test_options_win_over_the_file_for_each_organization() -> None:
    settings = loaded(WHOLE, page_size="7", source=("integration",))

    assert [one.page_size for one in settings.organizations] == [7, 7]
    assert {one.sources for one in settings.organizations} == {("integration",)}


def test_options_win_over_single_times() -> None:
    assert loaded(WHOLE, settle="5m").timing == Timing(poll=30, settle=300, silence=21_600)


def test_sinks_of_options_replace_those_that_carry_the_same() -> None:
    sinks = loaded(WHOLE, sink=("stdout", "ndjson:/x:y")).sinks

    assert [one.name for one in sinks] == [
        "raw:ndjson:raw",
        "events:stdout:",
        "events:ndjson:/x:y",
    ]


def test_raw_entries_go_to_sinks_of_their_own() -> None:
    assert loaded(raw="ndjson:r").sinks == (SinkSetting("ndjson", "r", "raw"),)


def test_a_url_alone_is_an_http_sink() -> None:
    assert loaded(sink="https://h/p").sinks == loaded(sink="http:https://h/p").sinks


def test_one_organization_of_the_file_can_be_chosen() -> None:
    assert [one.name for one in loaded(WHOLE, organization="zeta").organizations] == ["zeta"]


def test_without_a_file_the_organization_gets_the_name() -> None:
    assert loaded(organization="acme").organizations[0].name == "acme"


def test_a_file_for_the_token_can_be_an_option() -> None:
    (only,) = loaded(token_file="/run/t").organizations  # noqa: S106 - a path

    assert only.token == SecretSource(file=Path("/run/t"))


def test_the_name_of_a_sink_has_no_query() -> None:
    assert SinkSetting("http", "https://h/p?key=CANARY").name == "events:http:https://h/p"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("30d", NOW - 30 * 86_400),
        ("12h", NOW - 43_200),
        ("1700000000", 1_700_000_000),
        (1_700_000_000, 1_700_000_000),
        ("2026-01-31", 1_769_817_600),
        ("20260131", 1_769_817_600),
        ("2026-01-31T01:00:00+01:00", 1_769_817_600),
        ("2026-01-31T00:00:00Z", 1_769_817_600),
    ],
)
def test_moments_are_written_in_many_ways(written: object, moment: int) -> None:
    assert unix_seconds(written, NOW) == moment


@for_any(st.text() | st.integers() | st.booleans() | st.dates() | st.datetimes() | st.none())
def test_any_moment_lies_between_1970_and_now_or_is_none(written: object) -> None:
    try:
        moment = unix_seconds(written, NOW)
    except ValueError:
        return
    assert 0 <= moment <= NOW


@pytest.mark.parametrize(("written", "length"), [(5, 5), ("5", 5), ("15m", 900), ("2d", 172_800)])
def test_durations_have_units(written: object, length: int) -> None:
    assert seconds(written) == length
