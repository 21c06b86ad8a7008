"""Files of JSON lines: what was delivered is never cut, covered or written twice."""

from pathlib import Path

import orjson
import pytest

from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.settings.settings import SinkSetting
from slack_ocsf_collector.sinks.ndjson import NdjsonSink
from slack_ocsf_collector.sinks.sink import Batch

GROWING = "events-000001.ndjson.part"


def sink(folder: Path, *days: str, size: int = 10**6) -> NdjsonSink:
    """Return a sink that sees these days, one a look, and the last for ever."""
    left = list(days or ("20261125",))
    setting = SinkSetting("ndjson", str(folder))
    return NdjsonSink(setting, size, lambda: left.pop(0) if len(left) > 1 else left[0])


def batch(*uids: str) -> Batch:
    records = tuple(orjson.dumps({"uid": uid}) for uid in uids)
    return Batch("0" * 32, "acme", "audit", "E1", records)


def held(folder: Path) -> list[str]:
    files = sorted(folder.iterdir(), key=lambda file: file.name.split("-")[-1])
    return [orjson.loads(line)["uid"] for file in files for line in file.read_bytes().splitlines()]


def delivered(folder: Path, *uids: str) -> str:
    """Deliver to a new folder; return the position."""
    fresh = sink(folder)
    fresh.open("")
    reached = fresh.deliver(batch(*uids))
    fresh.close()
    return reached


def test_what_was_not_committed_is_cut_back(tmp_path: Path) -> None:
    position = delivered(tmp_path, "a")
    with (tmp_path / GROWING).open("ab") as file:
        file.write(b'{"uid":"half')
    again = sink(tmp_path)
    again.open(position)
    again.deliver(batch("b"))
    assert held(tmp_path) == ["a", "b"]


def test_what_was_written_before_the_first_commit_is_cut_back(tmp_path: Path) -> None:
    first = sink(tmp_path)
    position = first.open("")
    first.deliver(batch("a"))
    first.close()
    again = sink(tmp_path)
    again.open(position)
    again.deliver(batch("a"))
    assert held(tmp_path) == ["a"]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:3])


def replaced(file: Path) -> None:
    kept = file.read_bytes()
    file.rename(file.with_suffix(".old"))
    file.write_bytes(kept)


DAMAGES = {
    cut: "has 3 bytes, and 24 were delivered",
    Path.unlink: "is gone",
    replaced: "is no longer the file that was opened",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=["cut", "gone", "replaced"])
def test_damage_to_the_growing_file_is_seen_before_the_next_line(
    tmp_path: Path, damage: object
) -> None:
    running = sink(tmp_path)
    running.open("")
    running.deliver(batch("a", "b"))
    assert callable(damage)
    damage(tmp_path / GROWING)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(SinkFailed, match=DAMAGES[damage]):
        running.deliver(batch("c"))
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_an_empty_file_that_somebody_removed_takes_no_line_with_it(tmp_path: Path) -> None:
    running = sink(tmp_path)
    position = running.open("")
    (tmp_path / GROWING).unlink()
    with pytest.raises(SinkFailed, match="is gone"):
        running.deliver(batch("a"))
    running.open(position)
    running.deliver(batch("a"))
    assert held(tmp_path) == ["a"]


@pytest.mark.parametrize("damage", [cut, Path.unlink], ids=["cut", "gone"])
def test_damage_to_the_growing_file_is_seen_at_the_start_and_changes_nothing(
    tmp_path: Path, damage: object
) -> None:
    position = delivered(tmp_path, "a", "b")
    assert callable(damage)
    damage(tmp_path / GROWING)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    for step in (sink(tmp_path).open, sink(tmp_path).prove):
        with pytest.raises(SinkFailed, match="Put it back"):
            step(position)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_put_back_it_goes_on(tmp_path: Path) -> None:
    position = delivered(tmp_path, "a", "b")
    (tmp_path / GROWING).rename(tmp_path / "aside")
    with pytest.raises(SinkFailed):
        sink(tmp_path).open(position)
    (tmp_path / "aside").rename(tmp_path / GROWING)
    again = sink(tmp_path)
    again.open(position)
    again.deliver(batch("c"))
    assert held(tmp_path) == ["a", "b", "c"]


def test_a_new_state_leaves_the_growing_file_of_another_one_alone(tmp_path: Path) -> None:
    delivered(tmp_path, "a")
    with pytest.raises(SinkFailed, match="by the collector of another state"):
        sink(tmp_path).open("")
    assert held(tmp_path) == ["a"]


def test_a_new_state_begins_behind_the_finished_files_of_another_one(tmp_path: Path) -> None:
    (tmp_path / "events-20261125-000007.ndjson").write_bytes(b'{"uid":"a"}\n')
    (tmp_path / "events-20261125-000006.ndjson.gz").write_bytes(b"")
    new = sink(tmp_path, "20261125", "20261126")
    new.open("")
    new.deliver(batch("b"))
    new.deliver(batch("c"))
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "events-000009.ndjson.part",
        "events-20261125-000006.ndjson.gz",
        "events-20261125-000007.ndjson",
        "events-20261125-000008.ndjson",
    ]


def test_a_finished_file_is_never_covered_by_another_one(tmp_path: Path) -> None:
    there = tmp_path / "events-20261125-000001.ndjson"
    running = sink(tmp_path, size=1)
    running.open("")
    running.deliver(batch("a"))
    there.write_bytes(b'{"uid":"not ours"}\n')
    with pytest.raises(SinkFailed, match="is there already"):
        running.deliver(batch("b"))
    assert there.read_bytes() == b'{"uid":"not ours"}\n'
    there.unlink()
    running.deliver(batch("b"))
    assert held(tmp_path) == ["a", "b"]


def test_proving_makes_and_changes_nothing(tmp_path: Path) -> None:
    sink(tmp_path / "out").prove("")
    assert list(tmp_path.iterdir()) == []
