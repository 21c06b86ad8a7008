"""The sink that posts JSON lines to a URL.

A request is repeated under the same `Idempotency-Key` until it is answered with 2xx, here for
what passes soon and by the collector for what lasts. A receiver that keeps no keys may therefore
see an event twice; `metadata.uid` tells.
"""

from __future__ import annotations

import re
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from slack_ocsf_collector.failures import SinkFailed, TokenRefused
from slack_ocsf_collector.retry_after import retry_after
from slack_ocsf_collector.sinks.posts import Largest, compressed, posts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_ocsf_collector.settings.settings import SinkSetting
    from slack_ocsf_collector.sinks.posts import Post
    from slack_ocsf_collector.sinks.sink import Batch, Waiting

_PASSING = frozenset({408, 425, 429, *range(500, 600)})
_REFUSED = frozenset({401, 403})
_VALUE = re.compile(r"[!-~]([ -~]*[!-~])?")
_MOST_OF_AN_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Posting:
    """How requests are made.

    Attributes:
        largest: What a request holds at most.
        is_compressed: Whether bodies are in gzip.
        attempts: How often a request is tried before the batch fails.
        timeout: Seconds for a connection, for a piece of an answer, and for a whole one.
        longest_wait: Seconds; a receiver that asks for more fails the batch.
        sleep: Waits so many seconds; what it raises ends the delivery.
    """

    largest: Largest = field(default_factory=Largest)
    is_compressed: bool = True
    attempts: int = 4
    timeout: int = 30
    longest_wait: int = 60
    sleep: Callable[[float], None] = time.sleep


class _Passing(Exception):
    """What may be gone soon; `wait` is what the receiver asks for, in seconds."""

    def __init__(self, fact: str, wait: float | None = None) -> None:
        super().__init__(fact)
        self.wait = wait


class HttpSink:
    """Posts batches.

    Args:
        setting: What it is made from; its target is the URL.
        headers: Reads the headers that hold secrets from where they are kept.
        posting: How requests are made.

    Attributes:
        setting: What it was made from.
    """

    def __init__(
        self, setting: SinkSetting, headers: Callable[[], Mapping[str, str]], posting: Posting
    ) -> None:
        self.setting = setting
        self._read_headers = headers
        self._headers: Mapping[str, str] | None = None
        self._posting = posting
        self._url = httpx.URL(setting.target)
        self._name = str(self._url.copy_with(query=None, fragment=None, userinfo=b""))
        self._client = httpx.Client(timeout=posting.timeout, follow_redirects=False)

    def open(self, position: str) -> str:
        """Do nothing: what was posted cannot be taken back."""
        return position

    def is_due(self, waiting: Waiting) -> bool:
        """Whether anything waits."""
        return waiting.records > 0

    def deliver(self, batch: Batch) -> str:
        """Post a batch; the position is its name.

        Raises:
            SinkFailed: Not all of it was answered with 2xx.
        """
        for post in posts(batch, self._posting.largest):
            self._deliver(post)
        return batch.name

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _deliver(self, post: Post) -> None:
        for attempt in range(1, self._posting.attempts + 1):
            try:
                self._post(post)
            except _Passing as error:
                wait = 2.0 ** (attempt - 1) if error.wait is None else error.wait
                if attempt == self._posting.attempts or wait > self._posting.longest_wait:
                    raise self._failed(f"{error}, tried {attempt} times") from None
                self._posting.sleep(wait)
            else:
                return

    def _post(self, post: Post) -> None:
        status = self._status(post)
        if status in _REFUSED and self._has_new_headers():
            status = self._status(post)
        if not 200 <= status < 300:  # noqa: PLR2004 - the classes of HTTP
            raise self._failed(_meaning(status))

    def _status(self, post: Post) -> int:
        """Send a request and return the status of its answer, read to its end."""
        try:
            with closing(self._client.send(self._request(post), stream=True)) as answer:
                if answer.status_code in _PASSING:
                    wait = retry_after(answer.headers)
                    raise _Passing(f"answered {answer.status_code}", wait)
                self._read(answer)
                return answer.status_code
        except httpx.HTTPError as error:
            raise _Passing(f"gave no whole answer ({type(error).__name__})") from None

    def _request(self, post: Post) -> httpx.Request:
        headers = {"content-type": "application/x-ndjson", "idempotency-key": post.key}
        body = post.body
        if self._posting.is_compressed:
            headers["content-encoding"] = "gzip"
            body = compressed(body)
        headers.update(self._secret_headers())
        return self._client.build_request("POST", self._url, content=body, headers=headers)

    def _read(self, answer: httpx.Response) -> None:
        end = time.monotonic() + self._posting.timeout
        size = 0
        for piece in answer.iter_raw():
            size += len(piece)
            if size > _MOST_OF_AN_ANSWER:
                return
            if time.monotonic() > end:
                raise httpx.ReadTimeout("the answer does not end")

    def _secret_headers(self) -> Mapping[str, str]:
        if self._headers is None:
            try:
                read = self._read_headers()
            except TokenRefused as error:  # this sink's secret, not Slack's token
                raise self._failed(str(error)) from None
            self._headers = self._checked(read)
        return self._headers

    def _has_new_headers(self) -> bool:
        former, self._headers = self._headers, None
        return self._secret_headers() != former

    def _checked(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        for name, value in headers.items():
            if not _VALUE.fullmatch(value):
                raise self._failed(
                    f"what was read for the header {name} is empty or has letters that no header"
                    " has; check where the settings read it from"
                )
        return headers

    def _failed(self, fact: str) -> SinkFailed:
        return SinkFailed(f"{self._name}: {fact}")


def _meaning(status: int) -> str:
    if status in _REFUSED:
        return f"answered {status}: it refuses the headers; check their secrets"
    if 300 <= status < 400:  # noqa: PLR2004 - the classes of HTTP
        return f"answered {status}: redirects are not followed; set the URL that it leads to"
    return f"answered {status}: it does not take the events; check the URL and what it expects"
