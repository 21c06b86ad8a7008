"""Each fault of the fake Slack is the fault that it is called."""

import gzip
import http.client
import itertools
import json
import socket
import time
import zlib
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.error import HTTPError

import pytest
from fake_slack_thread import LATEST, LOGS, OLDEST, Thread, slack_in_thread

from slack_ocsf import ACTIONS, NOT_YET_MAPPED
from slack_ocsf_collector.fake_slack import sending
from slack_ocsf_collector.fake_slack.fault_kinds import KINDS
from slack_ocsf_collector.fake_slack.faults import fault_of


@pytest.fixture(scope="module")
def running() -> Iterator[Thread]:
    with slack_in_thread() as slack:
        yield slack


@pytest.fixture
def slack(running: Thread) -> Iterator[Thread]:
    yield running
    running.clear()


def newest_first(slack: Thread) -> list[str]:
    return [entry["id"] for entry in reversed(slack.entries())]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_status_is_that_status_without_json(slack: Thread, status: int) -> None:
    slack.fault(f"status={status}")

    assert (slack.get(LOGS).status, slack.get(LOGS).body) == (status, b"upstream connect error\n")


def test_status_401_has_an_empty_body(slack: Thread) -> None:
    slack.fault("status=401")

    assert (slack.get(LOGS).status, slack.get(LOGS).body) == (401, b"")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("token_revoked", 401),
        ("user_not_authorized", 403),
        ("feature_not_enabled", 403),
        ("missing_scope", 403),
        ("invalid_cursor", 400),
        ("missing_scope:200", 200),
    ],
)
def test_error_is_not_ok_with_a_status_that_fits(slack: Thread, error: str, status: int) -> None:
    slack.fault(f"error={error}")
    reply = slack.get(LOGS)

    name = error.partition(":")[0]
    assert (reply.status, reply.json) == (status, {"ok": False, "error": name})


def test_error_of_the_web_api_is_200(slack: Thread) -> None:
    slack.fault("error=paid_only,path=/api/")
    reply = slack.get("/api/team.accessLogs")

    assert (reply.status, reply.json) == (200, {"ok": False, "error": "paid_only"})


@pytest.mark.parametrize("after", ["7", "Wed, 21 Oct 2026 07:28:00 GMT", "soon", "-1"])
def test_rate_limited_says_when_to_come_back_in_any_words(slack: Thread, after: str) -> None:
    slack.fault(f"rate-limited={after},count=1")
    reply = slack.get(LOGS)

    assert (reply.status, reply.headers["retry-after"]) == (429, after)
    assert reply.json == {"ok": False, "error": "rate_limited"}


def test_html_is_200_and_no_json(slack: Thread) -> None:
    slack.fault("html")
    reply = slack.get(LOGS)

    assert (reply.status, reply.body[:9]) == (200, b"<!DOCTYPE")


def test_redirect_leads_to_the_server_under_another_name(slack: Thread) -> None:
    slack.fault("redirect")
    reply = slack.get(LOGS, limit=3)

    port = slack.url.rpartition(":")[2]
    assert (reply.status, reply.headers["location"]) == (
        302,
        f"http://localhost:{port}{LOGS}?limit=3",
    )


def test_requests_tell_the_host_and_whether_a_token_came(slack: Thread) -> None:
    slack.get(LOGS, {"Host": "localhost"})

    told = slack.requests()[-1]
    assert (told["host"], told["has_token"]) == ("localhost", False)


