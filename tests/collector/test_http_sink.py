"""The sink over HTTP: every event arrives, and what arrives twice does so under one key."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from http_receiver import Receiver, receiving
from sink_batches import batch, records, uids, waiting

import slack_ocsf
from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.failures import SinkFailed, TokenRefused
from slack_ocsf_collector.settings.settings import SecretSource, SinkSetting
from slack_ocsf_collector.sinks.http import HttpSink
from slack_ocsf_collector.sinks.make import make_sink

EVENTS = records(4, 60)
ONE = batch(EVENTS)
SECRET = "xoxp-CANARY"  # noqa: S105 - a canary
Option = str | int | bool


class Waits(list[float]):
    """Sleeps that were asked for, none of which was slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def sink(
    url: str,
    waits: Callable[[float], None] | None = None,
    secret: Callable[[SecretSource], str] = lambda _source: SECRET,
    **options: Option,
) -> HttpSink:
    headers = {"authorization": SecretSource(variable="TOKEN")}
    setting = SinkSetting("http", url, options=options, headers=headers)
    sleep = Waits() if waits is None else waits
    made = make_sink(setting, package=slack_ocsf, read_secret=secret, sleep=sleep)
    assert isinstance(made, HttpSink)
    return made


@contextmanager
def opened(url: str, *arguments: Callable[[float], None], **options: Option) -> Iterator[HttpSink]:
    made = sink(url, *arguments, **options)
    yield made
    made.close()


def delivered(receiver: Receiver, **options: Option) -> None:
    """Deliver the batch as the collector does: again under the same name while it fails."""
    with opened(receiver.url, **options) as made:
        for _ in range(5):
            try:
                assert made.deliver(ONE) == ONE.name
            except SinkFailed:
                continue
            return
    raise AssertionError("not delivered in 5 tries")


def failure(receiver: Receiver, **options: Option) -> str:
    """Return why a delivery fails."""
    with opened(receiver.url, **options) as made, pytest.raises(SinkFailed) as caught:
        made.deliver(ONE)
    return str(caught.value).removeprefix(receiver.url.partition("?")[0] + ": ")


# --- each event arrives


def test_request_is_json_lines_in_gzip_under_the_name_of_the_batch() -> None:
    with receiving() as receiver:
        delivered(receiver)
    (kept,) = receiver.kept
    assert kept.records == list(EVENTS)
    assert kept.key == ONE.name
    assert kept.headers["content-type"] == "application/x-ndjson"
    assert kept.headers["content-encoding"] == "gzip"
    assert kept.headers["authorization"] == SECRET


def test_body_can_be_plain() -> None:
    with receiving() as receiver:
        delivered(receiver, gzip=False)
    assert "content-encoding" not in receiver.kept[0].headers
    assert receiver.uids == uids(EVENTS)


@pytest.mark.parametrize("bad", ["drop", "cut", 500, 502, 503, 408, 425, 429])
def test_what_passes_is_tried_again_under_the_same_key(bad: int | str) -> None:
    with receiving(bad, bad) as receiver:
        delivered(receiver)
    assert receiver.requests == 3
    assert receiver.uids == uids(EVENTS)
    assert {one.key for one in receiver.kept} == {ONE.name}


def test_receiver_that_never_answers_is_left_after_a_while() -> None:
    with receiving("hang") as receiver:
        delivered(receiver, timeout=1)
    assert receiver.requests == 2
    assert receiver.uids == uids(EVENTS)


def test_answers_of_all_sorts_lose_nothing_and_repeat_only_under_one_key() -> None:
    answers: list[int | str] = ["drop", 500, 200, "cut", 503, 503, 503, 400, 200, "drop", 403]
    with receiving(*answers) as receiver:
        delivered(receiver, records=25)
    assert receiver.uids == uids(EVENTS)
    assert receiver.repeats() == set()


def test_receiver_that_is_down_fails_the_batch() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{one.getsockname()[1]}/"
    waits = Waits()
    with opened(url, waits) as made, pytest.raises(SinkFailed) as caught:
        made.deliver(ONE)
    assert str(caught.value) == f"{url}: gave no whole answer (ConnectError), tried 4 times"
    assert waits == [1, 2, 4]


# --- size


def test_batch_is_split_by_count_and_numbered() -> None:
    with receiving() as receiver:
        delivered(receiver, records=25)
    assert [len(one.records) for one in receiver.kept] == [25, 25, 10]
    assert [one.key for one in receiver.kept] == [f"{ONE.name}-{n}" for n in (1, 2, 3)]
    assert [record for one in receiver.kept for record in one.records] == list(EVENTS)


