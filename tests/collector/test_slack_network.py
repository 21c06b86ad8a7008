"""What a network, or a hostile server, can do to a client: nothing that does not end."""

import gzip
import itertools
import signal
import threading
import time
import zlib
from collections.abc import Callable, Iterable

import pytest
from fake_slack_server import fake_slack
from slack_clients import (
    SHORT,
    TestClock,
    entry,
    head,
    page,
    sent,
    slack_client,
    told_slack,
)

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.failures import AnswerViolated, CollectorFailed, SlackUnreachable
from slack_ocsf_collector.slack.audit import newest_page
from slack_ocsf_collector.slack.body import whole_body
from slack_ocsf_collector.waiting import Stopped, SystemClock

Answer = Callable[[bytes], Iterable[bytes]]


def failure(answer: Answer | bytes) -> CollectorFailed:
    with told_slack(answer) as slack, slack_client(slack.url, timeouts=SHORT) as client:
        with pytest.raises(CollectorFailed) as raised:
            client._with_token(*asked(client))
        return raised.value


def asked(client: object) -> tuple[object, object]:
    raise NotImplementedError


def dripping(*pieces: bytes, pause: float = 0.05) -> Answer:
    def answer(_request: bytes) -> Iterable[bytes]:
        for piece in pieces:
            yield piece
        while True:
            time.sleep(pause)
            yield b"x"

    return answer
