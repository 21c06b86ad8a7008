"""Collect from the fake Slack into files and a lake, and ask the lake, each step by its command."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
import orjson

from slack_ocsf_cli import CannotDo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_HOURS = 12
_ENTRIES = 3000
_TOKEN = "xoxp-fake"  # noqa: S105 - opens nothing but the fake Slack
_QUERY = """\
SELECT class_name AS class, count(*) AS events, count(DISTINCT actor.user.uid) AS actors,
    mode(metadata.event_code) AS most_often
FROM read_parquet('{lake}/ext/*/*/*/*/*.parquet', union_by_name = true)
GROUP BY ALL ORDER BY events DESC"""


def show_collecting(folder: Path) -> None:
    """Collect into a folder, and show what is there then.

    Raises:
        CannotDo: The folder cannot be used, or a step failed.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CannotDo(f"{folder} holds something already: give a folder that is not there")
    since = int(time.time()) - _HOURS * 3600
    with _fake_slack(["--events", str(_ENTRIES), "--oldest", str(since)]) as url:
        sources = ["--source", "audit", "--source", "access", "--source", "integration"]
        sinks = ["--sink", f"ndjson:{folder}/ndjson", "--sink", f"parquet:{folder}/lake"]
        where = ["--api-url", url, "--web-url", url, "--state", f"{folder}/state"]
        quota = ["--page-size", "1000", "--requests-per-minute", "50", "--oldest", str(since)]
        _run(["collect", "--once", *where, *sources, *sinks, *quota])
    click.echo()
    for kind, pattern in (("ndjson", "*.ndjson*"), ("lake", "*.parquet")):
        found = sorted((folder / kind).rglob(pattern))
        size = sum(file.stat().st_size for file in found)
        click.echo(f"{folder / kind}: {len(found)} files, {size:,} bytes; such as {found[0]}")
    _ask(_QUERY.format(lake=folder / "lake"))


@contextmanager
def _fake_slack(arguments: Sequence[str]) -> Iterator[str]:
    """Run `slack-ocsf fake-slack`, and give its URL."""
    command = _command(["fake-slack", *arguments])
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        try:
            line = process.stdout.readline() if process.stdout else b""
            if not line:
                raise CannotDo("slack-ocsf fake-slack did not start")
            yield orjson.loads(line)["url"]
        finally:
            process.kill()


def _run(arguments: Sequence[str]) -> None:
    environment = {**os.environ, "SLACK_OCSF_TOKEN": _TOKEN}
    done = subprocess.run(_command(arguments), env=environment, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise CannotDo(f"slack-ocsf {arguments[0]} ended with status {done.returncode}")


def _command(arguments: Sequence[str]) -> list[str]:
    """Say what is run, and return how this Python runs it."""
    click.echo(click.style(f"$ slack-ocsf {' '.join(arguments)}", bold=True))
    main = "from slack_ocsf_collector.command import main; main()"
    return [sys.executable, "-c", main, *arguments]


def _ask(query: str) -> None:
    """Show what DuckDB answers, where it is installed."""
    click.echo(f"\n{click.style('D', bold=True)} {query};")
    try:
        import duckdb
    except ImportError:
        click.echo("(DuckDB is not installed: pip install duckdb)")
        return
    click.echo(str(duckdb.sql(query)))
