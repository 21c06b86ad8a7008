"""The patterns by which JSON text is cut up without parsing it.

Strings are skipped in C, brackets are met one by one, so that no nesting is too deep. The
quantifiers are possessive: a match takes time in proportion to its length, whatever the text.
"""

import re

SPACE = rb"[ \t\r\n]*+"
OPEN_STRING = rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+'
STRING = OPEN_STRING + rb'"'
_PLAIN = rb'[^"{}\[\]]*+'
# Seeing what follows a string tells the inside of strings from the outside again after a quote
# was lost, long before the text ends.
_AFTER_STRING = rb"(?=" + SPACE + rb"[:,}\]])"
LIST_KEYS = (b'"entries"', b'"logins"', b'"logs"')
"""The keys of a response's list, or strings of the same letters."""

_LIST_KEY = b"(?:" + b"|".join(LIST_KEYS) + b")"
_ENTRIES = _LIST_KEY + SPACE + rb"(?:\Z|:" + SPACE + rb"(?:\Z|(?P<open>\[)))"


# What is repeated may fail behind its first part. Python before 3.11.5 then goes on from where it
# failed (gh-106052), unless there is an alternative: before each of these it goes back.
_OR_GO_BACK = rb"|(?!)"


def _to_bracket(string: bytes) -> re.Pattern[bytes]:
    run = _PLAIN + rb"(?:" + string + _AFTER_STRING + _PLAIN + _OR_GO_BACK + rb")*+"
    return re.compile(run + rb'([{}\[\]"]|\Z)')


TO_BRACKET = _to_bracket(STRING)
"""Everything up to the next bracket, or to a string that is not sound, or to the end."""

TO_ENTRIES = _to_bracket(rb"(?!" + _ENTRIES.replace(b"?P<open>", b"?:") + rb")" + STRING)
"""The same, and it stops at the key of a response's list, also when only its beginning is there."""

_TO_THE_END = OPEN_STRING + rb'(?:"' + SPACE + rb"|\\?)\Z"

STRING_AT_END = re.compile(_TO_THE_END)
"""A string of which the text does not show yet how it ends, or what follows it."""

_COMMA = SPACE + rb",?+" + SPACE
CUT_SHORT = re.compile(SPACE + rb"[}:]|" + _COMMA + STRING + SPACE + rb":")
"""What stands behind an object that a bracket too many has ended before its time."""

PERHAPS_CUT_SHORT = re.compile(_COMMA + rb"(?:\Z|" + _TO_THE_END + rb")")
"""What stands there when the text ends too early to tell."""

ENTRIES = re.compile(_ENTRIES)
"""The key of a response's list; without the group `open` the text ended too early to be sure."""

CLOSES = {b"}": b"{", b"]": b"["}
"""The opening bracket that each closing one belongs to."""


def end_of(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    """Return where the match of `pattern` at `at` ends; `at` itself if there is none."""
    match = pattern.match(data, at)
    return at if match is None else match.end()
