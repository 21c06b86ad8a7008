"""Read secrets from where they are kept, and let nothing tell them."""

from __future__ import annotations

import os
import stat
import subprocess
from typing import TYPE_CHECKING

from slack_ocsf_cli.redaction import hide
from slack_ocsf_collector.failures import TokenRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from slack_ocsf_collector.settings.settings import Organization, SecretSource

_LARGEST = 64 * 1024
_TIMEOUT = 30.0


def read_secret(source: SecretSource, timeout: float = _TIMEOUT) -> str:
    """Return a secret, without blanks around it. From now on no message tells it.

    Args:
        source: Where it is kept.
        timeout: Seconds for a command.

    Raises:
        TokenRefused: There is none. The message says where, and nothing of what was read.
    """
    if source.variable is not None:
        secret = os.environ.get(source.variable, "").strip()
    elif source.file is not None:
        secret = _of_file(source.file)
    else:
        secret = _of_command(source.command or (), timeout)
    if not secret:
        raise TokenRefused(f"{where(source)} {_what_lacks(source)}")
    hide(secret)
    return secret


def token_reader(organization: Organization) -> Callable[[], str]:
    """Return what reads the token of an organisation, anew with each call."""

    def read() -> str:
        try:
            return read_secret(organization.token)
        except TokenRefused as error:
            raise TokenRefused(f"token of {organization.name}: {error}") from None

    return read


def where(source: SecretSource) -> str:
    """Return where a secret is kept: `variable X`, `file X` or `command X`, without arguments."""
    if source.variable is not None:
        return f"variable {source.variable}"
    if source.file is not None:
        return f"file {source.file}"
    return f"command {(source.command or ('',))[0]}"


def exposure(source: SecretSource) -> str:
    """Return a warning when every user of this machine can read a secret's file, else nothing."""
    if source.file is None:
        return ""
    try:
        mode = source.file.stat().st_mode
    except OSError:
        return ""
    is_open = bool(mode & stat.S_IROTH)
    return f"{where(source)} can be read by everybody; chmod o= it" if is_open else ""


def _what_lacks(source: SecretSource) -> str:
    if source.variable is None:
        return "gives nothing"
    return "is empty" if source.variable in os.environ else "is not set"


def _of_file(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            read = opened.read(_LARGEST)
    except OSError as error:
        raise TokenRefused(f"file {file}: {error.strerror}") from None
    return _text(read, f"file {file}")


def _of_command(command: tuple[str, ...], timeout: float) -> str:
    """Run a command; what it writes to standard error is dropped, for it could be the secret."""
    name = f"command {command[0]}"
    try:
        ended = subprocess.run(  # noqa: S603 - the settings name it; no shell reads it
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        failure = f"{name} took more than {timeout:g} s"
    except OSError as error:
        failure = f"{name}: {error.strerror}"
    else:
        if ended.returncode == 0:
            first, _, _ = ended.stdout[:_LARGEST].strip().partition(b"\n")
            return _text(first, name)
        failure = f"{name} ended with status {ended.returncode}; run it by hand to see why"
    raise TokenRefused(failure)  # outside of the handlers: their errors hold what was read


def _text(read: bytes, name: str) -> str:
    """Return what was read as text; what is none cannot be a secret, and is not shown."""
    if not read.isascii():
        raise TokenRefused(f"{name} gives characters beyond ASCII, which no token has")
    return read.decode().strip()
