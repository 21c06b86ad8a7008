"""In how many processes to map."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from slack_ocsf_collector.inputs import STANDARD, regular

if TYPE_CHECKING:
    from pathlib import Path

_SMALL = 16 * 1024 * 1024


def workers_for(inputs: tuple[Path, ...], wanted: int | None) -> int:
    """Return how many processes make events; 1 is this one alone.

    Args:
        inputs: What is read. Standard input and other streams take one process.
        wanted: What the user asks for; None is one for each core, unless the inputs are small.
    """
    sizes = [state.st_size for state in map(regular, inputs) if state is not None]
    if len(sizes) < len(inputs) or STANDARD in inputs:
        return 1
    if wanted is not None:
        return wanted
    return _cores() if sum(sizes) >= _SMALL else 1


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
