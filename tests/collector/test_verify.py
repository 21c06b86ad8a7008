"""A past stretch compared with what sinks hold: what is missing is named, and filled in again."""

import json
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from collecting import collect_once, collecting, organization, published, records, settings, uids
from fake_slack_server import TOKEN
from fake_slack_thread import LATEST, OLDEST, Thread, slack_in_thread
from map_runs import Run, slack_ocsf
from moto_s3 import bucket, environment, served
from slack_clients import TestClock

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.collect.assembly import parts
from slack_ocsf_collector.collect.comparison import Comparison
from slack_ocsf_collector.collect.refilling import refill
from slack_ocsf_collector.collect.verifying import Compared, compare
from slack_ocsf_collector.health.silent import Silent
from slack_ocsf_collector.settings.settings import Settings, SinkSetting, Timing
from slack_ocsf_collector.sinks.held import Held
from slack_ocsf_collector.slack.page import Window
from slack_ocsf_collector.state import outbox

SOON = Timing(settle=60, reread=120, slow_reread=300)


def lines(folder: Path) -> SinkSetting:
    """Return a sink whose files are finished after a few events."""
    return SinkSetting("ndjson", str(folder), options={"size": 20_000})


def lake(folder: Path) -> SinkSetting:
    return SinkSetting("parquet", str(folder), options={"records": 30})


def collected(slack: Thread, folder: Path, *sinks: SinkSetting) -> Settings:
    """Collect all of the log, to its last reading; return the settings."""
    given = settings(folder, organization(slack, page_size=20), *sinks, timing=SOON)
    slack.clock(advance=1000)
    collect_once(given)
    return given


def compared(given: Settings, *, fill: bool = False) -> tuple[Comparison, Compared]:
    both = Comparison()
    with parts(given, TestClock(), Silent()) as made:
        found = compare(made, OLDEST, None, both)
        if fill:
            for sink in made.sinks:
                refill(made, both, sink)
            made.delivering.run(is_last=True)
    return both, found


def missing(given: Settings) -> dict[str, list[str]]:
    """The ids that each sink lacks, sorted, by its kind."""
    both, _ = compared(given)
    with closing(both):
        return {
            one.kind: sorted(each.held.id for each in both.missing(one.name)) for one in given.sinks
        }


def without(folder: Path, amount: int) -> list[str]:
    """Remove lines from the first finished file of a folder; return their ids, sorted."""
    file = min(folder.glob("*.ndjson"))
    kept = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(kept[amount:]))
    return sorted(json.loads(line)["metadata"]["uid"] for line in kept[:amount])


def rows(file: Path) -> list[str]:
    found = pq.ParquetFile(file).read(columns=["metadata"]).to_pylist()
    return [row["metadata"]["uid"] for row in found]


def lake_uids(folder: Path) -> list[str]:
    return sorted(uid for file in folder.rglob("*.parquet") for uid in rows(file))


