"""Where objects of a lake are kept: a folder, or a bucket of S3, Google Cloud or Azure."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from slack_ocsf_cli import CannotDo, Misconfigured
from slack_ocsf_collector.disk_errors import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore.store import ObjectStore, RetryConfig

_SCHEMES = ("s3", "s3a", "gs", "az", "abfs", "abfss", "memory")
_QUERY = re.compile(r"(?<=\w)\?\S*")  # of a signed URL
#: Few: what lasts longer is tried again by whoever writes, who can be asked to stop meanwhile.
_RETRIES: RetryConfig = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}


class NotKept(CannotDo):
    """An object is not, or may not be, where it belongs."""


class Place(Protocol):
    """Keeps objects that are written once."""

    def put_once(self, key: str, body: bytes) -> bool:
        """Keep an object; when there is one under that key already, that is it.

        Returns:
            Whether it was not there before.

        Raises:
            NotKept: It is not, or may not be, there.
        """

    def keys(self, prefix: str) -> Iterator[str]:
        """Yield the keys that begin with a prefix, which ends in a slash, in any order.

        Raises:
            NotKept: They cannot be told.
        """

    def get(self, key: str) -> bytes:
        """Return an object.

        Raises:
            NotKept: It cannot be read.
        """


def place(target: str) -> Place:
    """Return the place that a folder or URL names.

    Credentials and endpoints come from the environment, as `obstore` reads it: `AWS_*`,
    `GOOGLE_*`, `AZURE_*`.

    Raises:
        Misconfigured: It is no such URL, or it holds a secret.
    """
    scheme = urlsplit(target).scheme if "://" in target else ""
    if not scheme or scheme == "file":
        return Folder(Path(target.removeprefix("file://")))
    if scheme not in _SCHEMES:
        known = ", ".join(f"{one}://" for one in _SCHEMES)
        raise Misconfigured(f"{scheme}:// is no place for a lake (there are: a folder, {known})")
    parts = urlsplit(target)
    if parts.query or "@" in parts.netloc:
        raise Misconfigured(f"{scheme}://{parts.hostname}: credentials belong in the environment")
    return Bucket(target)


class Folder:
    """A folder of this machine: objects appear under their names when they are on the disk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put_once(self, key: str, body: bytes) -> bool:
        """Keep an object, as `Place` says."""
        path = self._root / key
        try:
            is_new = not path.exists()
            if is_new:
                _make_folder(path.parent)
                _write(path, body)
            _remove_unfinished(path)
        except OSError as error:
            raise NotKept(told(error, path)) from error
        return is_new

    def keys(self, prefix: str) -> Iterator[str]:
        """Yield keys, as `Place` says."""
        for path in (self._root / prefix).rglob("*.parquet"):
            if not path.name.startswith("."):
                yield path.relative_to(self._root).as_posix()

    def get(self, key: str) -> bytes:
        """Return an object, as `Place` says."""
        path = self._root / key
        try:
            return path.read_bytes()
        except OSError as error:
            raise NotKept(f"{path}: {error.strerror}") from error


def _make_folder(folder: Path) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        _sync(one.parent)


def _write(path: Path, body: bytes) -> None:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync(path.parent)


def _remove_unfinished(path: Path) -> None:
    """Remove what a killed try to write the same file left; if that cannot be, it harms nobody."""
    for one in path.parent.glob(f".{path.name}.*.part"):
        with suppress(OSError):
            one.unlink()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Bucket:
    """A bucket and a prefix in it; objects are put on the condition that there is none yet.

    The errors of obstore are not passed on: their texts have URLs, which can be signed.
    """

    def __init__(self, url: str) -> None:
        from obstore.exceptions import BaseError
        from obstore.store import from_url

        self._url = url
        try:
            self._store: ObjectStore = from_url(url, retry_config=_RETRIES)
        except (BaseError, ValueError) as error:
            raise Misconfigured(f"{url}: {_told(error)}") from None

    def put_once(self, key: str, body: bytes) -> bool:
        """Keep an object, as `Place` says."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        try:
            with self._failing("put"):
                obstore.put(self._store, key, body, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        return True

    def keys(self, prefix: str) -> Iterator[str]:
        """Yield keys, as `Place` says."""
        import obstore

        with self._failing("list"):
            for some in obstore.list(self._store, prefix):
                for one in some:
                    yield one["path"]

    def get(self, key: str) -> bytes:
        """Return an object, as `Place` says."""
        import obstore

        with self._failing("get"):
            return bytes(obstore.get(self._store, key).bytes())

    @contextmanager
    def _failing(self, what: str) -> Iterator[None]:
        """Turn what obstore raises into `NotKept`, but that there is an object already."""
        from obstore.exceptions import (
            AlreadyExistsError,
            BaseError,
            PermissionDeniedError,
            UnauthenticatedError,
        )

        try:
            yield
        except AlreadyExistsError:
            raise
        except FileNotFoundError:
            text = (
                "there is no such object"
                if what == "get"
                else "there is no such bucket or container"
            )
            raise NotKept(f"{self._url}: {text}") from None
        except (PermissionDeniedError, UnauthenticatedError):
            text = "the credentials of the environment are refused; they must allow to"
            raise NotKept(f"{self._url}: {text} {what} objects") from None
        except (BaseError, ValueError, OSError) as error:
            raise NotKept(f"{self._url}: {_told(error)}") from None


def _told(error: Exception) -> str:
    return _QUERY.sub("?...", str(error).partition("\n")[0])
