"""Names: captions in the table's spelling, names taken twice, the nearest right to a wrong one."""

import difflib
import re
from collections.abc import Iterable, Iterator
from itertools import count


def snake(caption: str) -> str:
    """`OAUTH 2.0` -> `oauth_2_0`: lower case, all else than letters and digits as `_`."""
    return re.sub(r"[^0-9a-z]+", "_", caption.lower()).strip("_")


def numbered(name: str) -> Iterator[str]:
    """Yield what else a name can be where it is taken: `name` itself, `name_2`, `name_3`, ..."""
    yield name
    yield from (f"{name}_{number}" for number in count(2))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)` for the nearest of `known`, or nothing when none is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""


def identifier(name: str) -> str:
    """Return the name of an OCSF object as Python can have it: `win/reg_key` -> `win_reg_key`."""
    return name.replace("/", "_")
