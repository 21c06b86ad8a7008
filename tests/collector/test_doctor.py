"""`slack-ocsf doctor` says what a first run lacks, and what to click."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import moto_s3
import pytest
from click.testing import CliRunner
from fake_slack_server import TOKEN
from fake_slack_thread import slack_in_thread
from map_runs import PLAIN, SLACK_OCSF

import slack_ocsf
from slack_ocsf_collector.command import commands
from slack_ocsf_collector.doctor.examine import findings
from slack_ocsf_collector.doctor.finding import Finding
from slack_ocsf_collector.doctor.machine_checks import filesystem, sink_finding, state_findings
from slack_ocsf_collector.doctor.sink_checks import try_sink
from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.settings.settings import (
    Organization,
    SecretSource,
    Settings,
    SinkSetting,
    Source,
)
from slack_ocsf_collector.slack.budget import AUDIT, Budget
from slack_ocsf_collector.state import outbox
from slack_ocsf_collector.state.database import open_state, transaction
from slack_ocsf_collector.waiting import SystemClock

CANARY = "xoxp-CANARY"


class Hurried(SystemClock):
    """A clock that waits by going ahead."""

    passed = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.passed

    def wait(self, seconds: float) -> None:
        self.passed += seconds


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_TOKEN", TOKEN)


def settings(url: str, folder: Path, *sources: Source) -> Settings:
    organization = Organization(
        "acme",
        SecretSource(variable="A_TOKEN"),
        sources=sources or ("audit",),
        api_url=url,
        web_url=url,
    )
    return Settings(folder / "state", (organization,), (SinkSetting("ndjson", str(folder / "e")),))


def found(url: str, folder: Path, *sources: Source) -> dict[str, Finding]:
    """What is found in Slack, by check; one that is not ok comes before one that is."""
    all_found = list(findings(settings(url, folder, *sources), Hurried()))
    return {one.check: one for one in sorted(all_found, key=lambda one: one.outcome != "ok")}


def test_all_is_well_with_a_slack_that_answers(tmp_path: Path) -> None:
    with slack_in_thread() as slack:
        checks = found(slack.url, tmp_path, "audit", "access", "integration")

    assert {name: one.outcome for name, one in checks.items() if name != "clock"} == dict.fromkeys(
        ("folder", "space", "sink", "token", "auth.test", "scope", "installation", "audit log",
         "access log", "integration log", "quota"),
        "ok",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "check", "remedy"),
    [
        ("error=missing_scope", "audit log", "User Token Scopes > Add an OAuth Scope: auditlogs"),
        ("error=feature_not_enabled", "audit log", "Slack's Enterprise plan"),
        ("error=invalid_authentication", "audit log", "copy the User OAuth Token"),
        ("status=503", "audit log", "this machine may reach the address"),
        ("html", "audit log", "what answers there is not Slack"),
    ],
)
def test_a_fault_of_slack_has_its_remedy(
    tmp_path: Path, fault: str, check: str, remedy: str
) -> None:
    with slack_in_thread(fault) as slack:
        one = found(slack.url, tmp_path)[check]

    assert one.outcome == "failed"
    assert remedy in one.remedy


def test_a_quota_that_others_use_up_is_a_warning(tmp_path: Path) -> None:
    with slack_in_thread("rate-limited=30") as slack:
        one = found(slack.url, tmp_path)["audit log"]

    assert one.outcome == "warning"
    assert "another program" in one.remedy


def test_a_wait_that_slack_asked_for_is_a_warning(tmp_path: Path) -> None:
    with slack_in_thread("rate-limited=30") as slack:
        one = found(slack.url, tmp_path)["quota"]

    assert one.outcome == "warning"
    assert "Slack said to wait" in one.fact


def test_a_budget_that_this_collector_uses_is_nobodys_fault(tmp_path: Path) -> None:
    with slack_in_thread() as slack:
        told = settings(slack.url, tmp_path)
        with closing(open_state(told.state)) as state:
            budget = Budget(state, "acme", told.organizations[0].requests_per_minute, Hurried())
            while not budget.take(AUDIT, "tail"):
                pass
        (one,) = (one for one in findings(told, Hurried()) if one.check == "quota")

    assert (one.outcome, one.remedy) == ("ok", "")


def test_a_share_that_leaves_little_to_others_is_a_warning(tmp_path: Path) -> None:
    with slack_in_thread() as slack:
        told = settings(slack.url, tmp_path)
        (organization,) = told.organizations
        greedy = replace(told, organizations=(replace(organization, requests_per_minute=50),))
        checks = {one.check: one for one in findings(greedy, Hurried())}

    assert checks["quota"].outcome == "warning"


def test_a_clock_that_is_off_is_a_warning(tmp_path: Path) -> None:
    with slack_in_thread() as slack:  # its clock stands
        one = found(slack.url, tmp_path)["clock"]

    assert one.outcome == "warning"
    assert "take its time from the network" in one.remedy


def test_slack_that_is_not_there_is_told(tmp_path: Path) -> None:
    one = found("http://127.0.0.1:9", tmp_path)["auth.test"]

    assert one.outcome == "failed"
    assert "firewall" in one.remedy


@pytest.mark.parametrize(
    ("token", "fact"),
    [
        ("xoxb-CANARY", "a bot token"),
        ("xapp-CANARY", "an app token"),
        ("sesame-CANARY", "no token of Slack's"),
        ("", "variable A_TOKEN is empty"),
    ],
)
def test_a_token_that_is_no_users_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str, fact: str
) -> None:
    monkeypatch.setenv("A_TOKEN", token)
    with slack_in_thread() as slack:
        checks = found(slack.url, tmp_path)
        asked = slack.requests()

    assert checks["token"].outcome == "failed"
    assert fact in checks["token"].fact
    assert asked == []


Answers = Callable[[dict[str, Any], dict[str, str]], str]


@pytest.fixture
def identity() -> Iterator[Answers]:
    """A Slack whose auth.test answers what a test says, with these headers."""
    servers = []

    def start(members: dict[str, Any], headers: dict[str, str]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                is_test = self.path == "/api/auth.test"
                body = json.dumps(members if is_test else {"entries": [], "logins": []}).encode()
                self.send_response(200)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Log nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


GRID = {"ok": True, "user_id": "W1", "team_id": "E1", "enterprise_id": "E1"}
SCOPED = {"x-oauth-scopes": "users:read,auditlogs:read"}


def test_an_app_on_a_workspace_is_told_where_to_install_it(
    tmp_path: Path, identity: Answers
) -> None:
    members = {"ok": True, "user_id": "U1", "team_id": "T1", "is_enterprise_install": False}
    one = found(identity(members, SCOPED), tmp_path)["installation"]

    assert one.outcome == "failed"
    assert "installed on T1, not the organisation" in one.fact
    assert "Install to Organization" in one.remedy


def test_a_scope_that_is_missing_is_told(tmp_path: Path, identity: Answers) -> None:
    url = identity(GRID | {"is_enterprise_install": True}, {"x-oauth-scopes": "users:read"})
    one = found(url, tmp_path)["scope"]

    assert (one.outcome, one.fact) == ("failed", "the token has no scope auditlogs:read")
    assert "Add an OAuth Scope: auditlogs:read" in one.remedy


def test_the_scope_of_the_other_logs_is_asked_for_with_them(
    tmp_path: Path, identity: Answers
) -> None:
    url = identity(GRID | {"is_enterprise_install": True}, SCOPED)
    one = found(url, tmp_path, "audit", "access")["scope"]

    assert one.fact == "the token has no scope admin"


def test_a_state_that_cannot_be_written_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (one,) = state_findings(tmp_path / "file" / "state")

    assert one.outcome == "failed"


@pytest.mark.parametrize(("kind", "is_warned"), [("nfs4", True), ("ext4", False)])
def test_a_state_on_a_network_file_system_is_warned_of(
    tmp_path: Path, kind: str, *, is_warned: bool
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"none / tmpfs rw 0 0\nserver:/x {tmp_path.resolve()} {kind} rw 0 0\n")

    checks = {one.check for one in state_findings(tmp_path / "state", mounts)}

    assert ("disk" in checks) is is_warned


def test_a_mount_with_blanks_in_its_name_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "a b"
    folder.mkdir()
    mounts = tmp_path / "mounts"
    mounts.write_text(f"x {str(folder.resolve()).replace(' ', chr(92) + '040')} nfs rw 0 0\n")

    assert filesystem(folder, mounts) == "nfs"


def test_the_last_of_mounts_at_one_place_counts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("x / ext4 rw 0 0\ny / nfs rw 0 0\n")

    assert filesystem(tmp_path, mounts) == "nfs"


@pytest.mark.parametrize("kind", ["ndjson", "parquet"])
def test_a_folder_is_tried_and_left_as_it_was(tmp_path: Path, kind: Any) -> None:  # noqa: ANN401
    (tmp_path / "e").mkdir()
    try_sink(SinkSetting(kind, str(tmp_path / "e")), slack_ocsf)

    assert list((tmp_path / "e").iterdir()) == []


@pytest.mark.parametrize("kind", ["ndjson", "parquet"])
def test_a_folder_that_cannot_be_written_fails(tmp_path: Path, kind: Any) -> None:  # noqa: ANN401
    (tmp_path / "file").touch()

    with pytest.raises(SinkFailed, match="file/e: Not a directory"):
        try_sink(SinkSetting(kind, str(tmp_path / "file" / "e")), slack_ocsf)


def test_a_file_that_collect_could_not_go_on_with_fails(tmp_path: Path) -> None:
    out = tmp_path / "out"
    position = '{"number":1,"size":100,"day":"20261125"}'
    out.mkdir()
    (out / "events-000001.ndjson.part").write_bytes(b"cut")

    with pytest.raises(SinkFailed, match="has 3 bytes, and 100 were delivered"):
        try_sink(SinkSetting("ndjson", str(out)), slack_ocsf, position)


def test_doctor_tries_a_sink_from_where_the_state_says_that_it_is(tmp_path: Path) -> None:
    with slack_in_thread() as slack:
        told = settings(slack.url, tmp_path)
        sink = SinkSetting("ndjson", str(tmp_path / "out"))
        with closing(open_state(told.state)) as state, transaction(state):
            outbox.keep_position(state, sink.name, '{"number":1,"size":9,"day":"20261125"}')
        every = {one.check: one for one in findings(replace(told, sinks=(sink,)), Hurried())}

    assert (every["sink"].outcome, "is gone" in every["sink"].fact) == ("failed", True)


def test_a_state_damaged_in_its_middle_fails(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    with closing(open_state(folder)) as state, transaction(state):
        state.executemany(
            "INSERT INTO dead_letter VALUES (?, 'a', 'audit', '', '', '', '', ?)",
            [(number, b"x" * 3000) for number in range(200)],
        )
    file = folder / "state.sqlite"
    whole = bytearray(file.read_bytes())
    whole[200_000:240_000] = bytes(40_000)
    file.write_bytes(whole)
    (one,) = state_findings(folder)

    assert (one.outcome, "it is damaged: move it away" in one.fact) == ("failed", True)


@pytest.fixture
def bucket_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with moto_s3.served() as address:
        for name, value in moto_s3.environment(address).items():
            monkeypatch.setenv(name, value)
        yield moto_s3.bucket(address, "doctor")


def test_a_bucket_is_tried_and_left_as_it_was(bucket_url: str) -> None:
    import obstore
    from obstore.store import from_url

    assert try_sink(SinkSetting("parquet", f"{bucket_url}/x"), slack_ocsf).endswith("be written")
    assert list(obstore.list(from_url(bucket_url))) == []
    with pytest.raises(SinkFailed, match="s3://not-there/x: "):
        try_sink(SinkSetting("parquet", "s3://not-there/x"), slack_ocsf)


def test_a_receiver_that_is_not_there_fails_without_its_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SIEM", "CANARY-of-siem")
    headers = {"Authorization": SecretSource(variable="SIEM")}
    sink = SinkSetting("http", "http://127.0.0.1:9/x?key=CANARY", headers=headers)

    with pytest.raises(SinkFailed, match=r"http://127\.0\.0\.1:9/x: no answer") as caught:
        try_sink(sink, slack_ocsf)

    assert "CANARY" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(("status", "outcome"), [(405, "ok"), (401, "failed"), (500, "failed")])
def test_a_receiver_is_judged_by_its_answer(
    monkeypatch: pytest.MonkeyPatch, status: int, outcome: str
) -> None:
    import httpx

    monkeypatch.setattr(httpx, "head", lambda *_args, **_named: httpx.Response(status))
    sink = SinkSetting("http", "https://siem.example/x")

    assert sink_finding(sink.name, lambda: try_sink(sink, slack_ocsf)).outcome == outcome


def doctor(*arguments: str, **variables: str) -> tuple[int, str]:
    from click.exceptions import Exit

    from slack_ocsf_cli import Failed

    group = commands()
    result = CliRunner().invoke(group, ["doctor", *arguments], env=variables)
    failure = result.exception
    status = failure.exit_code if isinstance(failure, Failed | Exit) else result.exit_code
    return status, result.output + str(failure)


def test_a_failed_check_ends_with_1(tmp_path: Path) -> None:
    with slack_in_thread("error=missing_scope") as slack:
        at = ("--api-url", slack.url, "--web-url", slack.url, "--state", str(tmp_path))
        status, told = doctor(*at, SLACK_OCSF_TOKEN=TOKEN)

    assert status == 1
    assert "failed   slack: audit log: " in told
    assert "-> at api.slack.com/apis open your app" in told


def test_json_has_a_line_for_each_finding(tmp_path: Path) -> None:
    with slack_in_thread() as slack:
        at = ("--api-url", slack.url, "--web-url", slack.url, "--state", str(tmp_path))
        status, told = doctor("--json", *at, SLACK_OCSF_TOKEN=TOKEN)

    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert status == 0
    assert set(lines[0]) == {"outcome", "part", "check", "fact", "remedy"}


@pytest.mark.parametrize(
    "fault",
    ["error=invalid_auth", "status=500", "html", "truncated", "reset", "cut", "redirect", "bomb"],
)
def test_no_fault_makes_it_tell_the_token(
    tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_TOKEN", CANARY)
    with slack_in_thread(fault, token=CANARY) as slack:
        checks = list(findings(settings(slack.url, tmp_path), Hurried()))

    assert any(one.outcome == "failed" for one in checks)
    assert "CANARY" not in str(checks)


@pytest.mark.parametrize("fault", ["html", "error=invalid_auth", "truncated"])
def test_no_process_tells_the_token_with_debug_on(tmp_path: Path, fault: str) -> None:
    with slack_in_thread(fault, token=CANARY) as slack:
        ended = subprocess.run(
            [SLACK_OCSF, "--debug", "doctor", "--api-url", slack.url, "--web-url", slack.url],
            capture_output=True,
            text=True,
            check=False,
            env=PLAIN | {"SLACK_OCSF_TOKEN": CANARY, "SLACK_OCSF_STATE": str(tmp_path)},
            timeout=60,
        )

    assert ended.returncode == 1
    assert "CANARY" not in ended.stdout + ended.stderr
    assert all(b"CANARY" not in one.read_bytes() for one in tmp_path.iterdir())
