"""`slack-ocsf map --to`: a lake of files that hold the same events as JSON lines."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from lake_reading import events_of, files, in_order, lake_events, leaf_types
from map_runs import PLAIN, Run, entry, json_lines, slack_ocsf
from peaks import NEEDS_PROC, peak_of

from slack_ocsf.columns import COLUMNS
from slack_ocsf_collector.entries import entries
from slack_ocsf_collector.lake.schema import arrow_schema

REALISTIC = json_lines(list(entries(5, 800)))


def to_lake(folder: Path, *arguments: str, given: bytes = REALISTIC) -> Run:
    return slack_ocsf("map", "--to", str(folder), "--format", "parquet", *arguments, given=given)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lake")
    assert to_lake(folder).status == 0
    return folder


def test_lake_holds_the_events_of_json_lines(lake: Path) -> None:
    assert lake_events(lake) == in_order(slack_ocsf("map", given=REALISTIC).events)


def test_each_file_is_of_one_class_and_day_and_stands_where_they_say(lake: Path) -> None:
    for path in files(lake):
        _, source, region, account, day, _ = path.relative_to(lake).parts
        events = events_of(path)
        (uid,) = {event["class_uid"] for event in events}
        assert (source, region, account) == (
            f"slack_{uid}",
            "region=global",
            "accountId=external_slack",
        )
        days = {event["time"] // 86_400_000 for event in events}
        assert len(days) == 1
        assert day.startswith("eventDay=20")


def test_days_are_those_of_utc(tmp_path: Path) -> None:
    midnight = 1789948800
    given = json_lines([entry(n, date_create=midnight + n) for n in (-1, 0)])
    assert to_lake(tmp_path, given=given).status == 0
    days = [path.parent.name for path in files(tmp_path)]
    assert days == ["eventDay=20260920", "eventDay=20260921"]


def test_rows_are_sorted_by_time(tmp_path: Path) -> None:
    given = json_lines([entry(n) for n in (5, 3, 9, 1)])
    assert to_lake(tmp_path, given=given).status == 0
    (path,) = files(tmp_path)
    times = [event["time"] for event in events_of(path)]
    assert times == sorted(times)
    assert pq.ParquetFile(path).metadata.row_group(0).sorting_columns[0].column_index == [
        column.path for column in _columns(path)
    ].index("time")


def test_files_are_zstd_throughout(lake: Path) -> None:
    for path in files(lake):
        group = pq.ParquetFile(path).metadata.row_group(0)
        used = {group.column(place).compression for place in range(group.num_columns)}
        assert used == {"ZSTD"}


def test_columns_of_files_have_the_types_that_they_are_generated_with(lake: Path) -> None:
    """Parquet's own types tell all of it: no schema of Arrow's is kept beside them."""
    for path in files(lake):
        file = pq.ParquetFile(path)
        (uid,) = set(file.read(columns=["class_uid"])["class_uid"].to_pylist())
        assert leaf_types(file.schema_arrow) == leaf_types(arrow_schema(COLUMNS[uid]))
        assert file.metadata.metadata is None


def test_dictionaries_are_of_texts_that_come_again_in_files_of_many_rows(tmp_path: Path) -> None:
    for count in (1, 200):
        folder = tmp_path / str(count)
        given = json_lines([entry(n) for n in range(count)])
        assert to_lake(folder, given=given).status == 0
        (path,) = files(folder)
        group = pq.ParquetFile(path).metadata.row_group(0)
        columns = [group.column(place) for place in range(group.num_columns)]
        held = {one.path_in_schema for one in columns if one.has_dictionary_page}
        assert ("actor.user.uid" in held) is (count == 200)
        assert not held & {"class_uid", "class_name", "metadata.uid", "time", "unmapped"}


def test_pages_hold_about_a_mebibyte_at_most(tmp_path: Path) -> None:
    given = json_lines([entry(n, details={"text": f"{n}" * 6000}) for n in range(700)])
    assert to_lake(tmp_path, given=given).status == 0
    (path,) = files(tmp_path)
    sizes = _page_sizes(path, "unmapped")
    assert len(sizes) > 3
    assert max(sizes) < 1.5 * 1024 * 1024


def _page_sizes(path: Path, column: str) -> list[int]:
    """Return the sizes of the pages of a column before they were compressed.

    A page's header is Thrift's compact form: field 1 is its type, field 2 that size, both zigzag.
    """
    group = pq.ParquetFile(path).metadata.row_group(0)
    chunks = (group.column(place) for place in range(group.num_columns))
    (chunk,) = (one for one in chunks if one.path_in_schema == column)
    text = path.read_bytes()
    at, end = chunk.data_page_offset, chunk.data_page_offset + chunk.total_compressed_size
    sizes = []
    while at < end:
        numbers = []
        place = at
        for _ in range(3):
            assert text[place] == 0x15  # the next field, an i32
            number, place = _varint(text, place + 1)
            numbers.append(number >> 1)
        sizes.append(numbers[1])
        body = text.index(b"\x28\xb5\x2f\xfd", place)  # the magic number of zstd
        at = body + numbers[2]
    return sizes


def _varint(text: bytes, place: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = text[place]
        number |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return number, place


def _columns(path: Path) -> list[pq.ColumnSchema]:
    schema = pq.ParquetFile(path).schema
    return [schema.column(place) for place in range(len(schema))]


def test_same_run_again_adds_and_changes_nothing(lake: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files(lake)}
    assert to_lake(lake).status == 0
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files(lake)} == before


def test_other_events_go_beside_those_that_are_there(tmp_path: Path) -> None:
    for number in (1, 2):
        assert to_lake(tmp_path, given=json_lines([entry(number)])).status == 0
    assert [event["metadata"]["uid"] for event in lake_events(tmp_path)] == ["entry-1", "entry-2"]


def test_region_and_account_are_partitions(tmp_path: Path) -> None:
    arguments = ("--region", "eu-west-1", "--account", "external_E1")
    assert to_lake(tmp_path, *arguments, given=json_lines([entry()])).status == 0
    (path,) = files(tmp_path)
    assert "region=eu-west-1/accountId=external_E1/" in path.as_posix()


def test_partition_that_would_lead_elsewhere_is_refused(tmp_path: Path) -> None:
    run = to_lake(tmp_path / "lake", "--account", "../../etc")
    assert (run.status, files(tmp_path)) == (2, [])
    assert "account '../../etc' is no name of a partition" in run.told


def test_ocsf_1_3_0_becomes_a_lake_too(tmp_path: Path) -> None:
    assert to_lake(tmp_path, "--ocsf", "1.3.0").status == 0
    assert lake_events(tmp_path) == in_order(
        slack_ocsf("map", "--ocsf", "1.3.0", given=REALISTIC).events
    )


def test_raw_data_is_kept(tmp_path: Path) -> None:
    given = json_lines([entry(1), entry(2)])
    assert to_lake(tmp_path, "--raw-data", given=given).status == 0
    kept = [event["raw_data"].encode() for event in lake_events(tmp_path)]
    assert kept == given.splitlines()


def test_rejects_are_told_as_ever(tmp_path: Path) -> None:
    given = json_lines([entry(1), {"action": "user_login"}])
    run = to_lake(tmp_path, "--json", given=given)
    assert (run.status, run.summary["rejects"], len(lake_events(tmp_path))) == (1, 1, 1)


def test_nothing_unfinished_is_left(lake: Path) -> None:
    assert {path.suffix for path in files(lake)} == {".parquet"}


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    run = to_lake(tmp_path / "file")
    assert run.status == 3
    assert f"error: {tmp_path}/file" in run.told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--to", "x"], "--format parquet and --to go together"),
        (["--format", "parquet"], "--format parquet and --to go together"),
        (["--to", "x", "--format", "parquet", "-o", "y"], "--output and --to are both given"),
        (["--to", "ftp://x", "--format", "parquet"], "ftp:// is no place for a lake"),
        (["--to", "s3://key:secret@b", "--format", "parquet"], "belong in the environment"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: list[str], told: str) -> None:
    run = slack_ocsf("map", *arguments, given=b"")
    assert run.status == 2
    assert told in run.told
    assert "secret@" not in run.told


def test_what_is_not_installed_is_told_with_its_remedy(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from slack_ocsf_collector.command import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "map", "--to", tmp_path, "--format", "parquet"],
        input=b"",
        capture_output=True,
        check=False,
        env=PLAIN,
    )
    assert run.returncode == 2
    assert b"pip install 'slack-ocsf[lake]'" in run.stderr


def test_mapping_to_lines_imports_nothing_of_the_lake() -> None:
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "from slack_ocsf_collector.command import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "map", "-q"],
        input=json.dumps(entry()).encode(),
        capture_output=True,
        check=True,
        env=PLAIN,
    )
    loaded = set(run.stderr.decode().split())
    assert not loaded & {"pyarrow", "arro3.io", "obstore", "slack_ocsf.columns"}


@NEEDS_PROC
def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    little, much = (_peak(tmp_path, count) for count in (1000, 10_000))
    assert much - little < 24 * 1024, (little, much)  # of 60 MiB


def _peak(folder: Path, count: int) -> int:
    """Return the most memory, in KiB, of a run on entries of 6 KiB that writes 2 MiB at once."""
    source = folder / "entries"
    source.write_bytes(json_lines([entry(1, details={"text": "x" * 6000})]) * count)
    before = "import slack_ocsf_collector.lake.files as files; files._ENOUGH = 2 << 20"
    to = ("--to", folder / "lake", "--format", "parquet")
    return peak_of("map", "-q", *to, source, before=before)
