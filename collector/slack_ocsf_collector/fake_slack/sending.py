"""Send an answer over a socket, well or badly."""

from __future__ import annotations

import socket
import struct
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TICK = 0.05
_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: what is not sent is thrown away, and RST tells so."""


def send(connection: socket.socket, head: bytes, body: bytes, faults: Mapping[str, str]) -> bool:
    """Send an answer.

    Args:
        connection: Where to.
        head: Status and headers, with the length of the whole body.
        body: As it goes over the wire.
        faults: Those that strike, with their arguments.

    Returns:
        Whether the connection can be used for another.
    """
    if faults.get("hang") == "start":
        _wait_for_end(connection)
    elif faults.get("reset") == "start":
        _reset(connection)
    elif faults.keys() & {"hang", "reset", "cut"}:
        connection.sendall(head + body[: len(body) // 2])
        if "hang" in faults:
            _wait_for_end(connection)
        elif "reset" in faults:
            _reset(connection)
    elif "slow" in faults:
        _drip(connection, head + body, float(faults["slow"]))
        return True
    else:
        connection.sendall(head + body)
        return True
    return False


def _wait_for_end(connection: socket.socket) -> None:
    """Wait until the other side gives up."""
    while connection.recv(1024):
        pass


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    socket.close(connection.detach())


def _drip(connection: socket.socket, text: bytes, per_second: float) -> None:
    size = max(1, round(per_second * _TICK))
    for start in range(0, len(text), size):
        connection.sendall(text[start : start + size])
        sleep(size / per_second)
