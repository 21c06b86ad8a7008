"""Events on standard output: each batch whole, also where it takes less than all at once."""

import errno
import io
import sys
from types import SimpleNamespace

import pytest
from sink_batches import batch, records

from slack_ocsf_collector.failures import SinkFailed
from slack_ocsf_collector.settings.settings import SinkSetting
from slack_ocsf_collector.sinks.stdout import StdoutSink


class Short(io.RawIOBase):
    """Takes a little at once, as an unbuffered stream may, and no more than there is room."""

    def __init__(self, room: int) -> None:
        self.taken = bytearray()
        self._room = room

    def writable(self) -> bool:
        return True

    def write(self, text: object) -> int:
        some = memoryview(text)[:1000]  # type: ignore[arg-type] # what is written is bytes
        if len(self.taken) + len(some) > self._room:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.taken += some
        return len(some)


def delivered(monkeypatch: pytest.MonkeyPatch, room: int, lines: tuple[bytes, ...]) -> bytes:
    stream = Short(room)
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=stream))
    StdoutSink(SinkSetting("stdout")).deliver(batch(lines))
    return bytes(stream.taken)


def test_a_stream_that_takes_little_at_once_gets_all(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = records(1, 20)
    assert delivered(monkeypatch, 10**6, lines) == b"".join(line + b"\n" for line in lines)


def test_a_stream_that_takes_a_part_has_not_taken_the_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SinkFailed, match="No space left"):
        delivered(monkeypatch, 5000, records(1, 20))
