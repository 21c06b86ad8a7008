"""Which stretch of time a walker reads next. Nothing here asks, waits or keeps.

All walkers of a log go forward over the same time, each at its own distance behind Slack's clock.
The first reads what has settled; the others read again what may have been published late since.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from slack_ocsf_collector.slack.page import Window
from slack_ocsf_collector.state.walkers import Walker

if TYPE_CHECKING:
    from slack_ocsf_collector.settings.settings import Timing

FIRST_WIDTH = 3600
_NARROWEST, WIDEST = 1, 7 * 86_400
_MANY_PAGES = 3
_SOME_OF_A_LAG = 4


@dataclass(frozen=True, slots=True)
class Walk:
    """How a walker goes.

    Attributes:
        name: What the state and metrics call it.
        lag: Seconds that it stays behind Slack's clock.
        step: Seconds that a window is at least worth a request.
    """

    name: str
    lag: int
    step: int


UNHURRIED = Walk("unhurried", lag=0, step=1)
"""How one goes who reads a stretch that lies behind."""


def walks(timing: Timing, *, once: bool) -> tuple[Walk, Walk, Walk]:
    """Return the walks over an audit log, the one that reads first at the head.

    Args:
        timing: When to read.
        once: Whether this run is a look, after which nobody waits for more to come.
    """
    return (
        Walk("settle", timing.settle, 1 if once else timing.poll),
        Walk("reread", timing.reread, max(timing.poll, timing.reread // _SOME_OF_A_LAG)),
        Walk("slow_reread", timing.slow_reread, timing.slow_reread // (6 * _SOME_OF_A_LAG)),
    )


def started(before: int) -> Walker:
    """Return a walker that has read nothing; `before` is the last second that it leaves out."""
    return Walker(watermark=before, width=FIRST_WIDTH)


def due_window(walker: Walker, walk: Walk, server_now: int) -> Window | None:
    """Return what to read next: the window at hand, or a new one; None when it is too early."""
    if walker.window is not None:
        return walker.window
    there = server_now - walk.lag - walker.watermark
    if there < max(walk.step, 1):
        return None
    first = walker.watermark + 1
    return Window(first, walker.watermark + min(walker.width, there))


def after_page(walker: Walker, window: Window, cursor: str, *, is_full: bool) -> Walker:
    """Return the walker after a page of its window.

    Args:
        walker: Before it.
        window: What it reads.
        cursor: Of the next page, empty when the window is drained.
        is_full: Whether the page had at least half of the rows that were asked for.
    """
    pages = walker.pages + 1
    if cursor:
        return replace(walker, window=window, cursor=cursor, pages=pages)
    width = walker.width
    if pages > _MANY_PAGES:
        width = max(_NARROWEST, width // 2)
    elif pages == 1 and not is_full:
        width = min(WIDEST, width * 2)
    return Walker(watermark=window.latest, width=width)


def begun_again(walker: Walker, window: Window) -> Walker:
    """Return the walker at the beginning of its window: Slack forgot the cursor.

    Half of the window is enough then: what takes too long to be read in one go must get smaller.
    """
    half = Window(window.oldest, window.oldest + (window.latest - window.oldest) // 2)
    width = max(_NARROWEST, walker.width // 2)
    return replace(walker, window=half, width=width, cursor="", pages=0)


def spared(behind: Walker, walk: Walk, drained: Window, begun_at: int) -> Walker | None:
    """Return a later walker behind what it need not read of a window.

    That is what was already as old, when its first page was asked for, as the later walker waits
    for.
    """
    is_next = behind.window is None and behind.watermark == drained.oldest - 1
    before = min(drained.latest, begun_at - walk.lag)
    if is_next and before > behind.watermark:
        return replace(behind, watermark=before)
    return None


def put_back(ahead: Walker, walk: Walk, drained: Window, begun_at: int) -> Walker | None:
    """Return a later walker before what it must read again of a window that was read behind it.

    That is what was not yet as old, when its first page was asked for, as the walker waits for.
    """
    before = max(drained.oldest - 1, begun_at - walk.lag)
    if ahead.window is None and before < min(drained.latest, ahead.watermark):
        return replace(ahead, watermark=before)
    return None
