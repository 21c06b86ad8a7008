"""Fetch one JSON document, and trust nothing about the answer."""

import ipaddress
import json
import time
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from slack_ocsf_codegen.pull_failed import PullFailed, PullMisused

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
            body = _body(url, response, time.monotonic() + timeout)
    except TimeoutError as error:
        raise _too_slow(url) from error
    except (OSError, HTTPException) as error:
        if isinstance(error, URLError) and isinstance(error.reason, TimeoutError):
            raise _too_slow(url) from error
        raise PullFailed(f"{url}: {_reason(error)}") from error
    return _json(url, body)


def _checked(url: str) -> bool:
    """Return whether the URL is on this machine; refuse what is neither that nor https."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
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


def _body(url: str, response: HTTPResponse, deadline: float) -> bytes:
    if response.status in _REDIRECTS:
        target = response.headers.get("Location", "nowhere")
        raise PullFailed(f"{url}: redirects to {target!r}, which is not followed")
    if response.status != _OK:
        raise PullFailed(f"{url}: answered {response.status} {response.reason}, not 200")
    body = bytearray()
    while part := response.read1(_AT_ONCE):
        body += part
        if len(body) > LARGEST:
            raise PullFailed(f"{url}: the answer is larger than {LARGEST:,} bytes")
        if time.monotonic() > deadline:
            raise _too_slow(url)
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


def _too_slow(url: str) -> PullFailed:
    return PullFailed(f"{url}: no complete answer in time")


def _reason(error: OSError | HTTPException) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    return str(reason) or type(reason).__name__
