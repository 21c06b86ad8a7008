"""Keep secrets out of what is told, wherever it comes from: the last line of defence.

Nothing here replaces care where secrets are handled; it is for what nobody foresaw.
"""

from __future__ import annotations

import re

HIDDEN = "[hidden]"

_TOKEN = re.compile(r"\b(?:xox[a-z]\.)?(?:xox[a-z]|xapp)-[A-Za-z0-9][^\s\"',;:&)}\]<>]{2,}")
_SHORTEST = 6
_secrets: set[str] = set()


def hide(secret: str) -> None:
    """Let a text never be told from now on. One of a few letters is left: it would hide words."""
    if len(secret) >= _SHORTEST:
        _secrets.add(secret)


def redacted(text: str) -> str:
    """Return a text without what looks like a token of Slack's, and without hidden secrets."""
    text = _TOKEN.sub(HIDDEN, text)
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def looks_secret(text: str) -> bool:
    """Tell whether a text holds what looks like a token of Slack's, or a hidden secret."""
    return redacted(text) != text
