"""The token, on its way from where it is kept to a request, and nowhere else.

No local variable holds it: some tracebacks print those.
"""

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
            self._load()
        request.headers["Authorization"] = f"Bearer {self._text}"

    def was_replaced(self) -> bool:
        """Tell whether another one is kept by now than was refused; that is the one from now on.

        Raises:
            TokenRefused: What was read cannot be a token.
        """
        refused = hash(self._text)
        self._load()
        if hash(self._text) != refused:
            return True
        self._text = ""
        return False

    def _load(self) -> None:
        """Read it. What would not go into a header must not get to the libraries: they quote it."""
        self._text = ""
        self._text = self._read()
        if not _FORM.fullmatch(self._text):
            self._text = ""
            raise TokenRefused(
                "what was read for the token is empty, or has blanks or letters that no token "
                "has; check where the settings read it from"
            )
