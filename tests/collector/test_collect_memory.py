"""A collector's memory is that of a page, however long the log is."""

import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from fake_slack_server import TOKEN
from map_runs import entry
from peaks import MEGABYTE, NEEDS_PROC, peak_of
from slack_clients import NOW, Answers, sent, told_slack

FOUR_KILOBYTES = {"text": "x" * 3600}


def log_of(amount: int) -> Answers:
    """Answer as an audit log does that has an entry of 4 kB each second before NOW."""
    text = json.dumps(entry(details=FOUR_KILOBYTES)).encode()

    def line(date: int) -> bytes:
        dated = text.replace(b"1789981322", b"%d" % date)
        return dated.replace(b'"entry-0"', b'"entry-%d"' % date)

    def answer(request: bytes) -> Iterable[bytes]:
        if b"/logs" not in request.split()[1]:
            return [sent({"schemas": [], "actions": {}})]
        query = parse_qs(urlsplit(request.split()[1].decode()).query)
        first = NOW - 1000 - amount
        oldest = max(int(query.get("oldest", ["0"])[0]), first)
        latest = min(int(query.get("latest", [str(NOW)])[0]), NOW - 1001)
        latest = int(query.get("cursor", [str(latest)])[0])
        limit = int(query["limit"][0])
        dates = range(latest, max(oldest - 1, latest - limit), -1)
        cursor = b"%d" % dates[-1] if dates and dates[-1] > oldest else b""
        following = b"%d" % (int(cursor) - 1) if cursor else b""
        metadata = b'"response_metadata":{"next_cursor":"%b"}' % following
        return [sent(b'{"entries":[%b],%b}' % (b",".join(map(line, dates)), metadata))]

    return answer


def peak(folder: Path, amount: int, page_size: int) -> int:
    """Collect so many entries, and return the most memory that it took, in KiB."""
    with told_slack(log_of(amount)) as slack:
        given: list[object] = ["--organization", "acme", "--api-url", slack.url]
        given += ["--state", folder / "state", "--sink", f"ndjson:{folder / 'out'}"]
        given += ["--oldest", NOW - 1000 - amount, "--page-size", page_size]
        given += ["--requests-per-minute", 50]
        most = peak_of("collect", "--once", *given, SLACK_OCSF_TOKEN=TOKEN)
    written = sum(file.read_bytes().count(b"\n") for file in (folder / "out").iterdir())
    assert written == amount
    return most


@NEEDS_PROC
def test_pages_of_a_thousand_take_less_than_a_hundred_megabytes(tmp_path: Path) -> None:
    assert peak(tmp_path, 2000, 1000) < 100 * MEGABYTE


@NEEDS_PROC
def test_the_largest_pages_take_less_than_four_hundred_megabytes(tmp_path: Path) -> None:
    assert peak(tmp_path, 20_000, 9999) < 400 * MEGABYTE


@NEEDS_PROC
def test_four_times_the_log_takes_no_more_memory(tmp_path: Path) -> None:
    little, much = tmp_path / "little", tmp_path / "much"
    assert peak(much, 5000, 500) - peak(little, 1250, 500) < 8 * MEGABYTE
