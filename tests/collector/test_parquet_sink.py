"""The sink of a Parquet lake: each event once, whatever ends in between, in a folder and on S3."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import duckdb
import pytest
from lake_reading import files, in_order, lake_events
from moto_s3 import bucket, environment, served
from sink_batches import batch, records, uids, waiting

import slack_ocsf
import slack_ocsf_1_3_0
from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.lake.places import Folder, NotKept, Place
from slack_ocsf_collector.settings.settings import SecretSource, SinkSetting
from slack_ocsf_collector.sinks.make import make_sink
from slack_ocsf_collector.sinks.parquet import ParquetSink
from slack_ocsf_collector.sinks.sink import Waiting

EVENTS = records(3, 400)


def no_secret(_source: SecretSource) -> str:
    raise AssertionError("a lake reads no secret")


def sink(
    target: object, package: ModuleType = slack_ocsf, **options: str | int | bool
) -> ParquetSink:
    setting = SinkSetting("parquet", str(target), options=options)
    made = make_sink(setting, package=package, read_secret=no_secret)
    assert isinstance(made, ParquetSink)
    return made


class Dying:
    """A place that ends the run after so many objects, as a crash does."""

    def __init__(self, place: Place, objects: int) -> None:
        self._place = place
        self._left = objects

    def put_once(self, key: str, body: bytes) -> bool:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1
        return self._place.put_once(key, body)


def crash_after(objects: int, target: object) -> None:
    """Deliver the batch of EVENTS until a crash."""
    dying = sink(target)
    dying._lake = dying._lake._replace(place=Dying(dying._lake.place, objects))
    with pytest.raises(KeyboardInterrupt):
        dying.deliver(batch(EVENTS))


# --- each event once


def test_batch_becomes_the_events_that_it_holds(tmp_path: Path) -> None:
    one = batch(EVENTS)
    assert sink(tmp_path).deliver(one) == one.name
    assert uids_of(tmp_path) == uids(EVENTS)


def uids_of(lake: Path) -> list[str]:
    return sorted(event["metadata"]["uid"] for event in lake_events(lake))


def test_keys_follow_from_the_batch(tmp_path: Path) -> None:
    one = batch(EVENTS)
    sink(tmp_path).deliver(one)
    assert {path.name for path in files(tmp_path)} == {f"{one.name}.parquet"}
    assert {path.parts[-3] for path in files(tmp_path)} == {"accountId=external_E0ACME"}


def test_team_that_would_lead_elsewhere_is_no_part_of_a_key(tmp_path: Path) -> None:
    sink(tmp_path).deliver(batch(EVENTS[:1], team="../../x"))
    (path,) = files(tmp_path)
    assert "accountId=external_slack" in path.parts


def test_batch_delivered_again_changes_nothing(tmp_path: Path) -> None:
    sink(tmp_path).deliver(batch(EVENTS))
    before = [(path, path.stat().st_ino) for path in files(tmp_path)]
    sink(tmp_path).deliver(batch(EVENTS))
    assert [(path, path.stat().st_ino) for path in files(tmp_path)] == before


@pytest.mark.parametrize("objects", [0, 1, 5])
def test_crash_between_objects_loses_and_repeats_nothing(objects: int, tmp_path: Path) -> None:
    crash_after(objects, tmp_path)
    assert len(files(tmp_path)) == objects
    sink(tmp_path).deliver(batch(EVENTS))
    assert uids_of(tmp_path) == uids(EVENTS)


def test_kill_at_any_instant_loses_and_repeats_nothing(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "import test_parquet_sink as t\n"
        "made = t.sink(sys.argv[1])\n"
        "print(flush=True)\n"
        "made.deliver(t.batch(t.EVENTS))\n"
    )
    for objects in (1, 5):
        process = subprocess.Popen(
            [sys.executable, "-c", program, tmp_path, str(Path(__file__).parent)],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        while process.poll() is None and len(complete(tmp_path)) < objects:
            time.sleep(0.0005)
        process.kill()
        process.wait()
        process.stdout.close()
    sink(tmp_path).deliver(batch(EVENTS))
    found = duckdb.sql(f"SELECT metadata.uid FROM '{tmp_path}/ext/**/*.parquet'")  # noqa: S608
    assert sorted(uid for (uid,) in found.fetchall()) == uids(EVENTS)


def complete(lake: Path) -> list[Path]:
    return list(lake.glob("ext/*/*/*/*/*.parquet"))


def test_event_of_another_mapping_fails_the_batch_with_its_place(tmp_path: Path) -> None:
    strange = EVENTS[0].replace(b'"time":', b'"starship":"x","time":')
    with pytest.raises(SinkFailed, match="starship has no column"):
        sink(tmp_path).deliver(batch([strange]))


# --- when


@pytest.mark.parametrize(
    ("held", "is_due"),
    [
        (waiting(0, is_last=True), False),
        (waiting(1), False),
        (waiting(1, is_last=True), True),
        (waiting(99, size=999, age=9.9), False),
        (waiting(100), True),
        (waiting(1, size=1000), True),
        (waiting(1, age=10), True),
    ],
)
def test_files_wait_until_they_are_worth_it(held: Waiting, *, is_due: bool, tmp_path: Path) -> None:
    assert sink(tmp_path, records=100, size=1000, age=10).is_due(held) is is_due


# --- a folder


def test_folder_keeps_what_it_has(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    assert place.put_once("a/b", b"first") is True
    assert place.put_once("a/b", b"second") is False
    assert (tmp_path / "a" / "b").read_bytes() == b"first"


@pytest.mark.parametrize("is_there", [False, True])
def test_what_a_killed_try_left_is_removed_and_that_of_others_is_not(
    tmp_path: Path, *, is_there: bool
) -> None:
    place = Folder(tmp_path)
    place.put_once("a/other", b"x")
    left, others = tmp_path / "a" / ".b.0f0f0f0f.part", tmp_path / "a" / ".c.0f0f0f0f.part"
    for file in (left, others):
        file.write_bytes(b"hal")
    if is_there:
        (tmp_path / "a" / "b").write_bytes(b"whole")
    place.put_once("a/b", b"whole")
    assert (left.exists(), others.exists()) == (False, True)


def test_file_and_its_folders_are_on_the_disk_before_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    real = os.fsync
    monkeypatch.setattr(
        os,
        "fsync",
        lambda fd: (synced.append(str(Path(f"/proc/self/fd/{fd}").readlink())), real(fd)),
    )
    Folder(tmp_path).put_once("a/b", b"x")
    assert synced[0] == str(tmp_path)
    assert synced[1].startswith(f"{tmp_path}/a/.b.")
    assert synced[2:] == [f"{tmp_path}/a"]


def test_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(NotKept, match=f"{tmp_path}/a"):
        Folder(tmp_path).put_once("a/b", b"x")


# --- S3


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def address(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in environment(s3).items():
        monkeypatch.setenv(name, value)
    return s3


def fetched(url: str, folder: Path) -> Path:
    """Copy what is under a URL into a folder."""
    import obstore
    from obstore.store import from_url

    store = from_url(url)
    for listed in obstore.list(store).collect():
        path = folder / listed["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(obstore.get(store, listed["path"]).bytes())
    return folder


def test_s3_and_a_folder_get_the_same_objects(address: str, tmp_path: Path) -> None:
    url = bucket(address, "same") + "/some/prefix"
    sink(url).deliver(batch(EVENTS))
    sink(tmp_path / "folder").deliver(batch(EVENTS))
    there, here = fetched(url, tmp_path / "s3"), tmp_path / "folder"
    assert [path.relative_to(there) for path in files(there)] == [
        path.relative_to(here) for path in files(here)
    ]
    assert in_order(lake_events(there)) == in_order(lake_events(here))


def test_crash_between_objects_on_s3_loses_and_repeats_nothing(
    address: str, tmp_path: Path
) -> None:
    url = bucket(address, "crash")
    crash_after(3, url)
    sink(url).deliver(batch(EVENTS))
    sink(url).deliver(batch(EVENTS))
    lake = fetched(url, tmp_path)
    found = duckdb.sql(f"SELECT metadata.uid FROM '{lake}/ext/**/*.parquet'")  # noqa: S608
    assert sorted(uid for (uid,) in found.fetchall()) == uids(EVENTS)


def test_object_that_is_there_is_not_written_again(address: str) -> None:
    place = sink(bucket(address, "once"))._lake.place
    assert place.put_once("a/b=1/c", b"first") is True
    assert place.put_once("a/b=1/c", b"second") is False


def test_bucket_that_is_not_there_fails_in_one_line_without_secrets(address: str) -> None:
    assert address
    with pytest.raises(SinkFailed) as caught:
        sink("s3://nobody").deliver(batch(EVENTS[:1]))
    assert str(caught.value) == "s3://nobody: there is no such bucket or container"


def test_store_that_is_down_fails_soon_in_one_line_without_secrets(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert address
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(SinkFailed, match="after 2 retries") as caught:
        sink("s3://down").deliver(batch(EVENTS[:1]))
    assert "testing" not in str(caught.value)
    assert "\n" not in str(caught.value)


# --- settings


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"colour": "red"}, "no option is called colour"),
        ({"records": 0}, "records is 0, not above 0"),
        ({"age": "soon"}, "age is 'soon', not int"),
        ({"for": "gcp"}, "for is 'gcp'"),
        ({"region": "a/b"}, "region 'a/b' is no name of a partition"),
    ],
)
def test_option_that_cannot_be_used_is_told(
    options: dict[str, str | int | bool], told: str, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured, match=told):
        sink(tmp_path, **options)


def test_security_lake_takes_ocsf_1_3_with_a_region(tmp_path: Path) -> None:
    sink(tmp_path, slack_ocsf_1_3_0, **{"for": "aws", "region": "eu-west-1"})


def test_security_lake_takes_no_later_ocsf(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"OCSF up to 1\.3, and events are OCSF 1\.5\.0"):
        sink(tmp_path, **{"for": "aws", "region": "eu-west-1"})


def test_security_lake_needs_a_region(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="needs a region"):
        sink(tmp_path, slack_ocsf_1_3_0, **{"for": "aws"})


def test_lake_takes_no_untouched_entries() -> None:
    setting = SinkSetting("parquet", "x", carries="raw")
    with pytest.raises(Misconfigured, match="takes events"):
        make_sink(setting, package=slack_ocsf, read_secret=no_secret)


@pytest.mark.parametrize("url", ["gs://bucket/p", "az://container/p", "memory:///"])
def test_other_stores_have_urls_too(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "acme")
    assert sink(url).setting.target == url
