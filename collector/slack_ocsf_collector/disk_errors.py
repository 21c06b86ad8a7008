"""What the system says of a file that cannot be written, and what to do about it."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

GOES_ON = "the next run goes on where this one was"
FULL = f"make room there; {GOES_ON}"
CLOSED = f"let the user that collects write there; {GOES_ON}"
BROKEN = f"look into the system's log for the disk; once it is well, {GOES_ON}"
_REMEDIES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: CLOSED,
    errno.EACCES: CLOSED,
    errno.EPERM: CLOSED,
    errno.EIO: BROKEN,
    errno.ENOTDIR: "a file stands where a folder should: move it away, or give another place",
    errno.EEXIST: "a file stands where a folder should: move it away, or give another place",
}


def told(error: OSError, place: Path) -> str:
    """Return place, fact and likely fix.

    Args:
        error: What the system raised.
        place: Where, unless the error says so itself.
    """
    remedy = _REMEDIES.get(error.errno or 0)
    fact = f"{error.filename or place}: {error.strerror}"
    return f"{fact} ({remedy})" if remedy else fact
