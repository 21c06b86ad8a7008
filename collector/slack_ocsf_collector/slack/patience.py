"""A network whose waits end: at a request's deadline, and when somebody asks to stop.

httpx bounds the wait for one piece of an answer. A server that sends a byte now and then keeps
that for ever, in a head as well as in a body; so every wait here is cut into slices, and between
them the request's own deadline and the clock are asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from slack_ocsf_collector.waiting import Clock

_T = TypeVar("_T")
_SLICE = 0.5
_EACH_ADDRESS = 5.0


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait for Slack, in seconds.

    Attributes:
        connect: For a connection, over all addresses of a host; as long again for TLS.
        read: For the next piece of an answer.
        total: For the whole of it, from the request on.
    """

    connect: float = 15.0
    read: float = 30.0
    total: float = 120.0


class TotalTimeout(httpcore.ReadTimeout):
    """The time for a whole answer is over. The text says how long that was."""


class Patience:
    """What is left of the time for the request at hand.

    Args:
        clock: Tells the time, and when to stop.
        total: Seconds for a request.
    """

    def __init__(self, clock: Clock, total: float) -> None:
        self._clock = clock
        self._total = total
        self._end = 0.0

    def begin(self) -> None:
        """Let the time of a request begin.

        Raises:
            Stopped: Somebody asked to stop.
        """
        self._clock.check()
        self._end = self._clock.monotonic() + self._total

    def slice(self, wanted: float) -> float:
        """Return how many seconds to wait at a stretch, of so many wanted.

        Raises:
            Stopped: Somebody asked to stop.
            TotalTimeout: The time of the request is over.
        """
        self._clock.check()
        left = self._end - self._clock.monotonic()
        if left <= 0:
            raise TotalTimeout(f"no whole answer within {self._total:g} s")
        return min(wanted, left, _SLICE)


class PatientNetwork(httpcore.NetworkBackend):
    """Connects over TCP.

    Neither resolving a name nor connecting can be cut into slices; a thread does both, and is left
    to itself when nobody waits for it any more.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host."""
        outcomes: SimpleQueue[httpcore.NetworkStream | Exception] = SimpleQueue()

        def connect() -> None:
            try:
                outcomes.put(
                    self._network.connect_tcp(
                        host, port, _EACH_ADDRESS, local_address, socket_options
                    )
                )
            except Exception as error:  # noqa: BLE001 - raised where it is waited for
                outcomes.put(error)

        Thread(target=connect, daemon=True).start()
        outcome = self._waited_for(outcomes, _EACH_ADDRESS if timeout is None else timeout)
        if isinstance(outcome, Exception):
            raise outcome
        return _PatientStream(outcome, self._patience)

    def _waited_for(self, outcomes: SimpleQueue[_T], left: float) -> _T:
        while left > 0:
            wait = self._patience.slice(left)
            try:
                return outcomes.get(timeout=wait)
            except Empty:
                left -= wait
        raise httpcore.ConnectTimeout


class _PatientStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, patience: Patience) -> None:
        self._stream = stream
        self._patience = patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = float("inf") if timeout is None else timeout
        while True:
            wait = self._patience.slice(left)
            try:
                return self._stream.read(max_bytes, wait)
            except httpcore.ReadTimeout:
                left -= wait
                if left <= 0:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return _PatientStream(stream, self._patience)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the interface has it
        return self._stream.get_extra_info(info)
