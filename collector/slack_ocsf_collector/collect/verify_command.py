"""`slack-ocsf verify`: compare what Slack has with what the sinks hold, and refill them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from slack_ocsf_cli import Findings
from slack_ocsf_collector.collect.stretch import stretch_options
from slack_ocsf_collector.settings.options import settings_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_ocsf_collector.collect.assembly import Parts
    from slack_ocsf_collector.collect.comparison import Comparison
    from slack_ocsf_collector.collect.verifying import Compared
    from slack_ocsf_collector.settings.given import Given


@click.command("verify", short_help="Compare the sinks with Slack, and refill them.")
@stretch_options
@click.option(
    "--refill",
    type=click.Choice(["never", "usual", "always"]),
    default="usual",
    show_default=True,
    help="Deliver what a sink lacks: usual is unless it holds nothing at all of the stretch.",
)
@settings_options
def verify_command(*, given: Mapping[str, Given], begin: int, end: int | None, refill: str) -> None:
    """Read a past stretch of the audit log again, and compare it with ndjson and parquet sinks.

    Writes JSON lines: what is missing, extra or repeated in a sink, and for each hour how many
    entries Slack has and a hash of their ids. Then what is missing is delivered, to the sink that
    lacks it. A sink that holds nothing at all of the stretch was probably moved or emptied on
    purpose, and is left alone; so is one that fails.

    Compares as far as the collector has read for the last time, by default a day ago. Runs beside
    a collector with the same settings, and leaves it the requests that it needs. The exit status is
    1 when anything differs, waits for a sink, or was never read; as with collect --once when a
    sink fails, or a log cannot be read: what can be compared is.
    """
    import orjson

    from slack_ocsf_collector.collect.beside import beside
    from slack_ocsf_collector.collect.comparison import Comparison
    from slack_ocsf_collector.collect.verifying import compare
    from slack_ocsf_collector.failures import raise_one_of

    differences = 0
    with beside(given) as made, closing(Comparison()) as both:
        compared = compare(made, begin, end, both)
        for difference in _differences(both, compared):
            click.echo(orjson.dumps(difference))
            differences += 1
        for hour in both.hours():
            click.echo(orjson.dumps(hour))
        waiting = {name: amount for name in compared.sinks if (amount := both.waiting(name))}
        refilled = _refill(made, both, compared, refill)
        read = [{"organization": name, **asdict(window)} for name, window in both.stretches()]
        found = {"differences": differences, "waiting": waiting, "refilled": refilled}
        click.echo(orjson.dumps({"read": read, **_told(compared), **found}))
        if refill != "never" and (waiting or any(refilled.values())):
            made.delivering.run(is_last=True)
        raise_one_of([*compared.failures.values(), *made.delivering.failures()])
    if differences or waiting or compared.never_read:
        raise Findings


def _differences(both: Comparison, compared: Compared) -> Iterator[dict[str, Any]]:
    for sink in compared.sinks:
        for one in both.missing(sink):
            told = {"organization": one.organization, "time": one.held.date}
            yield {"sink": sink, "missing": one.held.id, **told}
        for one_more in both.surplus(sink):
            yield {"sink": sink, "extra": one_more.id, "time": one_more.date}
        for many in both.repeated(sink):
            told = {"time": many.held.date, "times": many.times}
            yield {"sink": sink, "repeated": many.held.id, **told}


def _refill(made: Parts, both: Comparison, compared: Compared, when: str) -> dict[str, int]:
    """Queue what sinks lack for them; return how much, by sink.

    Nothing is queued for a sink that fails: once it is mended, it may hold what it seemed to lack.
    """
    from slack_ocsf_collector.collect.refilling import refill
    from slack_ocsf_collector.health.logs import logger

    refilled: dict[str, int] = {}
    for sink in made.sinks:
        name = sink.setting.name
        if when == "never" or name not in compared.sinks:
            continue
        if name in compared.failures:
            logger().warning("not refilled", sink=name, reason="it fails")
        elif when == "usual" and not both.holds_any(name):
            fact = "it holds nothing of the stretch; --refill always fills it"
            logger().warning("not refilled", sink=name, reason=fact)
        else:
            refilled[name] = refill(made, both, sink)
    return refilled


def _told(compared: Compared) -> dict[str, Any]:
    return {
        "never_read_seconds": compared.never_read,
        "compared": list(compared.sinks),
        "not_readable": list(compared.not_readable),
        "failing": list(compared.failures),
        "rejects": compared.rejects,
    }
