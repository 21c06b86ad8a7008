"""The token, on its way from where it is kept to a request, and nowhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from slack_ocsf_collector.failures import TokenRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

_FORM = re.compile(r"[!-~]+")


class Token:
    """Signs requests.

    Args:
        read: Reads the token from where it is kept.
    """

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read
        self._text = ""

    def __repr__(self) -> str:
        return "Token(...)"

    def sign(self, request: httpx.Request) -> None:
        """Sign a request.

        Raises:
            TokenRefused: What was read cannot be a token.
        """
        if not self._text:
            self._text = _checked(self._read())
        request.headers["Authorization"] = f"Bearer {self._text}"

    def forget(self) -> bool:
        """Let the next request be signed with the token as it is kept by then.

        Returns:
            Whether it is another one already.
        """
        former, self._text = self._text, ""
        return bool(former) and _checked(self._read()) != former


def _checked(text: str) -> str:
    """Return a token, unless it would not go into a header: the libraries' errors quote it then."""
    if not _FORM.fullmatch(text):
        raise TokenRefused(
            "what was read for the token is empty, or has blanks or letters that no token has; "
            "check where the settings read it from"
        )
    return text