def test_where_nothing_differs_nothing_is_told(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"), lake(tmp_path / "lake"))
        both, found = compared(given)
        for sink in given.sinks:
            assert list(both.missing(sink.name)) == []
            assert list(both.surplus(sink.name)) == []
            assert list(both.repeated(sink.name)) == []
        assert (found.never_read, found.rejects) == (0, 0)


def test_lines_that_are_gone_are_named_and_filled_in(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        gone = without(tmp_path / "out", 3)
        assert missing(given) == {"ndjson": gone}
        compared(given, fill=True)
        assert uids(tmp_path / "out") == published(slack)


def test_a_file_of_the_lake_that_is_gone_is_named_and_filled_in(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lake(tmp_path / "lake"))
        file = max((tmp_path / "lake").rglob("*.parquet"), key=lambda one: len(rows(one)))
        gone = sorted(rows(file))
        file.unlink()
        assert missing(given) == {"parquet": gone}
        compared(given, fill=True)
        assert lake_uids(tmp_path / "lake") == published(slack)


def test_only_the_sink_that_lacks_them_gets_them(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"), lake(tmp_path / "lake"))
        without(tmp_path / "out", 3)
        compared(given, fill=True)
        assert uids(tmp_path / "out") == published(slack)
        assert lake_uids(tmp_path / "lake") == published(slack)


def test_filled_in_twice_they_are_there_once(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        without(tmp_path / "out", 3)
        compared(given, fill=True)
        compared(given, fill=True)
        assert uids(tmp_path / "out") == published(slack)


def test_what_waits_for_a_sink_is_not_missing(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        without(tmp_path / "out", 3)
        both = Comparison()
        with parts(given, TestClock(), Silent()) as made:
            compare(made, OLDEST, None, both)
            refill(made, both, made.sinks[0])
        assert missing(given) == {"ndjson": []}


def test_what_is_delivered_while_it_is_noted_as_waiting_is_no_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        with parts(given, TestClock(), Silent()) as made:
            for _ in range(2):
                without(tmp_path / "out", 3)
                both, _ = compared(given)
                refill(made, both, made.sinks[0])
        real = outbox.records_of

        def records_of(*given_: Any) -> tuple[bytes, ...]:  # noqa: ANN401 - as that takes
            monkeypatch.setattr(outbox, "records_of", real)
            found: tuple[bytes, ...] = real(*given_)
            with parts(given, TestClock(), Silent()) as other:
                other.delivering.run(is_last=True)
            return found

        monkeypatch.setattr(outbox, "records_of", records_of)
        assert missing(given) == {"ndjson": []}
        assert uids(tmp_path / "out") == published(slack)


def test_what_is_too_much_is_named(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        file = min((tmp_path / "out").glob("*.ndjson"))
        strange = json.loads(file.read_bytes().splitlines()[0])
        strange["metadata"]["uid"] = "nobody's"
        file.write_bytes(file.read_bytes() + json.dumps(strange).encode() + b"\n")
        both, _ = compared(given)
        assert list(both.surplus(given.sinks[0].name)) == [
            Held("nobody's", strange["time"] // 1000)
        ]


def test_what_stands_twice_is_named(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        file = min((tmp_path / "out").glob("*.ndjson"))
        first = file.read_bytes().splitlines(keepends=True)[0]
        file.write_bytes(file.read_bytes() + first * 2)
        both, _ = compared(given)
        (found,) = both.repeated(given.sinks[0].name)
        assert (found.held.id, found.times) == (json.loads(first)["metadata"]["uid"], 3)


def test_each_hour_has_its_amount_and_the_hash_of_its_ids(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        both, _ = compared(collected(slack, tmp_path, lines(tmp_path / "out")))
        by_hour: dict[int, list[str]] = {}
        for entry in slack.entries():
            by_hour.setdefault(entry["date_create"] // 3600 * 3600, []).append(entry["id"])
        hours = [(one.begin // 3600, one.entries, one.sha256) for one in both.hours()]
        assert hours == [
            (
                hour // 3600,
                len(ids),
                sha256("".join(f"{one}\n" for one in sorted(ids)).encode()).hexdigest(),
            )
            for hour, ids in sorted(by_hour.items())
        ]


def test_an_hour_that_was_read_in_part_tells_which(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        dates = sorted(entry["date_create"] for entry in slack.entries())
        oldest, latest = dates[3] + 1, dates[-5] - 1
        with closing(Comparison()) as both, parts(given, TestClock(), Silent()) as made:
            compare(made, oldest, latest, both)
            hours = list(both.hours())
            assert both.stretches() == [("acme", Window(oldest, latest))]
        assert (hours[0].begin, hours[-1].end) == (oldest, latest)
        assert all((one.end + 1) % 3600 == 0 for one in hours[:-1])
        assert sum(one.entries for one in hours) == sum(oldest <= one <= latest for one in dates)


def test_what_was_never_read_is_told_and_not_missing(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        one = organization(slack, oldest=OLDEST + 1800)
        given = settings(tmp_path, one, lines(tmp_path / "out"), timing=SOON)
        slack.clock(advance=1000)
        collect_once(given)
        both, found = compared(given)
        assert list(both.missing(given.sinks[0].name)) == []
        assert found.never_read == 1800


def test_sinks_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with slack_in_thread(events=20) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"), SinkSetting("stdout"))
        _, found = compared(given)
        assert (found.sinks, found.not_readable) == (
            [given.sinks[0].name],
            [given.sinks[1].name],
        )


def test_with_none_that_can_be_read_it_is_a_mistake(tmp_path: Path) -> None:
    with slack_in_thread(events=20) as slack:
        given = collected(slack, tmp_path, SinkSetting("stdout"))
        with pytest.raises(Misconfigured, match="no sink can be read"):
            compared(given)


def test_a_file_that_is_finished_while_it_is_read_breaks_nothing(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, SinkSetting("ndjson", str(tmp_path / "out")))
        with collecting(given) as (made, _):
            (sink,) = made.sinks
            found = list(finished_amid(tmp_path / "out", sink))
        assert sorted(found) == published(slack)


def finished_amid(folder: Path, sink: object) -> Iterator[str]:
    """Read what a sink holds, and finish its growing file after the folder was listed."""
    from slack_ocsf_collector.sinks import ndjson

    assert isinstance(sink, ndjson.NdjsonSink)
    (growing,) = folder.glob("*.part")
    real = ndjson.held_lines

    def renamed(file: Path) -> Iterator[Held]:
        if growing.exists():
            growing.rename(folder / "events-20260921-000001.ndjson")
        return real(file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ndjson, "held_lines", renamed)
        for one in sink.held(Window(OLDEST, LATEST)):
            yield one.id


def config(slack: Thread, folder: Path, *sinks: str) -> Path:
    file = folder / "slack-ocsf.toml"
    text = f"""
    state = "{folder / "state"}"
    [timing]
    settle = 60
    reread = 120
    slow_reread = 300
    [[organization]]
    name = "acme"
    token = {{ variable = "SLACK_OCSF_TOKEN" }}
    oldest = {OLDEST}
    api_url = "{slack.url}"
    page_size = 60
    requests_per_minute = 50
    """
    file.write_text(text + "".join(f"[[sink]]\n{one}\n" for one in sinks))
    return file


def command(name: str, file: Path, *more: str, **variables: str) -> Run:
    stretch = () if name == "collect" else ("--from", str(OLDEST))
    return slack_ocsf(name, *stretch, *more, "--config", file, SLACK_OCSF_TOKEN=TOKEN, **variables)


def test_the_command_names_fills_and_ends_with_1_then_0(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        slack.clock(advance=1000)
        out = tmp_path / "out"
        file = config(slack, tmp_path, f'kind = "ndjson"\ntarget = "{out}"\nsize = 20000')
        assert command("collect", file, "--once").status == 0
        gone = without(out, 3)
        run = command("verify", file)
        assert run.status == 1, run.told
        assert sorted(one["missing"] for one in run.events if "missing" in one) == gone
        assert run.events[-1]["refilled"] == {f"events:ndjson:{out}": 3}
        again = command("verify", file)
        assert (again.status, again.events[-1]["differences"]) == (0, 0)
        assert sum(one.get("entries", 0) for one in again.events) == 150
        assert uids(out) == published(slack)


def test_an_emptied_folder_is_left_alone_unless_told_otherwise(tmp_path: Path) -> None:
    with slack_in_thread(events=60) as slack:
        slack.clock(advance=1000)
        full, empty = tmp_path / "full", tmp_path / "empty"
        sinks = [f'kind = "parquet"\ntarget = "{one}"' for one in (full, empty)]
        file = config(slack, tmp_path, *sinks)
        assert command("collect", file, "--once").status == 0
        for one in empty.rglob("*.parquet"):
            one.unlink()
        assert command("verify", file).status == 1
        assert lake_uids(empty) == []
        assert command("verify", file, "--refill", "always").status == 1
        assert lake_uids(empty) == lake_uids(full) == published(slack)


def test_told_never_it_fills_nothing(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        slack.clock(advance=1000)
        out = tmp_path / "out"
        file = config(slack, tmp_path, f'kind = "ndjson"\ntarget = "{out}"\nsize = 20000')
        command("collect", file, "--once")
        without(out, 3)
        assert command("verify", file, "--refill", "never").status == 1
        assert len(records(out)) == 147


def cut_and_verified(slack: Thread, folder: Path) -> tuple[Path, Path, bytes, Run]:
    """Collect, cut the growing file, and verify; return its settings, itself and what it was."""
    slack.clock(advance=1000)
    file = config(slack, folder, f'kind = "ndjson"\ntarget = "{folder / "out"}"')
    assert command("collect", file, "--once").status == 0
    (growing,) = (folder / "out").glob("*.part")
    whole = growing.read_bytes()
    growing.write_bytes(whole[: len(whole) // 2])
    return file, growing, whole, command("verify", file)


def test_a_damaged_file_is_told_however_often_and_what_it_lacks_is_named(tmp_path: Path) -> None:
    with slack_in_thread(events=60) as slack:
        file, _, _, first = cut_and_verified(slack, tmp_path)
        for run in (first, command("verify", file, "--refill", "always")):
            assert run.status == 16
            assert "Put it back" in run.told
            assert 20 < sum("missing" in one for one in run.events) < 40
            assert run.events[-1]["failing"] == [f"events:ndjson:{tmp_path / 'out'}"]


def test_for_a_damaged_file_nothing_is_queued_so_put_back_it_repeats_nothing(
    tmp_path: Path,
) -> None:
    with slack_in_thread(events=60) as slack:
        file, growing, whole, _ = cut_and_verified(slack, tmp_path)
        growing.write_bytes(whole)
        assert command("collect", file, "--once").status == 0
        assert uids(tmp_path / "out") == published(slack)
        assert command("verify", file).status == 0


@pytest.mark.parametrize("left", [0, 300], ids=["emptied", "cut"])
def test_a_lake_file_that_is_damaged_is_named_and_keeps_no_other_sink_from_its_verdict(
    tmp_path: Path, left: int
) -> None:
    with slack_in_thread(events=60) as slack:
        slack.clock(advance=1000)
        lake_folder, out = tmp_path / "lake", tmp_path / "out"
        sinks = [
            f'kind = "parquet"\ntarget = "{lake_folder}"',
            f'kind = "ndjson"\ntarget = "{out}"',
        ]
        file = config(slack, tmp_path, *sinks)
        assert command("collect", file, "--once").status == 0
        damaged = max(lake_folder.rglob("*.parquet"), key=lambda one: len(rows(one)))
        damaged.write_bytes(damaged.read_bytes()[:left])
        run = command("verify", file)
        assert (run.status, damaged.name in run.told) == (16, True)
        assert run.events[-1]["failing"] == [f"events:parquet:{lake_folder}"]
        assert run.events[-1]["compared"] == [f"events:ndjson:{out}"]
        damaged.unlink()
        assert command("verify", file).status == 1
        assert lake_uids(lake_folder) == published(slack)


def test_a_log_that_cannot_be_read_keeps_no_other_from_its_verdict(tmp_path: Path) -> None:
    with slack_in_thread(events=60) as good, slack_in_thread(events=60, seed=2) as bad:
        both_of = tuple(
            organization(one, name, page_size=20) for one, name in ((bad, "bad"), (good, "good"))
        )
        given = settings(tmp_path, both_of, lines(tmp_path / "out"), timing=SOON)
        for one in (good, bad):
            one.clock(advance=1000)
        collect_once(given)
        without(tmp_path / "out", 3)
        bad.fault("error=token_revoked")
        both, found = compared(given, fill=True)
        with closing(both):
            (sink,) = given.sinks
            assert [str(one) for one in found.failures] == ["bad/audit"]
            assert str(found.failures["bad/audit"]).startswith("bad/audit: /audit/v1/logs")
            assert list(both.surplus(sink.name)) == []
            assert {one.organization for one in both.hours()} == {"good"}
        filled = set(uids(tmp_path / "out"))
        assert filled >= {entry["id"] for entry in good.entries()}


@pytest.mark.parametrize("odd", [None, ["q"], "", True, 1.5])
def test_an_entry_whose_id_is_none_breaks_no_verdict_of_a_raw_sink(
    tmp_path: Path, odd: object
) -> None:
    raw = SinkSetting("ndjson", str(tmp_path / "raw"), "raw")
    with slack_in_thread(events=30) as slack:
        given = collected(slack, tmp_path, raw)
        (file,) = (tmp_path / "raw").glob("*.part")
        whole = file.read_bytes()
        strange = json.dumps({"id": odd, "date_create": OLDEST + 1, "action": "x"}).encode()
        file.rename(tmp_path / "raw" / "raw-20260921-000000.ndjson")
        file.write_bytes(whole)
        (tmp_path / "raw" / "raw-20260921-000000.ndjson").write_bytes(strange + b"\n")
        both, found = compared(given)
        with closing(both):
            assert found.failures == {}
            assert list(both.missing(raw.name)) == []


def test_a_finished_file_that_was_compressed_counts_as_gone(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        file = min((tmp_path / "out").glob("*.ndjson"))
        gone = sorted(
            json.loads(line)["metadata"]["uid"] for line in file.read_bytes().splitlines()
        )
        file.with_suffix(".ndjson.gz").write_bytes(b"\x1f\x8b compressed")
        file.unlink()
        assert missing(given) == {"ndjson": gone}


def test_a_line_that_is_no_event_is_told_with_its_place_and_the_fix(tmp_path: Path) -> None:
    with slack_in_thread(events=150) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        file = min((tmp_path / "out").glob("*.ndjson"))
        file.write_bytes(b"garbage\n" + file.read_bytes())
        both, found = compared(given)
        both.close()
        (failure,) = found.failures.values()
        assert str(failure).startswith(f"{file}:1: no event")
        assert "move it away" in str(failure)


def test_a_sink_that_is_no_folder_is_told_as_failing(tmp_path: Path) -> None:
    with slack_in_thread(events=60) as slack:
        given = collected(slack, tmp_path, lines(tmp_path / "out"))
        for file in (tmp_path / "out").iterdir():
            file.unlink()
        (tmp_path / "out").rmdir()
        (tmp_path / "out").write_text("in the way")
        both, found = compared(given)
        with closing(both):
            assert list(found.failures) == [given.sinks[0].name]
            assert found.sinks == []


def test_what_only_waits_for_a_sink_is_told_and_no_success(tmp_path: Path) -> None:
    with slack_in_thread(events=60) as slack:
        slack.clock(advance=1000)
        out = tmp_path / "out"
        file = config(slack, tmp_path, f'kind = "ndjson"\ntarget = "{out}"')
        out.write_text("in the way")
        assert command("collect", file, "--once").status == 16
        out.unlink()
        run = command("verify", file, "--refill", "never")
        assert (run.status, run.events[-1]["waiting"]) == (1, {f"events:ndjson:{out}": 60})
        assert command("verify", file).events[-1]["waiting"] == {f"events:ndjson:{out}": 60}
        assert command("verify", file).status == 0
        assert uids(out) == published(slack)


def test_what_was_never_read_is_no_success(tmp_path: Path) -> None:
    with slack_in_thread(events=60) as slack:
        slack.clock(advance=1000)
        file = config(slack, tmp_path, f'kind = "ndjson"\ntarget = "{tmp_path / "out"}"')
        assert command("collect", file, "--once").status == 0
        run = slack_ocsf(
            "verify", "--from", str(OLDEST - 10), "--config", file, SLACK_OCSF_TOKEN=TOKEN
        )
        assert (run.status, run.events[-1]["never_read_seconds"]) == (1, 10)


@pytest.mark.parametrize("name", ["verify", "replay"])
def test_a_state_that_is_not_there_is_told_and_not_made(tmp_path: Path, name: str) -> None:
    stretch = ("--from", "7d") if name == "verify" else ()
    state = tmp_path / "sate"
    run = slack_ocsf(name, *stretch, "--state", state, SLACK_OCSF_TOKEN=TOKEN)
    assert (run.status, "has no state" in run.told) == (17, True)
    assert not state.exists()


def test_a_bucket_is_compared_and_filled(tmp_path: Path) -> None:
    import obstore
    from obstore.store import S3Store

    with served() as address, slack_in_thread(events=60) as slack:
        slack.clock(advance=1000)
        target = bucket(address, "lake")
        file = config(slack, tmp_path, f'kind = "parquet"\ntarget = "{target}"')
        variables = environment(address)
        assert command("collect", file, "--once", **variables).status == 0
        store = S3Store(
            "lake",
            access_key_id="testing",
            secret_access_key="testing-secret",  # noqa: S106 - opens nothing
            endpoint=address,
            region="us-east-1",
            client_options={"allow_http": True},
        )
        keys = [one["path"] for some in obstore.list(store) for one in some]
        store.delete(min(keys))
        first = command("verify", file, **variables)
        assert first.status == 1, first.told
        assert sum("missing" in one for one in first.events) > 0
        assert command("verify", file, **variables).status == 0
