"""One process at a time delivers; the system lets go of its lock when it dies."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from slack_ocsf_collector.disk_errors import told
from slack_ocsf_collector.failures import StateUnusable

if TYPE_CHECKING:
    from pathlib import Path


class DeliveryLock:
    """A lock in the state's folder.

    Args:
        folder: The state's.
        name: Of what it locks.
    """

    def __init__(self, folder: Path, name: str = "delivery") -> None:
        self._file = folder / f"{name}.lock"
        self._held: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this process holds it, after trying to get it."""
        if self._held is None:
            self._held = self._taken()
        return self._held is not None

    def release(self) -> None:
        """Let go of it."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _taken(self) -> int | None:
        try:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StateUnusable(told(error, self._file)) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor
