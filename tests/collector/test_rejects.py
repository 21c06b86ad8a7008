"""Entries of which no event can be made wait in the state, and come out by replay."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from collecting import TELL_TOKEN, Told, collect_once, collecting, records, settings, uids
from map_runs import entry
from slack_clients import NOW, Answers, TestClock, sent, told_slack

from slack_ocsf_collector.collect import replaying
from slack_ocsf_collector.collect.assembly import parts
from slack_ocsf_collector.collect.replaying import Replayed, replay
from slack_ocsf_collector.element import Element
from slack_ocsf_collector.settings.settings import Organization, Settings
from slack_ocsf_collector.state import dead_letters, ledger
from slack_ocsf_collector.state.database import open_state


def log_of(entries: list[dict[str, Any]]) -> Answers:
    """Answer with what of the entries lies within the bounds of the request; some have no date."""

    def answer(request: bytes) -> Iterable[bytes]:
        query = parse_qs(urlsplit(request.split()[1].decode()).query)
        if "oldest" not in query:
            return [sent({"entries": []})]
        oldest, latest = int(query["oldest"][0]), int(query["latest"][0])
        there = [one for one in entries if oldest <= one.get("date_create", latest) <= latest]
        there.sort(key=lambda one: -one.get("date_create", latest))
        return [sent({"entries": there})]

    return answer


@contextmanager
def log(folder: Path, *entries: dict[str, Any]) -> Iterator[Settings]:
    """Serve entries, and give settings to collect them."""
    with told_slack(log_of([*entries])) as slack:
        one = Organization("acme", TELL_TOKEN, api_url=slack.url, oldest=NOW - 3000)
        yield settings(folder, one)


def good(number: int) -> dict[str, Any]:
    return entry(number, date_create=NOW - 2000 + number)


def bad(number: int, **members: object) -> dict[str, Any]:
    return entry(number, date_create=NOW - 2000 + number, action=None, **members)


def letters(given: Settings) -> list[dead_letters.DeadLetter]:
    with closing(open_state(given.state)) as state:
        return [letter for _, _, letter in dead_letters.every(state)]


def test_a_reject_waits_and_the_others_of_its_page_are_delivered(tmp_path: Path) -> None:
    with log(tmp_path, good(1), bad(2), good(3)) as given:
        told = collect_once(given)
        assert uids(tmp_path / "out") == ["entry-1", "entry-3"]
        (letter,) = letters(given)
        assert (letter.id, letter.path) == ("entry-2", "action")
        assert orjson.loads(letter.raw) == bad(2)
        assert sum(page.rejects for page in told.pages) == 1


def test_a_reject_that_is_read_again_waits_once(tmp_path: Path) -> None:
    with log(tmp_path, bad(1), bad(2, id=None)) as given:
        for _ in range(3):
            collect_once(given)
        assert len(letters(given)) == 2


def test_a_reject_without_a_date_waits_once(tmp_path: Path) -> None:
    undated = {name: value for name, value in good(1).items() if name != "date_create"}
    with log(tmp_path, undated, good(2)) as given:
        told = Told()
        for _ in range(3):
            with collecting(given, TestClock(), told, once=True) as (_, running):
                running.run_once()
        assert len(letters(given)) == 1
        assert all(date > NOW - 10_000 for page in told.pages for date in page.dates)


def test_an_entry_without_an_id_is_delivered_once(tmp_path: Path) -> None:
    nameless = {name: value for name, value in good(1).items() if name != "id"}
    with log(tmp_path, nameless, {**nameless, "date_create": NOW - 1000}) as given:
        for _ in range(3):
            collect_once(given)
        assert len(records(tmp_path / "out")) == 2


def mended(raw: bytes) -> bytes:
    return json.dumps({**json.loads(raw), "action": "user_login"}).encode()


def replayed(given: Settings, patch: pytest.MonkeyPatch | None = None) -> Replayed:
    """Replay; with a patch, by a mapping that makes events of entries without an action."""
    if patch:
        patch.setattr(replaying, "Element", lambda a, b, raw: Element(a, b, mended(raw)))
    with parts(given, TestClock(), Told()) as made:
        found = replay(made)
        made.delivering.run(is_last=True)
    return found


def test_replay_keeps_what_still_cannot_be_mapped(tmp_path: Path) -> None:
    with log(tmp_path, bad(1), bad(2)) as given:
        collect_once(given)
        found = replayed(given)
        assert (found.mapped, [letter.id for _, letter in found.left]) == (
            0,
            ["entry-1", "entry-2"],
        )
        assert len(letters(given)) == 2


def test_replay_delivers_what_can_be_mapped_after_a_fix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with log(tmp_path, bad(1), good(2)) as given:
        collect_once(given)
        found = replayed(given, monkeypatch)
        assert (found.mapped, found.left) == (1, ())
        assert uids(tmp_path / "out") == ["entry-1", "entry-2"]
        assert letters(given) == []


def test_what_was_replayed_is_not_delivered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with log(tmp_path, bad(1), good(2)) as given:
        collect_once(given)
        replayed(given, monkeypatch)
        replayed(given, monkeypatch)
        collect_once(given)
        assert uids(tmp_path / "out") == ["entry-1", "entry-2"]


def test_the_ledger_knows_rejects(tmp_path: Path) -> None:
    with log(tmp_path, bad(1), good(2)) as given:
        collect_once(given)
        with closing(open_state(given.state)) as state:
            assert ledger.size(state) == 2