def test_batch_is_split_by_size_and_what_is_larger_goes_alone() -> None:
    with receiving() as receiver:
        delivered(receiver, size=1)
    assert [len(one.records) for one in receiver.kept] == [1] * len(EVENTS)


@pytest.mark.parametrize(("count", "is_due"), [(0, False), (1, True)])
def test_whatever_waits_is_due(count: int, *, is_due: bool) -> None:
    with opened("https://receiver.example/") as made:
        assert made.is_due(waiting(count)) is is_due


# --- waits


def test_receiver_says_how_long_to_wait() -> None:
    waits = Waits()
    with receiving(429, Retry_After="7") as receiver, opened(receiver.url, waits) as made:
        made.deliver(ONE)
    assert waits == [7]


def test_receiver_says_until_when_to_wait() -> None:
    waits = Waits()
    until = "Wed, 21 Oct 2099 07:28:00 GMT"
    with (
        receiving(503, Retry_After=until) as receiver,
        opened(receiver.url, waits) as made,
        pytest.raises(SinkFailed, match="answered 503, tried 1 times"),
    ):
        made.deliver(ONE)
    assert waits == []


def test_receiver_that_asks_for_too_long_a_wait_fails_the_batch() -> None:
    with receiving(429, Retry_After="3600") as receiver:
        assert failure(receiver) == "answered 429, tried 1 times"
    assert receiver.requests == 1


def test_wait_that_nobody_can_read_is_the_usual_one() -> None:
    waits = Waits()
    with receiving(429, Retry_After="soon") as receiver, opened(receiver.url, waits) as made:
        made.deliver(ONE)
    assert waits == [1]


# --- what does not pass


@pytest.mark.parametrize("status", [400, 404, 413, 422])
def test_refusal_fails_the_batch_at_once(status: int) -> None:
    with receiving(status) as receiver:
        told = failure(receiver)
    assert told.startswith(f"answered {status}: it does not take the events")
    assert receiver.requests == 1


def test_redirect_is_not_followed() -> None:
    with receiving() as elsewhere, receiving(307, Location=elsewhere.url) as receiver:
        assert failure(receiver).startswith("answered 307: redirects are not followed")
    assert elsewhere.requests == 0


def test_secret_is_read_again_when_it_is_refused() -> None:
    secrets = iter(["old", "new"])
    with receiving(401) as receiver:
        made = sink(receiver.url, secret=lambda _source: next(secrets))
        made.deliver(ONE)
        made.close()
    assert receiver.kept[0].headers["authorization"] == "new"


def test_secret_that_is_refused_and_the_same_fails_the_batch() -> None:
    with receiving(403) as receiver:
        assert failure(receiver).startswith("answered 403: it refuses the headers")
    assert receiver.requests == 1


# --- secrets


@pytest.mark.parametrize("bad", [400, 401, 500, "drop", 307])
def test_no_failure_tells_a_secret(bad: int | str) -> None:
    with receiving(*[bad] * 9) as receiver, opened(receiver.url) as made:
        with pytest.raises(SinkFailed) as caught:
            made.deliver(ONE)
        assert SECRET not in f"{caught.value!r} {caught.value.__cause__!r} {made!r}"


@pytest.mark.parametrize("secret", ["", "two\nlines", "ü", f"{SECRET} "])
def test_secret_that_no_header_can_hold_is_told_without_it(secret: str) -> None:
    with receiving() as receiver:
        made = sink(receiver.url, secret=lambda _source: secret)
        with pytest.raises(SinkFailed, match="the header authorization is empty") as caught:
            made.deliver(ONE)
        made.close()
    assert receiver.requests == 0
    assert not secret or secret not in str(caught.value)


def test_secret_that_is_not_there_is_a_failure_of_the_sink() -> None:
    def lacking(_source: SecretSource) -> str:
        raise TokenRefused("variable TOKEN is not set")

    made = sink("http://127.0.0.1:1/", secret=lacking)
    with pytest.raises(SinkFailed, match="variable TOKEN is not set"):
        made.deliver(ONE)
    made.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://receiver.example/", "over https"),
        ("https://user:xoxp-CANARY@receiver.example/", "secrets belong into headers"),
        ("ftp://receiver.example/", "needs a URL"),
        ("receiver.example", "needs a URL"),
    ],
)
def test_url_that_would_give_events_or_secrets_away_is_refused(url: str, told: str) -> None:
    with pytest.raises(Misconfigured, match=told) as caught:
        sink(url)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("url", ["http://localhost:1/", "http://[::1]:1/", "https://a.example/"])
def test_url_over_tls_or_to_this_machine_is_taken(url: str) -> None:
    with opened(url) as made:
        assert made.setting.target == url
