"""Make JSON text of any depth one that parsers take."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST = 100
"""The deepest level of objects and lists that stay what they are; the outermost is level 1."""

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|([{}\[\]])', re.DOTALL)
_OPENS = {"}": "{", "]": "["}


def shallow(text: str, check: Callable[[str], object]) -> str:
    """Return JSON text with the objects and lists below DEEPEST as strings of their text.

    What becomes a string is checked as well, in bands of DEEPEST levels, each without the bands
    within it, so that neither this nor the parser needs a deep stack.

    Args:
        text: Need not be JSON; what is wrong down to DEEPEST is left for its parser to tell.
        check: Raises when a text of at most DEEPEST levels is no JSON.

    Raises:
        ValueError: Brackets do not match, or `check` says so.
    """
    levels = _Levels(text, check)
    for token in _TOKEN.finditer(text):
        bracket = token[1]
        if bracket in _OPENS:
            levels.close(bracket, token.end())
        elif bracket:
            levels.open(bracket, token.start())
    return levels.shallow()


class _Levels:
    """The brackets of a text that are open, and the bands of levels they form."""

    def __init__(self, text: str, check: Callable[[str], object]) -> None:
        self._text = text
        self._check = check
        self._opened: list[str] = []
        self._bands: list[list[str]] = [[]]  # the text of each, in pieces
        self._begins = [0]  # where each begins
        self._copied = 0  # up to where the text is in a band

    def open(self, bracket: str, at: int) -> None:
        if self._opened and len(self._opened) % DEEPEST == 0:
            self._copy(at)
            self._bands.append([])
            self._begins.append(at)
        self._opened.append(bracket)

    def close(self, bracket: str, end: int) -> None:
        if not self._opened or self._opened.pop() != _OPENS[bracket]:
            raise ValueError(f"no bracket is open for this one: char {end - 1}")
        if self._opened and len(self._opened) % DEEPEST == 0:
            self._copy(end)
            begin = self._begins.pop()
            try:
                self._check("".join(self._bands.pop()))
            except ValueError as error:
                raise ValueError(f"in the part that begins at char {begin}: {error}") from error
            is_kept = len(self._bands) == 1
            written = json.dumps(self._text[begin:end], ensure_ascii=False) if is_kept else "null"
            self._bands[-1].append(written)

    def shallow(self) -> str:
        if len(self._bands) > 1:
            raise ValueError(f"{len(self._opened)} brackets are not closed at the end")
        self._copy(len(self._text))
        return "".join(self._bands[0])

    def _copy(self, end: int) -> None:
        self._bands[-1].append(self._text[self._copied : end])
        self._copied = end
