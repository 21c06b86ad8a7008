"""How httpx reaches Slack: over a patient network, through the proxy of the environment."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.addresses import is_loopback
from slack_ocsf_collector.slack.patience import PatientNetwork

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_ocsf_collector.slack.patience import Patience

_CONNECTIONS = 2


class Transport(httpx.BaseTransport):
    """One connection pool for each way out.

    httpx's own transport is the same without a say in the network; its errors are httpcore's.
    """

    def __init__(self, patience: Patience) -> None:
        self._network = PatientNetwork(patience)
        self._pools: dict[tuple[str, str], httpcore.ConnectionPool] = {}
        # At level DEBUG it would write what the other side sent, word for word.
        logging.getLogger("httpcore.http11").addFilter(_nothing)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the answer's body is still to be read."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool(request.url).handle_request(
            httpcore.Request(
                request.method,
                url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()

    def _pool(self, url: httpx.URL) -> httpcore.ConnectionPool:
        way = (url.scheme, _proxy(url))
        if way not in self._pools:
            self._pools[way] = self._new_pool(*way)
        return self._pools[way]

    def _new_pool(self, scheme: str, proxy: str) -> httpcore.ConnectionPool:
        tls = httpx.create_ssl_context() if scheme == "https" else None
        if not proxy:
            return httpcore.ConnectionPool(
                tls, max_connections=_CONNECTIONS, network_backend=self._network
            )
        try:
            through = httpx.Proxy(proxy)
        except (ValueError, httpx.InvalidURL):
            through = None
        # Outside of the handler: the error would quote the proxy's password.
        if through is None or through.url.scheme not in {"http", "https"}:
            raise Misconfigured("HTTPS_PROXY is none; write http://HOST:PORT")
        return httpcore.HTTPProxy(
            str(through.url),
            proxy_auth=through.raw_auth,
            ssl_context=tls,
            max_connections=_CONNECTIONS,
            network_backend=self._network,
        )


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _nothing(_record: logging.LogRecord) -> bool:
    return False


def _proxy(url: httpx.URL) -> str:
    """Return the URL of the proxy that the environment has for a URL; empty for none."""
    if is_loopback(url.host) or proxy_bypass(url.host):
        return ""
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all") or ""
    return proxy if "://" in proxy or not proxy else f"http://{proxy}"