def test_truncated_is_sound_http_around_json_that_ends_half_way(slack: Thread) -> None:
    whole = slack.get(LOGS).body
    slack.fault("truncated")

    assert slack.get(LOGS).body == whole[: len(whole) // 2]


def test_bomb_is_small_on_the_wire_and_huge_when_undone(slack: Thread) -> None:
    slack.fault("bomb=64")
    reply = slack.get(LOGS)

    assert reply.headers["content-encoding"] == "gzip"
    assert len(reply.body) < 100_000
    undone = gzip.decompress(reply.body)
    assert len(undone) > 64 * 1024 * 1024
    assert json.loads(undone)["entries"] == []


def test_hang_sends_nothing(slack: Thread) -> None:
    slack.fault("hang")

    with pytest.raises(TimeoutError):
        slack.get(LOGS, timeout=0.2)


def test_hang_in_the_body_sends_half_of_it(slack: Thread) -> None:
    whole = slack.get(LOGS).body
    slack.fault("hang=body")

    got, error = half_read(slack, timeout=0.2)

    assert (len(got), error) == (len(whole) // 2, TimeoutError)


def test_others_are_answered_while_one_hangs(slack: Thread) -> None:
    slack.fault("hang,count=1")
    connection = http.client.HTTPConnection(slack.url.removeprefix("http://"), timeout=5)
    connection.request("GET", LOGS, headers={"Authorization": "Bearer xoxp-fake"})

    while not slack.requests() or slack.requests()[-1]["faults"] != ["hang"]:
        time.sleep(0.01)
    assert slack.get(LOGS).status == 200
    connection.close()


def test_reset_at_the_start_sends_nothing(slack: Thread) -> None:
    slack.fault("reset=start")

    with pytest.raises(ConnectionResetError):
        slack.get(LOGS)


def test_reset_breaks_off_within_the_body(slack: Thread) -> None:
    whole = slack.get(LOGS).body
    slack.fault("reset")

    got, error = half_read(slack)

    assert len(got) < len(whole)
    assert error is ConnectionResetError


def test_cut_ends_within_the_body_without_a_reset(slack: Thread) -> None:
    whole = slack.get(LOGS).body
    slack.fault("cut")

    with pytest.raises(http.client.IncompleteRead) as caught:
        slack.get(LOGS)
    assert caught.value.partial == whole[: len(whole) // 2]


def half_read(slack: Thread, timeout: float = 5) -> tuple[bytes, type[Exception]]:
    """Read byte by byte what comes, and how it ends."""
    connection = http.client.HTTPConnection(slack.url.removeprefix("http://"), timeout=timeout)
    got = b""
    try:
        connection.request("GET", LOGS, headers={"Authorization": "Bearer xoxp-fake"})
        answer = connection.getresponse()
        while piece := answer.read1():
            got += piece
    except OSError as error:
        return got, type(error)
    finally:
        connection.close()
    pytest.fail("the answer came whole")


def test_slow_waits_so_that_its_bytes_per_second_come_true(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(sending, "sleep", waits.append)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert sending.send(ours, b"head", b"body" * 49, {"slow": "100"})
        assert theirs.recv(1000) == b"head" + b"body" * 49

    assert sum(waits) == pytest.approx(2.0)
    assert len(waits) == 40


def test_a_slow_answer_comes_whole(slack: Thread) -> None:
    whole = slack.get(LOGS, limit=1).body
    slack.fault("slow=100000")

    assert slack.get(LOGS, limit=1).body == whole


def test_skew_moves_the_header_date_alone(slack: Thread) -> None:
    slack.fault("skew=-7200")

    date = parsedate_to_datetime(slack.get(LOGS).headers["date"]).timestamp()

    assert (date, slack.clock()) == (LATEST - 7200, LATEST)


def test_unbounded_has_entries_outside_the_bounds(slack: Thread) -> None:
    slack.fault("unbounded")

    page = slack.get(LOGS, oldest=OLDEST + 60, latest=OLDEST + 120, limit=1000)

    assert page.ids == newest_first(slack)


def test_disorder_is_oldest_first(slack: Thread) -> None:
    slack.fault("disorder")

    assert slack.get(LOGS, limit=50).ids == newest_first(slack)[:50][::-1]


def test_loop_leads_to_the_same_page(slack: Thread) -> None:
    slack.fault("loop")
    pages = slack.pages(most=4, limit=10)

    assert [page.ids for page in pages] == [pages[0].ids] * 4
    assert len({page.cursor for page in pages}) == 1


def test_loop_can_begin_on_a_later_page(slack: Thread) -> None:
    slack.fault("loop,after=2")
    pages = slack.pages(most=6, limit=10)

    assert [code for page in pages[:3] for code in page.ids] == newest_first(slack)[:30]
    assert pages[3].ids == pages[2].ids == pages[5].ids


def test_repeat_has_the_last_entry_of_a_page_on_the_next_one_too(slack: Thread) -> None:
    slack.fault("repeat")
    pages = slack.pages(limit=50)

    assert all(after.ids[0] == before.ids[-1] for before, after in itertools.pairwise(pages))
    assert {code for page in pages for code in page.ids} == set(newest_first(slack))


def test_expired_refuses_cursors_from_an_age_on() -> None:
    with slack_in_thread("expired=60") as slack:
        cursor = slack.get(LOGS, limit=10).cursor
        slack.clock(advance=59)
        assert slack.get(LOGS, limit=10, cursor=cursor).status == 200

        slack.clock(advance=1)
        refused = slack.get(LOGS, limit=10, cursor=cursor)
        assert (refused.status, refused.json["error"]) == (400, "invalid_cursor")
        assert slack.get(LOGS, limit=10).status == 200


def test_expired_can_refuse_after_a_number_of_pages(slack: Thread) -> None:
    slack.fault("expired,after=3")
    cursor = slack.pages(most=3, limit=10)[-1].cursor

    assert slack.get(LOGS, limit=10, cursor=cursor).status == 400


def test_empty_has_no_entries_and_no_cursor(slack: Thread) -> None:
    slack.fault("empty")

    assert slack.get(LOGS).json == {"entries": [], "response_metadata": {"next_cursor": ""}}


@pytest.mark.parametrize(
    ("form", "kind"), [("null", type(None)), ("object", dict), ("string", str)]
)
def test_entries_is_no_list(slack: Thread, form: str, kind: type) -> None:
    slack.fault(f"entries={form}")

    assert type(slack.get(LOGS).json["entries"]) is kind


def test_entries_can_be_missing(slack: Thread) -> None:
    slack.fault("entries=missing")

    assert slack.get(LOGS).json.keys() == {"ok", "response_metadata"}


def test_novelty_brings_actions_members_and_kinds_that_nobody_knows() -> None:
    with slack_in_thread(rate=1.0) as slack:
        slack.clock(advance=100)
        before = slack.entries()
        slack.fault("novelty")
        slack.clock(advance=100)
        after = slack.entries()[len(before) :]

        known = ACTIONS | NOT_YET_MAPPED
        assert {entry["action"] for entry in before} <= known
        new = {entry["action"] for entry in after} - known
        assert new
        assert any(entry["entity"]["type"] == "whiteboard" for entry in after)
        assert any("risk" in entry for entry in after)
        assert slack.get("/audit/v1/actions").json["actions"]["new"] == sorted(new)
        assert slack.get(LOGS, action=min(new)).ids


def test_a_fault_passes_over_the_first_and_ends_after_its_count(slack: Thread) -> None:
    slack.fault("status=503,after=2,count=3")

    assert [slack.get(LOGS).status for _ in range(7)] == [200, 200, 503, 503, 503, 200, 200]


def test_a_fault_strikes_with_its_odds(slack: Thread) -> None:
    slack.fault("status=503,odds=0.5")

    statuses = [slack.get(LOGS, limit=1).status for _ in range(100)]
    assert 30 <= statuses.count(503) <= 70


def test_a_fault_strikes_below_its_path_alone(slack: Thread) -> None:
    slack.fault("status=503,path=/api/auth")

    paths = (LOGS, "/api/auth.test", "/api/team.accessLogs")
    assert [slack.get(path).status for path in paths] == [200, 503, 200]


def test_a_fault_is_cleared_by_its_name(slack: Thread) -> None:
    slack.fault("skew=60")
    slack.fault("status=503")
    slack.clear("status")

    reply = slack.get(LOGS)
    assert reply.status == 200
    assert parsedate_to_datetime(reply.headers["date"]).timestamp() == LATEST + 60


def test_requests_tell_which_faults_struck(slack: Thread) -> None:
    slack.fault("truncated")
    slack.fault("skew=1")
    slack.get(LOGS)

    assert slack.requests()[-1]["faults"] == ["truncated", "skew"]


@pytest.mark.parametrize("name", KINDS)
def test_every_fault_has_an_argument_of_its_own_or_needs_one(name: str) -> None:
    if name == "error":
        with pytest.raises(ValueError, match="error=missing_scope"):
            fault_of(name)
    else:
        assert fault_of(name).argument == KINDS[name].argument


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hagn", "did you mean 'hang'"),
        ("sauna", "there are: status, error,"),
        ("status=99", "99 is no status of HTTP"),
        ("status=x", "fault 'status=x'"),
        ("hang=end", "'end' is none of start, body"),
        ("html=1", "it takes no argument"),
        ("status,times=3", "no condition 'times'"),
        ("status,count=many", "fault 'status,count=many'"),
        ("loop,path=/api/", "only answers of /audit/v1/logs can have it"),
        ("novelty=2", "2 is not from 0 to 1"),
    ],
)
def test_what_is_no_fault_is_told(slack: Thread, text: str, told: str) -> None:
    with pytest.raises(HTTPError) as caught:
        slack.fault(text)

    assert caught.value.code == 400
    assert told in json.loads(caught.value.read())["error"]


def test_a_bomb_is_built_in_pieces() -> None:
    from slack_ocsf_collector.fake_slack.failing import bomb

    undo = zlib.decompressobj(31)
    assert undo.decompress(bomb(1), 12) == b'{"entries":['
