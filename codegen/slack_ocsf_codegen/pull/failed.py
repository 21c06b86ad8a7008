"""What can go wrong when vendored files are refreshed.

PullFailed          nothing was written; the text says why
└── PullMisused     what was asked for cannot be pulled at all: the URL, the version
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PullFailed(Exception):
    """A source could not be read, or what it says cannot be right."""


class PullMisused(PullFailed):
    """No such version, or a URL that is not to be fetched."""


@contextmanager
def leaving(schemas: Path) -> Iterator[None]:
    """Add to whatever fails inside that the files in `schemas` are unchanged."""
    try:
        yield
    except PullFailed as error:
        raise type(error)(f"{error}; the files in {schemas} are unchanged") from error
