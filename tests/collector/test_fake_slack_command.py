"""`slack-ocsf fake-slack`, run as its users do."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from fake_slack_server import TOKEN, FakeSlack, fake_slack
from map_runs import PLAIN, SLACK_OCSF, slack_ocsf


def ids(slack: FakeSlack, query: str) -> list[str]:
    request = urllib.request.Request(  # noqa: S310 - http
        f"{slack.url}/audit/v1/logs?{query}", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - http
        return [entry["id"] for entry in json.loads(answer.read())["entries"]]


def test_the_server_tells_where_it_is_and_serves(tmp_path: Path) -> None:
    log = tmp_path / "requests.ndjson"
    with fake_slack("--events", 50, "--short", 0, "--empty", 0, "--log", log) as slack:
        assert slack.url.startswith("http://127.0.0.1:")
        assert set(ids(slack, "limit=100")) == {entry["id"] for entry in slack.entries()}
        assert len(slack.entries()) == 50

        (line,) = log.read_text().splitlines()
        assert json.loads(line) == slack.requests()[0]
        assert TOKEN not in line


def test_the_limit_is_slack_s_own() -> None:
    with fake_slack("--events", 0) as slack:
        for _ in range(50):
            ids(slack, "")
        with pytest.raises(urllib.error.HTTPError, match="429"):
            ids(slack, "")


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["TERM", "INT"]
)
def test_the_server_ends_by_the_contract_also_while_a_request_hangs(
    number: signal.Signals, status: int
) -> None:
    command = [SLACK_OCSF, "fake-slack", "--events", "5", "--fault", "hang"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=PLAIN
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["pid"] == process.pid
        connection = http.client.HTTPConnection(ready["url"].removeprefix("http://"))
        connection.request("GET", "/audit/v1/logs")
        while not FakeSlack(**ready).requests():
            time.sleep(0.01)
        os.kill(process.pid, number)
        _, told = process.communicate(timeout=30)
        connection.close()

    assert (process.returncode, told) == (status, "interrupted\n")


def test_a_fault_and_a_stopped_clock_from_the_command_line() -> None:
    given = ("--stopped", "--latest", 1_790_000_000, "--fault", "status=503")
    with fake_slack("--events", 5, *given) as slack:
        assert slack.clock() == 1_790_000_000
        with pytest.raises(urllib.error.HTTPError, match="503"):
            ids(slack, "")
        slack.clear()
        assert len(ids(slack, "limit=9999")) == 5


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = slack_ocsf("fake-slack", "--events", "1", "--port", str(port))

    assert (run.status, run.output) == (3, b"")
    assert run.told == f"error: 127.0.0.1:{port}: Address already in use\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--late", "0.5"], "'0.5' is not SHARE:SECONDS or SHARE:FROM-TO"),
        (["--late", "2:5"], "'2:5': a share is from 0 to 1"),
        (["--late", "0.5:9-5"], "seconds do not fall"),
        (["--fault", "hagn"], "did you mean 'hang'?"),
        (["--latest", "99999999999"], "--latest 99999999999 is to come; add --stopped"),
        (["--oldest", "5", "--latest", "4"], "--oldest 5 is after --latest 4"),
    ],
)
def test_options_that_make_no_sense_are_told(arguments: list[str], told: str) -> None:
    run = slack_ocsf("fake-slack", *arguments)

    assert (run.status, run.output) == (2, b"")
    assert told in run.told


def test_the_help_names_every_fault() -> None:
    from slack_ocsf_collector.fake_slack.fault_kinds import KINDS

    told = slack_ocsf("fake-slack", "--help").output.decode()

    assert all(f"\n  {name}" in told.replace("    ", "  ") for name in KINDS)
