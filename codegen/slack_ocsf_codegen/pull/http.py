"""Fetch one JSON document, and trust nothing about the answer."""

import ipaddress
import json
import time
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from slack_ocsf_codegen.pull.failed import PullFailed, PullMisused

#: Ten times what Slack answers, in bytes.
LARGEST = 5_000_000
_AT_ONCE = 65_536
_SHOWN = 60
_OK = 200
_REDIRECTS = range(300, 400)


def fetch_json(url: str, timeout: float) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON document at `url`; the request carries no token.

    Args:
        url: https, or http on this machine.
        timeout: Seconds for one wait and, nearly, for the whole answer.

    Raises:
        PullMisused: The URL is of another kind.
        PullFailed: Anything but a complete JSON document with status 200.
    """
    local = _checked(url)
    request = Request(  # noqa: S310 - `_checked` lets only https and loopback pass
        url, headers={"Accept": "application/json", "User-Agent": "slack-ocsf-codegen"}
    )
    try:
        with _opener(local=local).open(request, timeout=timeout) as response:
            _check_status(url, response)
            body = _body(url, response, time.monotonic() + timeout)
    except (OSError, HTTPException, UnicodeError) as error:
        raise PullFailed(f"{url}: {_reason(error, timeout)}") from error
    return _json(url, body)


def _checked(url: str) -> bool:
    """Return whether the URL is on this machine; refuse what is neither that nor https."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises when it is no port
    except ValueError as error:
        raise PullMisused(f"{url!r} is no URL: {error}") from error
    local = _is_loopback(host)
    if not host or parts.scheme not in {"http", "https"} or not (local or parts.scheme == "https"):
        raise PullMisused(f"{url!r}: only https is fetched, or http from this machine")
    return local


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _opener(*, local: bool) -> OpenerDirector:
    """Build an opener that follows no redirect and takes every status for an answer."""
    opener = OpenerDirector()
    for handler in (ProxyHandler({} if local else None), HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    return opener


def _check_status(url: str, response: HTTPResponse) -> None:
    if response.status in _REDIRECTS:
        target = response.headers.get("Location", "nowhere")
        raise PullFailed(f"{url}: redirects to {target!r}, which is not followed")
    if response.status != _OK:
        raise PullFailed(f"{url}: answered {response.status} ({response.reason!r}), not 200")


def _body(url: str, response: HTTPResponse, deadline: float) -> bytes:
    body = bytearray()
    while part := response.read1(_AT_ONCE):
        body += part
        if len(body) > LARGEST:
            raise PullFailed(f"{url}: the answer is larger than {LARGEST:,} bytes")
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise PullFailed(f"{url}: cut off, {response.length:,} bytes are missing at the end")
    return bytes(body)


def _json(url: str, body: bytes) -> Any:  # noqa: ANN401 - JSON
    text = body.decode(errors="replace").strip()
    if not text:
        raise PullFailed(f"{url}: the answer is empty")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        form = "an HTML page" if text.startswith("<") else "not JSON, or cut off"
        raise PullFailed(f"{url}: {form} ({error}); it begins {text[:_SHOWN]!r}") from error


def _reason(error: Exception, timeout: float) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return f"no complete answer within {timeout:g} s"
    if isinstance(reason, IncompleteRead):
        return "cut off in the middle of a chunk"
    if isinstance(reason, OSError):
        return str(reason)
    return f"{type(reason).__name__}: {str(reason)!r}"  # may hold what the server sent
