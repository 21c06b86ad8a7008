"""Test what this machine must give: the state's folder, and the places of the sinks."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slack_ocsf_cli import Misconfigured
from slack_ocsf_collector.doctor.finding import Finding
from slack_ocsf_collector.failures import CollectorFailed, SinkFailed, StateUnusable
from slack_ocsf_collector.state.database import check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "fuse.sshfs", "9p", "afs")
_LEAST_FREE = 1 << 30
_MOUNTS = Path("/proc/mounts")


def state_findings(folder: Path, mounts: Path = _MOUNTS) -> Iterator[Finding]:
    """Yield what is found of the state's folder.

    Args:
        folder: Made when it is not there, as a run would.
        mounts: Lists what is mounted, as Linux does.
    """
    try:
        check_whole(folder)
    except StateUnusable as error:
        remedy = f"as it says; else let this user own {folder}, or give another --state"
        yield Finding("failed", "state", "folder", str(error), remedy)
        return
    yield Finding("ok", "state", "folder", f"{folder} can be written")
    kind = filesystem(folder, mounts)
    if kind in _NETWORK:
        fact = f"{folder} is on a network file system ({kind}), which may lose its locks"
        yield Finding("warning", "state", "disk", fact, "give a --state on a local disk")
    yield _space("state", folder)


def filesystem(folder: Path, mounts: Path = _MOUNTS) -> str:
    """Return the kind of file system that a folder is on; empty where nothing tells."""
    try:
        listed = [line.split(" ") for line in mounts.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    whole, found = folder.resolve(), ("", "")
    for fields in listed:
        point = fields[1].encode().decode("unicode_escape")
        if whole.is_relative_to(point) and len(point) >= len(found[0]):
            found = (point, fields[2])
    return found[1]


def sink_finding(name: str, check: Callable[[], Any]) -> Finding:
    """Return what is found of a sink.

    Args:
        name: Of the sink.
        check: Tries whether it can be written.
    """
    try:
        fact = check()
    except (CollectorFailed, Misconfigured) as error:
        remedy = "mend it, or change the sink; the collector keeps events until then"
        return Finding("failed", name, "sink", str(error), remedy)
    return Finding("ok", name, "sink", str(fact))


def writable_folder(folder: Path) -> str:
    """Write a file into a folder, made when it is not there, and take it away again.

    Raises:
        SinkFailed: It cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".slack-ocsf-doctor-") as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise SinkFailed(f"{folder}: {error.strerror}") from error
    return f"{folder} can be written"


def _space(part: str, folder: Path) -> Finding:
    told = os.statvfs(folder)
    free = told.f_bavail * told.f_frsize
    fact = f"{free / (1 << 30):.1f} GiB free"
    if free >= _LEAST_FREE:
        return Finding("ok", part, "space", fact)
    return Finding("warning", part, "space", fact, "a sink that is down for long fills the outbox")
