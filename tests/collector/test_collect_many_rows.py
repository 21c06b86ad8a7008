"""An access log of 120,000 rows that change: more than Slack gives in its hundred pages."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fake_slack_server import TOKEN, FakeSlack, fake_slack
from fake_slack_thread import LATEST
from peaks import MEGABYTE, NEEDS_PROC, peak_of
from test_collect_rows import ACCESS, key

ROWS = 120_000
HASTE = """
from slack_ocsf_collector.slack import budget
budget._MINUTE = 0.06
"""
HOUR = 3600


@dataclass(frozen=True)
class Collected:
    """What came of two runs, an hour apart: `peaks` in KiB, `befores` in the order of requests."""

    rows: list[dict[str, Any]]
    there: list[dict[str, Any]]
    peaks: list[int]
    befores: list[int]


def collect(slack: FakeSlack, folder: Path) -> int:
    given = ["--organization", "acme", "--source", "access", "--web-url", slack.url]
    given += ["--api-url", slack.url, "--state", str(folder / "state")]
    given += ["--raw", f"ndjson:{folder / 'out'}"]
    return peak_of("collect", "--once", *given, before=HASTE, SLACK_OCSF_TOKEN=TOKEN)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    folder = tmp_path_factory.mktemp("many")
    with served() as slack:
        peaks = [collect(slack, folder)]
        slack.clock(advance=HOUR)
        peaks.append(collect(slack, folder))
        files = sorted((folder / "out").iterdir())
        rows = [json.loads(line) for file in files for line in file.read_bytes().splitlines()]
        asked = [one["parameters"] for one in slack.requests(ACCESS)]
        befores = [int(one["before"]) for one in asked if "before" in one]
        return Collected(rows, [one["row"] for one in slack.logins()], peaks, befores)


@contextmanager
def served() -> Iterator[FakeSlack]:
    rows = ("--events", 0, "--changes", 0, "--logins", ROWS, "--login-rate", 0.05)
    limits = ("--stopped", "--latest", LATEST, "--web-limit-per-minute", 0)
    with fake_slack(*rows, *limits) as slack:
        yield slack


def test_the_last_version_of_each_row_is_that_of_slack(collected: Collected) -> None:
    found = {key(row): row for row in collected.rows}
    assert len(found) >= ROWS
    assert found == {key(row): row for row in collected.there}


def test_each_version_comes_once(collected: Collected) -> None:
    versions = Counter((key(row), row["date_last"], row["count"]) for row in collected.rows)
    assert len(versions) > len(collected.there) + 100
    assert set(versions.values()) == {1}


def test_pages_beyond_the_hundredth_are_asked_for_by_a_date(collected: Collected) -> None:
    assert len(set(collected.befores)) == 4


@NEEDS_PROC
def test_memory_is_that_of_a_page(collected: Collected) -> None:
    assert max(collected.peaks) < 100 * MEGABYTE
