"""What a text or a table must look like, beyond its type. All raise ValueError."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.addresses import checked_url

if TYPE_CHECKING:
    from slack_ocsf_collector.settings.settings import SecretSource

_LARGEST_PORT = 65_535


def base_url(text: str) -> str:
    """Return a base URL without a slash at its end: https, or http to this machine."""
    try:
        return checked_url(text)
    except Misconfigured as error:
        raise ValueError(str(error)) from None


def address(text: str) -> str:
    """Return an address to listen at, `HOST:PORT`; of IPv6 as `[::1]:PORT`."""
    host_and_port(text)
    return text


def host_and_port(text: str) -> tuple[str, int]:
    """Return the parts of an address."""
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > _LARGEST_PORT:
        raise ValueError("it should be HOST:PORT, such as 127.0.0.1:9464")
    return host.removeprefix("[").removesuffix("]"), int(port)


def one_source(secret: SecretSource) -> SecretSource:
    """Return where a secret is read from, which is one place."""
    places = (secret.variable, secret.file, secret.command)
    if sum(place is not None for place in places) != 1:
        raise ValueError("it should have just one of file, variable and command")
    return secret
