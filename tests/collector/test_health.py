"""Health is bad while a collector is blind, and says of what kind."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slack_ocsf_cli import CannotDo
from slack_ocsf_collector.failures import (
    AnswerViolated,
    CollectorFailed,
    CursorRefused,
    PlanMissing,
    RateLimited,
    ScopeMissing,
    SinkFailed,
    SlackRefused,
    SlackUnreachable,
    StateUnusable,
    TokenRefused,
)
from slack_ocsf_collector.health.health import Health
from slack_ocsf_collector.health.memory import remember, remembered
from slack_ocsf_collector.health.observer import PageRead, Stream
from slack_ocsf_collector.health.rhythm import Rhythm
from slack_ocsf_collector.health.server import served

ACME = Stream("acme", "audit")
SERVER = 1_800_000_000
HOURS = st.dictionaries(st.integers(0, 167), st.integers(0), max_size=3)


class Hands:
    """A clock that is moved."""

    time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def health(clock: Hands) -> Health:
    return Health([ACME], clock=clock, now=lambda: 1_800_000_009.0)


def page(*dates: int, walker: str = "settle") -> PageRead:
    return PageRead(
        walker,
        rows=len(dates) + 1,
        dates=dates,
        server_time=SERVER,
        classes={"Authentication": len(dates)},
        unknown_actions=1,
        rejects=2,
    )


def kinds(health: Health) -> list[str]:
    return [one["kind"] for one in health.report()["failures"]]


@pytest.mark.parametrize(
    "failure",
    [
        TokenRefused("x"),
        ScopeMissing("x"),
        PlanMissing("x"),
        SlackRefused("x"),
        AnswerViolated("x"),
        SinkFailed("x"),
        StateUnusable("x"),
    ],
)
def test_a_failure_that_waiting_does_not_cure_is_blindness_at_once(
    health: Health, failure: CollectorFailed
) -> None:
    health.failed("acme/audit", failure)

    assert health.is_blind
    assert kinds(health) == [failure.kind]


@pytest.mark.parametrize(
    ("failure", "patience"),
    [(SlackUnreachable("x"), 300), (RateLimited("x", 1.0), 900), (CursorRefused("x"), 900)],
)
def test_a_failure_that_passes_is_blindness_when_it_lasts(
    health: Health, clock: Hands, failure: CollectorFailed, patience: int
) -> None:
    health.failed("acme/audit", failure)
    clock.time = patience - 1
    health.failed("acme/audit", failure)
    before = health.is_blind
    clock.time = patience

    assert (before, health.is_blind) == (False, True)


def test_a_page_ends_what_kept_slack_from_answering(health: Health) -> None:
    health.failed("acme/audit", TokenRefused("x"))
    health.page_read(ACME, page())

    assert health.report() == {"status": "ok", "failures": []}


def test_a_page_does_not_end_a_wrong_answer_but_a_window_does(health: Health) -> None:
    health.failed("acme/audit", AnswerViolated("x"))
    health.page_read(ACME, page())
    after_the_page = health.is_blind
    health.advanced(ACME, "settle", SERVER - 60, SERVER)

    assert (after_the_page, health.is_blind) == (True, False)


def test_a_batch_ends_the_failure_of_its_sink_alone(health: Health) -> None:
    health.failed("events:ndjson:a", SinkFailed("x"))
    health.failed("events:ndjson:b", SinkFailed("x"))
    health.delivered("events:ndjson:a", 1, 2)

    assert [one["part"] for one in health.report()["failures"]] == ["events:ndjson:b"]


def test_a_collector_without_a_sign_is_stalled(health: Health, clock: Hands) -> None:
    clock.time = 901

    assert kinds(health) == ["stalled"]


def read(health: Health, up_to: int, *dates: int) -> None:
    """Let a window be read, one page for each date, the newest first as Slack has them."""
    for date in sorted(dates, reverse=True):
        health.page_read(ACME, page(date))
    health.advanced(ACME, "settle", up_to, SERVER + 900_000)


def test_silence_is_an_alarm_by_how_far_was_read() -> None:
    health = Health([ACME], silence=3_600)
    read(health, SERVER, SERVER - 10)
    read(health, SERVER + 3_590)
    before = kinds(health)
    read(health, SERVER + 3_591)

    assert (before, kinds(health)) == ([], ["silent"])
    assert health.is_blind


def test_a_walker_that_comes_behind_says_nothing_of_silence() -> None:
    health = Health([ACME], silence=3_600)
    read(health, SERVER)
    read(health, SERVER + 9_000)
    health.page_read(ACME, page(SERVER + 10, walker="reread"))
    health.advanced(ACME, "reread", SERVER, SERVER + 9_000)

    assert kinds(health) == ["silent"]


def test_a_new_entry_ends_the_silence() -> None:
    health = Health([ACME], silence=3_600)
    read(health, SERVER - 9_000)
    read(health, SERVER - 60)
    was_silent = kinds(health) == ["silent"]
    read(health, SERVER, SERVER - 10)

    assert (was_silent, kinds(health)) == (True, [])


def test_pages_that_come_newest_first_are_heard_in_their_order() -> None:
    health = Health([ACME])
    read(health, SERVER, *range(SERVER - 7_000, SERVER, 500))
    read(health, SERVER + 3_600, *range(SERVER + 100, SERVER + 3_600, 500))

    (rhythm,) = health.rhythms.values()
    assert set(rhythm.longest.values()) <= {500, 600}


def test_silence_goes_on_over_runs() -> None:
    first = Health([ACME], silence=3_600)
    read(first, SERVER, SERVER)
    second = Health([ACME], silence=3_600, rhythms=first.rhythms)
    read(second, SERVER + 3_601)

    assert kinds(second) == ["silent"]


def test_who_was_away_and_is_behind_raises_no_alarm() -> None:
    first = Health([ACME], silence=3_600)
    read(first, SERVER, SERVER)
    second = Health([ACME], silence=3_600, rhythms=first.rhythms)
    read(second, SERVER + 60)

    assert kinds(second) == []


@given(st.dictionaries(st.text(), st.builds(Rhythm, st.integers(0), HOURS), max_size=3))
def test_rhythms_are_remembered(rhythms: dict[str, Rhythm]) -> None:
    with TemporaryDirectory() as folder:
        remember(Path(folder), rhythms)

        assert remembered(Path(folder)) == rhythms
        assert [one.name for one in Path(folder).iterdir()] == ["rhythm.json"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": {"last": "x"}}', "\xff"])
def test_a_memory_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "rhythm.json").write_text(text, encoding="latin-1")

    assert remembered(tmp_path) == {}


def test_a_memory_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    remember(tmp_path / "not-there", {"a": Rhythm(1)})


def test_other_logs_may_be_silent(clock: Hands) -> None:
    access = Stream("acme", "access")
    health = Health([access], silence=60, clock=clock)
    health.advanced(access, "settle", SERVER, SERVER)
    health.advanced(access, "settle", SERVER, SERVER + 9_000)

    assert not health.is_blind


def test_ready_is_what_has_worked_once(health: Health) -> None:
    before = health.is_ready
    health.advanced(ACME, "settle", SERVER - 60, SERVER)

    assert (before, health.is_ready) == (False, True)


def test_a_failure_is_told_without_secrets(health: Health) -> None:
    health.failed("acme/audit", TokenRefused("not xoxp-CANARY"))

    assert "CANARY" not in json.dumps(health.report()) + health.metrics().decode()


@pytest.mark.parametrize(
    "line",
    [
        'slack_ocsf_requests_total{organization="acme",quota="audit",result="rate"} 1.0',
        'slack_ocsf_rows_total{organization="acme",source="audit",walker="settle"} 3.0',
        'slack_ocsf_events_total{class="Authentication",organization="acme",source="audit"} 3.0',
        'slack_ocsf_unknown_actions_total{organization="acme",source="audit"} 2.0',
        'slack_ocsf_rejects_total{organization="acme",source="audit"} 4.0',
        'slack_ocsf_arrival_lag_seconds_count{organization="acme",source="audit"} 2.0',
        'slack_ocsf_arrival_lag_seconds_sum{organization="acme",source="audit"} 970.0',
        'slack_ocsf_delivered_records_total{sink="events:stdout:"} 5.0',
        'slack_ocsf_delivered_bytes_total{sink="events:stdout:"} 600.0',
        'slack_ocsf_failures_total{kind="network",part="acme/audit"} 1.0',
        ('slack_ocsf_watermark_lag_seconds'
        '{organization="acme",source="audit",walker="settle"} 61.0'),
        'slack_ocsf_last_success_timestamp_seconds{part="acme/audit"} 1.800000009e+09',
        "slack_ocsf_outbox_records 1.0",
        "slack_ocsf_outbox_bytes 2.0",
        "slack_ocsf_ledger_ids 3.0",
        "slack_ocsf_healthy 1.0",
    ],
)  # fmt: skip
def test_what_happens_is_counted(health: Health, line: str) -> None:
    health.requested("acme", "audit", "rate")
    health.page_read(ACME, page(SERVER - 70, SERVER - 900))
    health.page_read(ACME, page(SERVER - 9_000, walker="backfill"))
    health.delivered("events:stdout:", 5, 600)
    health.failed("acme/audit", SlackUnreachable("x"))
    health.advanced(ACME, "settle", SERVER - 61, SERVER)
    health.kept(records=1, size=2, ledger=3)

    assert line in health.metrics().decode().splitlines()


def get(address: str, path: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"http://{address}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_healthz_is_503_with_the_kind_while_blind(health: Health) -> None:
    with served("127.0.0.1:0", health) as address:
        before = get(address, "/healthz")
        health.failed("acme/audit", ScopeMissing("add auditlogs:read"))
        status, body = get(address, "/healthz")

    assert before == (200, '{"status": "ok", "failures": []}\n')
    assert status == 503
    assert json.loads(body)["failures"] == [
        {
            "part": "acme/audit",
            "kind": "scope",
            "message": "add auditlogs:read",
            "seconds": 0,
            "blind": True,
        }
    ]


def test_readyz_is_200_once_a_stream_works(health: Health) -> None:
    with served("127.0.0.1:0", health) as address:
        before = get(address, "/readyz")[0]
        health.advanced(ACME, "settle", SERVER, SERVER)
        after = get(address, "/readyz")[0]

    assert (before, after) == (503, 200)


def test_metrics_are_served_and_say_that_it_is_blind(health: Health) -> None:
    health.failed("state", StateUnusable("x"))
    with served("127.0.0.1:0", health) as address:
        status, text = get(address, "/metrics")

    assert status == 200
    assert "slack_ocsf_healthy 0.0" in text


def test_livez_is_200_while_it_fails_and_503_when_it_is_stuck(health: Health, clock: Hands) -> None:
    with served("127.0.0.1:0", health) as address:
        clock.time = 600
        health.failed("events:stdout:", SinkFailed("x"))
        clock.time = 1_500
        failing = get(address, "/livez")[0]
        clock.time = 1_501
        stuck = get(address, "/livez")[0]

    assert (failing, stuck) == (200, 503)


def test_other_paths_are_404(health: Health) -> None:
    with served("127.0.0.1:0", health) as address:
        assert get(address, "/")[0] == 404


def test_nothing_is_served_after_the_block(health: Health) -> None:
    with served("127.0.0.1:0", health) as address:
        pass
    with pytest.raises(urllib.error.URLError):
        get(address, "/healthz")


def test_an_address_in_use_is_told(health: Health) -> None:
    with (
        served("127.0.0.1:0", health) as address,
        pytest.raises(CannotDo, match=f"metrics {address}: Address already in use"),
        served(address, health),
    ):
        pass


def test_no_address_serves_nothing(health: Health) -> None:
    with served(None, health) as address:
        assert address == ""


def test_metrics_can_be_written_to_a_file_alone(health: Health, tmp_path: Path) -> None:
    health.write_metrics(tmp_path / "m.prom")

    assert "slack_ocsf_healthy" in (tmp_path / "m.prom").read_text()
    assert [one.name for one in tmp_path.iterdir()] == ["m.prom"]


def test_a_file_of_metrics_that_cannot_be_written_is_told(health: Health) -> None:
    with pytest.raises(CannotDo, match="metrics_file /no/such/m: No such file"):
        health.write_metrics(Path("/no/such/m"))
