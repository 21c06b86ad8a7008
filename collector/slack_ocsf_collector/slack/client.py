"""Ask Slack: one request at a time, within the budget, again when its servers have a fault."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Self

import httpcore
import httpx
import tenacity

from slack_ocsf_collector.addresses import checked_url
from slack_ocsf_collector.failures import (
    AnswerViolated,
    CollectorFailed,
    RateLimited,
    SlackUnreachable,
    TokenRefused,
)
from slack_ocsf_collector.slack.answer import Answer, Asked, Received
from slack_ocsf_collector.slack.body import whole_body
from slack_ocsf_collector.slack.budget import AUDIT, Budget, Lane
from slack_ocsf_collector.slack.judging import judged
from slack_ocsf_collector.slack.patience import Patience, Timeouts, TotalTimeout
from slack_ocsf_collector.slack.token import Token
from slack_ocsf_collector.slack.transport import Transport
from slack_ocsf_collector.waiting import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from slack_ocsf_collector.waiting import Clock

    Parameters = Mapping[str, str | int]

_OF_THE_NETWORK = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
)
_ATTEMPTS = 4
_LONGEST_WAIT = 60.0
"""Seconds; as long as the smallest budget takes for its next request."""
_FIRST_PAUSE, _LONGEST_PAUSE, _JITTER = 1.0, 30.0, 1.0


class SlackClient:
    """Asks one organisation's Slack.

    Args:
        read_token: Reads the token from where it is kept; again when Slack refuses it.
        budget: How many requests the organisation may be sent.
        clock: Tells the time, waits, and knows when to stop.
        lane: Whose requests these are.
        api_url: Base of `/audit/v1`.
        web_url: Base of `/api`.
        timeouts: How long to wait for Slack.
        told: Is told of each request: its quota, and `ok` or the kind of the failure.

    Raises:
        Misconfigured: A URL is neither https nor this machine's.
    """

    def __init__(  # noqa: PLR0913 - all but three have a usual value
        self,
        read_token: Callable[[], str],
        budget: Budget,
        clock: Clock,
        *,
        lane: Lane = "tail",
        api_url: str = "https://api.slack.com",
        web_url: str = "https://slack.com",
        timeouts: Timeouts | None = None,
        told: Callable[[str, str], None] = lambda _quota, _result: None,
    ) -> None:
        self._told = told
        self._budget = budget
        self._clock = clock
        self._lane = lane
        self._api_url = checked_url(api_url)
        self._web_url = checked_url(web_url)
        self._token = Token(read_token)
        waits = timeouts or Timeouts()
        self._patience = Patience(clock, waits.total)
        self._http = httpx.Client(
            transport=Transport(self._patience),
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(waits.read, connect=waits.connect),
            headers={
                "User-Agent": f"slack-ocsf/{version('slack-ocsf')}",
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def audit(self, name: str, parameters: Parameters | None = None) -> Answer:
        """Ask the Audit Logs API for `logs`; or for `schemas` or `actions`, without the token.

        Raises:
            CollectorFailed: Slack does not grant it; see `failures`.
            Stopped: Somebody asked to stop.
        """
        path = f"/audit/v1/{name}"
        return self._ask(self._api_url, path, parameters or {}, AUDIT, is_signed=name == "logs")

    def web(self, method: str, parameters: Parameters | None = None) -> Answer:
        """Call a method of the Web API, such as `team.accessLogs`.

        Raises:
            CollectorFailed: Slack does not grant it; see `failures`.
            Stopped: Somebody asked to stop.
        """
        return self._ask(self._web_url, f"/api/{method}", parameters or {}, method, is_signed=True)

    def _ask(
        self, base: str, path: str, parameters: Parameters, quota: str, *, is_signed: bool
    ) -> Answer:
        request = self._http.build_request("GET", f"{base}{path}", params=parameters)
        asked = Asked(path, quota, is_signed, has_cursor=bool(parameters.get("cursor")))
        retrying = tenacity.Retrying(
            sleep=self._clock.wait,
            stop=tenacity.stop_after_attempt(_ATTEMPTS),
            wait=tenacity.wait_exponential_jitter(_FIRST_PAUSE, _LONGEST_PAUSE, jitter=_JITTER),
            retry=tenacity.retry_if_exception_type(SlackUnreachable),
            reraise=True,
        )
        return retrying(self._with_token, request, asked)

    def _with_token(self, request: httpx.Request, asked: Asked) -> Answer:
        """Ask once, or twice when the token was replaced meanwhile."""
        try:
            return self._once(request, asked)
        except TokenRefused:
            if not asked.is_signed or not self._token.was_replaced():
                raise
        return self._once(request, asked)

    def _once(self, request: httpx.Request, asked: Asked) -> Answer:
        """Ask once, when the budget allows."""
        self._wait_for_budget(asked)
        if asked.is_signed:
            self._token.sign(request)
        received = self._received(request)
        outcome = judged(asked, received) if isinstance(received, Received) else received
        if isinstance(outcome, RateLimited):
            self._budget.record_retry_after(asked.quota, outcome.seconds)
        if isinstance(outcome, Exception):
            if isinstance(outcome, CollectorFailed):
                self._told(asked.quota, outcome.kind)
            raise outcome
        self._told(asked.quota, "ok")
        return outcome

    def _wait_for_budget(self, asked: Asked) -> None:
        """Take a token of the budget; who reads a tail has other things to do meanwhile.

        Raises:
            RateLimited: There will be none for long, since another process was told to wait.
        """
        while seconds := self._budget.take(asked.quota, self._lane):
            if self._lane == "tail" and seconds > _LONGEST_WAIT:
                raise RateLimited(
                    f"{asked.path}: no request for {seconds:.0f} s, as Slack said before", seconds
                )
            self._clock.wait(seconds)

    def _received(self, request: httpx.Request) -> Received | Exception:
        """Send a request and return the answer, or what became of it.

        That is not raised here, for it would come with the frames of libraries that hold the token.
        """
        path = request.url.path
        self._patience.begin()
        try:
            answer = self._http.send(request, stream=True)
            try:
                body = whole_body(answer.iter_raw(), answer.headers.get("Content-Encoding", ""))
            finally:
                answer.close()
        except AnswerViolated as error:
            return AnswerViolated(f"{path}: {error}")
        except Stopped:
            return Stopped()
        except _OF_THE_NETWORK as error:
            to = request.url.netloc.decode("ascii", "replace")
            return SlackUnreachable(f"{to}{path}: {_reason(error)}")
        return Received(answer.status_code, answer.headers, body)


def _reason(error: Exception) -> str:
    """Say what happened, without what the other side wrote."""
    match error:
        case TotalTimeout():
            return str(error)
        case httpcore.ReadTimeout():
            return "no answer in time"
        case httpcore.TimeoutException():
            return "no connection in time"
        case httpcore.NetworkError():
            return f"the network fails: {error}"
        case httpcore.ProxyError():
            return "the proxy refuses; check HTTPS_PROXY and NO_PROXY"
    return "the connection broke off, or what came is no HTTP"
