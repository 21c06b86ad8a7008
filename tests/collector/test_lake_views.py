"""The views of docs/views.sql over a lake that `slack-ocsf map` wrote."""

from collections import Counter
from pathlib import Path

import duckdb
import pytest
from lake_reading import Event, event_of, in_order
from map_runs import entry, json_lines, slack_ocsf

from slack_ocsf.columns import COLUMNS
from slack_ocsf_collector.entries import entries

DOCS = Path(__file__).parents[2] / "docs"
GIVEN = json_lines(list(entries(11, 1500)))


def connected(lake: Path, script: str = "views.sql") -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"SET VARIABLE lake = '{lake}'")
    connection.execute((DOCS / script).read_text())
    return connection


def written(folder: Path, given: bytes, *arguments: str) -> list[Event]:
    """Write a lake, and return the events that it holds."""
    run = slack_ocsf("map", "--to", folder, "--format", "parquet", *arguments, given=given)
    assert run.status == 0, run.told
    return slack_ocsf("map", *arguments, given=given).events


@pytest.fixture(scope="module")
def realistic(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Event]]:
    folder = tmp_path_factory.mktemp("lake")
    return folder, written(folder, GIVEN)


def test_view_of_each_class_has_its_events(realistic: tuple[Path, list[Event]]) -> None:
    lake, events = realistic
    connection = connected(lake)
    for name in _class_views(connection):
        query = f"SELECT * EXCLUDE (accountId, eventDay, region) FROM {name}"  # noqa: S608 - ours
        rows = connection.sql(query).to_arrow_table().to_pylist()
        uid = int(_uid(name))
        assert in_order(map(event_of, rows)) == in_order(
            event for event in events if event["class_uid"] == uid
        )


def _class_views(connection: duckdb.DuckDBPyConnection) -> list[str]:
    query = "SELECT view_name FROM duckdb_views() WHERE view_name LIKE 'slack_ocsf_%'"
    names = {name for (name,) in connection.execute(query).fetchall()}
    return sorted(names - {"slack_ocsf_files", "slack_ocsf_events"})


def _uid(view: str) -> str:
    script = (DOCS / "views.sql").read_text()
    body = script.partition(f"VIEW {view} AS")[2]
    return body.partition("/slack_")[2].partition("/")[0]


def test_every_class_has_a_view(realistic: tuple[Path, list[Event]]) -> None:
    views = _class_views(connected(realistic[0]))
    assert sorted(int(_uid(name)) for name in views) == sorted(COLUMNS)


def test_view_of_all_counts_each_event_once(realistic: tuple[Path, list[Event]]) -> None:
    lake, events = realistic
    rows = (
        connected(lake)
        .execute("SELECT class, count(*) FROM slack_ocsf_events GROUP BY 1")
        .fetchall()
    )
    assert dict(rows) == Counter(event["class_name"] for event in events)


def test_view_of_all_tells_who_did_what_from_where(tmp_path: Path) -> None:
    written(tmp_path, json_lines([entry(1)]))
    columns = "epoch_ms(time), action, activity, actor_uid, ip, message, uid, day"
    (row,) = connected(tmp_path).execute(f"SELECT {columns} FROM slack_ocsf_events").fetchall()  # noqa: S608 - ours
    assert row == (
        1789981323000,
        "user_login",
        "Logon",
        "W0IDUNLI5",
        "203.0.113.77",
        "Ida Lindqvist (W0IDUNLI5) user_login from 203.0.113.77",
        "entry-1",
        "20260921",
    )


def test_address_is_found_where_a_class_has_it_at_the_device(tmp_path: Path) -> None:
    (event,) = written(tmp_path, json_lines([entry(1, action="app_installed")]))
    assert "device" in event
    rows = connected(tmp_path).execute("SELECT ip FROM slack_ocsf_events").fetchall()
    assert rows == [("203.0.113.77",)]


def test_unmapped_can_be_asked_as_json(tmp_path: Path) -> None:
    written(tmp_path, json_lines([entry(1)]))
    query = "SELECT unmapped->>'$.details.scopes[1]' FROM slack_ocsf_authentication"
    assert connected(tmp_path).execute(query).fetchall() == [("b",)]


def test_views_work_on_a_lake_of_one_class(tmp_path: Path) -> None:
    written(tmp_path, json_lines([entry(1)]))
    connection = connected(tmp_path)
    assert connection.execute("FROM slack_ocsf_file_hosting").fetchall() == []
    assert len(connection.execute("FROM slack_ocsf_authentication").fetchall()) == 1


def test_view_of_a_class_reads_only_its_files(realistic: tuple[Path, list[Event]]) -> None:
    query = "EXPLAIN ANALYZE SELECT time FROM slack_ocsf_authentication"
    plan = connected(realistic[0]).execute(query).fetchall()[0][1]
    assert "slack_3002/" in plan
    assert "slack_6003/" not in plan


def test_views_of_ocsf_1_3_0_have_its_events(tmp_path: Path) -> None:
    events = written(tmp_path, GIVEN, "--ocsf", "1.3.0")
    connection = connected(tmp_path, "views_1_3_0.sql")
    (count,) = connection.execute("SELECT count(*) FROM slack_ocsf_1_3_0_events").fetchall()
    assert count == (len(events),)
