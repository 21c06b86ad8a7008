"""Which URLs may be talked to: what is sent there is secret, and so is what comes back."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from slack_ocsf_cli import Misconfigured


def checked_url(url: str) -> str:
    """Return a base URL without a slash at its end.

    Raises:
        Misconfigured: It is neither https nor http to this machine, or it holds a password, a
            query or a fragment.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is no port
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Misconfigured("an address is no URL; write https://HOST")
    shown = f"{parts.scheme}://{parts.hostname}"
    if parts.username is not None or parts.query or parts.fragment:
        raise Misconfigured(f"{shown}: a base URL has no user, password, query or fragment")
    if parts.scheme != "https" and not is_loopback(parts.hostname):
        raise Misconfigured(f"{shown}: only this machine is talked to without TLS; write https://")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
